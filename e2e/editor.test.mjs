// A legal officer makes a procedure from a record that only the national catalogue has, at the desk and on
// a phone; a second person publishes it; taken back before it begins, the record stands again. Beside it:
// a procedure made here against its record.

import assert from 'node:assert/strict';
import { DESK, PHONE, axe, look, person, picture, story } from './harness.mjs';

/** Looked at on a desk and on a phone, with axe. */
async function seen(page, name) {
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    assert.deepEqual([...(await look(page)), ...(await axe(page))], [], `${name} at ${size.width} px`);
  }
  await picture(page, `${name} phone`);
  await page.setViewportSize(DESK);
  await picture(page, `${name} desk`);
}

const inMain = (page, text) => page.locator('main', { hasText: text }).count();
const EDITOR = { as: 'bientap', js: false, size: DESK };

story('an editor sees a procedure beside its national record', EDITOR, async (page) => {
  await page.goto('/can-bo/thu-tuc/1.013225');
  await page.getByRole('link', { name: 'Đối chiếu danh mục quốc gia' }).click();
  await seen(page, 'editor beside the record');
  const row = page.locator('tr', { has: page.getByRole('rowheader', { name: 'Kết quả', exact: true }) }).first();
  assert.match(await row.innerText(), /KQ\./);
  assert.ok(await inMain(page, 'Nghi vấn của bản ghi'));
  await page.goto('/en/can-bo/thu-tuc/1.013225/quoc-gia');
  assert.ok(await inMain(page, 'Doubts about the record'));
});

story('an editor makes a procedure from a record, a second person publishes it', EDITOR, async (page) => {
  await page.goto('/can-bo/thu-tuc');
  await page.getByLabel('Tìm theo tên').fill('tham quan vuon vi du');
  await page.getByRole('button', { name: 'Tìm' }).click();
  await seen(page, 'editor finds a record');
  await page.locator('table').getByRole('link', { name: 'Cấp thẻ tham quan vườn ví dụ' }).click();
  await seen(page, 'editor record');
  // Nothing typed for the day: the form says so and keeps the rest.
  const begin = page.getByRole('button', { name: 'Soạn từ bản ghi' });
  await page.getByLabel('Căn cứ').fill('Quyết định 00/QĐ-VIDU');
  await page.locator('input[name=from_ngay]').fill('');
  await begin.click();
  assert.equal(await page.locator('[role=alert], .errors, #loi').count() > 0, true);
  await seen(page, 'editor record to mend');
  await page.locator('input[name=from_ngay]').fill('1');
  await begin.click();
  await seen(page, 'editor made from a record');
  const draft = page.url().replace(/#.*/, '');
  assert.ok(await inMain(page, 'Mục Chung: bản ghi không cho biết'));
  for (const part of ['xem/nguoi-dan', 'xem/hoi/lien-lac', 'muc/chung', 'muc/rieng', 'muc/phi', 'muc/quy-trinh', 'muc/quy-trinh/0']) {
    await page.goto(`${draft}/${part}`);
    await seen(page, `editor made ${part}`);
  }
  await page.goto(`${draft}/xem/can-bo`);
  assert.deepEqual([...(await look(page)), ...(await axe(page))], []);
  await page.goto(`${draft}/muc/chung`);
  for (const [name, value] of [['short_vi', 'Thẻ tham quan'], ['summary_vi', 'Để vào tham quan vườn ví dụ.'], ['minutes', '5']]) {
    await page.locator(`[name=m0_${name}]`).fill(value);
  }
  await page.locator('select[name=m0_competent]').selectOption('social');
  await page.locator('main form', { has: page.locator('[name=m0_short_vi]') }).getByRole('button').first().click();
  await page.goto(`${draft}/muc/quy-trinh/0`);
  await page.locator('select[name=m0_unit]').selectOption('social');
  await page.locator('main form', { has: page.locator('[name=m0_name_vi]') }).getByRole('button').first().click();
  await page.goto(draft);
  await seen(page, 'editor made and ready');
  await page.getByRole('button', { name: 'Trình' }).click();

  const second = await person({ as: 'kiemsoat', js: false, size: DESK });
  const other = await second.newPage();
  try {
    await other.goto(draft);
    await other.getByRole('button', { name: 'Công bố' }).click();
    await seen(other, 'editor published from a record');
    assert.ok(await inMain(other, 'Sắp áp dụng'));
    // Not begun yet: people still read the record. Taken back, it is all there is.
    await other.locator('summary', { hasText: 'Hủy bản này' }).click();
    await other.locator('input[name^=note_]').fill('Lùi ngày áp dụng');
    await other.getByRole('button', { name: 'Hủy bản' }).click();
    assert.ok(await inMain(other, 'chỉ có trong danh mục quốc gia'));
    await seen(other, 'editor record again');
  } finally {
    await second.close();
  }
});
