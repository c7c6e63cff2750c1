// A legal officer changes a procedure from a first day on, and a second one publishes it: what differs is
// read, looked at as citizens and officers will meet it, and holds from that day for whoever begins then.
// The clock goes forward here, so these stories have a demonstration of their own.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DESK, PHONE, axe, keys, look, motcua, ownDemonstration, person, picture, story } from './harness.mjs';
import { ANSWERS, apply, walkTo } from './walk.mjs';

const { place, url } = await ownDemonstration();

const HOME = '/can-bo/thu-tuc';
const AUTHOR = 'bientap';
const SECOND = 'kiemsoat';
const EXTRACT = '2.000635';
const ACT = 'Nghị quyết 12/2026/NQ-HĐND, Điều 2 (ví dụ)';
/** The question this story adds, and the key that is made of its words. */
const PURPOSE = { label: 'Dùng bản sao vào việc gì?', key: 'dung_ban_sao_vao_viec' };

const text = (page) => page.locator('main').innerText();
const path = (page) => new URL(page.url()).pathname;
const button = (page, words) => page.locator('main button', { hasText: words }).first();
const field = (page, name) => page.locator(`main [name="${name}"]`);

async function hasNoBarrier(page, name) {
  assert.deepEqual(await look(page), []);
  assert.deepEqual(await axe(page), []);
  if (!name || !process.env.MOTCUA_PICTURES) return;
  for (const [width, size] of [[360, PHONE], [1280, DESK]]) {
    await page.setViewportSize(size);
    await picture(page, `${width}-editor-${name}`);
  }
  await page.setViewportSize(DESK);
}

async function someone(as, js = true) {
  const context = await person({ as, js, size: DESK });
  return context.newPage();
}

/** Activates a link or a button and counts it: what is typed into a field is no click. */
function clicks(page) {
  let count = 0;
  const click = async (locator) => {
    count += 1;
    await locator.first().click();
  };
  return {
    get count() { return count; },
    link: (words) => click(page.locator('main a', { hasText: words })),
    button: (words) => click(page.locator('main button', { hasText: words })),
  };
}

/** The link to an item of a list; what stands inside it is named after it too. */
const item = (page, words) => page.locator('main ol > li > p:first-child a', { hasText: words });

/** Opens a section of the change that is on the page. */
async function open(page, section) {
  await page.locator('main nav .tabs a', { hasText: section }).click();
  await hasNoBarrier(page);
}

async function typeDay(page, name, day) {
  for (const [part, value] of Object.entries(day)) await field(page, `${name}_${part}`).fill(value);
}

/** The civil clock of this demonstration goes to nine in the morning of a day. */
async function goTo(day) {
  const body = JSON.stringify({ to: `${day}T09:00:00+07:00` });
  const answer = await fetch(`${url}/demo/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  assert.equal(answer.status, 200, await answer.text());
}

/** What the change in this address differs in, one line a fact. */
async function difference(page) {
  const rows = await page.locator('main section.box table tbody tr').allInnerTexts();
  return rows.map((row) => row.replace(/\s+/g, ' '));
}

/** The second person publishes what waits under this name. */
async function publish(name) {
  const second = await someone(SECOND);
  await second.goto(HOME);
  await second.locator('#cho ~ ul a', { hasText: name }).first().click();
  await button(second, 'Công bố').click();
  assert.match(await text(second), /Sắp áp dụng/);
  await second.context().close();
}

story('one limit: seven clicks from the list until it is proposed, two until it is published, then cancelled', { as: AUTHOR, size: DESK }, async (page) => {
  const shorter = 'Đăng ký hộ kinh doanh';
  await page.goto(HOME);
  await hasNoBarrier(page, 'list');
  const author = clicks(page);
  await author.link(shorter);
  await hasNoBarrier(page, 'procedure');
  await field(page, 'reason').fill(ACT);
  await author.button('Bắt đầu sửa');
  await hasNoBarrier(page, 'begun');
  await author.link('Thời hạn');
  await hasNoBarrier(page, 'limits');
  await field(page, 'm0_limit_n').fill('2');
  await author.button('Lưu');
  assert.deepEqual(await difference(page), [
    'Thời hạn Trước: 3 ngày làm việc → Sau: 2 ngày làm việc',
    'Áp dụng từ ngày Trước: 01/7/2026 → Sau: 01/10/2026',
  ]);
  await hasNoBarrier(page, 'limit-changed');
  await author.link('Xem như người dân');
  assert.match(await text(page), /2 ngày làm việc/);
  const start = await page.locator('main a.button', { hasText: 'Bắt đầu' }).first().getAttribute('href');
  assert.match(start, /\/xem\/hoi\//, 'a preview begins no application');
  await author.link('Xem như cán bộ');
  assert.match(await text(page), /Hẹn trả 17:00 thứ Tư, 09\/9\/2026/);
  await author.button('Trình duyệt');
  assert.match(await text(page), /Chờ duyệt/);
  assert.equal(author.count, 7);

  const other = await someone(SECOND);
  await other.goto(HOME);
  const second = clicks(other);
  await second.link(shorter);
  await hasNoBarrier(other, 'decide');
  await second.button('Công bố');
  assert.equal(second.count, 2);
  await hasNoBarrier(other, 'published');
  assert.match(await text(other), /Sắp áp dụng/);

  await other.locator('summary', { hasText: 'Hủy bản này' }).click();
  await button(other, 'Hủy bản chưa áp dụng').click();
  assert.match(await other.title(), /^Lỗi: /, 'cancelling needs a reason');
  await hasNoBarrier(other, 'cancel-without-reason');
  await other.locator('main input[name^=note_]').fill('Nghị quyết lùi ngày áp dụng (ví dụ)');
  await button(other, 'Hủy bản chưa áp dụng').click();
  assert.match(await text(other), /Đã hủy/);
  assert.ok(!(await text(other)).includes('Sắp áp dụng'));
  await hasNoBarrier(other, 'cancelled');
  await other.context().close();
});

/** A dossier that was sent and one that is being filled in: both before the change holds. */
const before = {};

story('before: a dossier is sent, another begun', { js: false }, async (page) => {
  before.sent = await apply(page, EXTRACT);
  await page.goto(`/nop/${EXTRACT}`);
  await page.locator('main form .button').first().click();
  await walkTo(page, '/so-ban', { quick: true });
  before.draft = path(page);
  before.state = await page.context().storageState();
});

story('limit, fee, paper, question and step of one procedure, scripts off', { as: AUTHOR, js: false, size: DESK }, async (page) => {
  await page.goto(HOME);
  await page.locator('main a', { hasText: 'Trích lục' }).first().click();
  await button(page, 'Bắt đầu sửa').click();
  assert.match(await text(page), /Chưa có gì khác[^]*Ghi căn cứ của thay đổi/);
  await hasNoBarrier(page, 'nothing-differs');
  await typeDay(page, 'from', { ngay: '31', thang: '8', nam: '2026' });
  await button(page, 'Lưu').click();
  await hasNoBarrier(page, 'past-day');
  await typeDay(page, 'from', { ngay: '1', thang: '10', nam: '2026' });
  await field(page, 'reason').fill(ACT);
  await button(page, 'Lưu').click();
  assert.ok(!(await text(page)).includes('Ghi căn cứ của thay đổi'));
  before.edit = path(page);

  await open(page, 'Thời hạn');
  await field(page, 'm0_limit_n').fill('2');
  await field(page, 'm0_limit_unit').selectOption('working_days');
  await field(page, 'm0_source_text').fill(ACT);
  await button(page, 'Lưu').click();

  await open(page, 'Phí, lệ phí');
  await item(page, 'Phí cấp bản sao').click();
  await hasNoBarrier(page, 'fee');
  await field(page, 'm0_amount').fill('12000');
  await field(page, 'm0_source_text').fill(ACT);
  await button(page, 'Lưu').click();
  assert.match(await text(page), /12\.000/);

  // A paper that cites nothing may be written, but not proposed.
  await open(page, 'Giấy tờ');
  await page.locator('main a', { hasText: 'Thêm giấy tờ' }).click();
  await hasNoBarrier(page, 'paper');
  await field(page, 'mmoi_name_vi').fill('Giấy giới thiệu');
  await field(page, 'mmoi_forms').first().check();
  await button(page, 'Lưu').click();
  assert.match(await text(page), /Chưa có căn cứ pháp lý/);
  await hasNoBarrier(page, 'papers');
  await page.goto(before.edit);
  assert.match(await text(page), /Giấy tờ “Giấy giới thiệu” chưa có căn cứ pháp lý/);
  assert.equal(await button(page, 'Trình duyệt').count(), 0, 'a paper without legal basis is not proposed');
  await hasNoBarrier(page, 'unready');
  await open(page, 'Giấy tờ');
  await item(page, 'Giấy giới thiệu').click();
  await page.locator('main [name$=_source_text]').fill(ACT);
  await button(page, 'Lưu').click();

  await open(page, 'Câu hỏi');
  await page.locator('main ol > li', { hasText: 'Số bản sao' }).locator('a', { hasText: 'Thêm câu hỏi' }).click();
  await hasNoBarrier(page, 'question');
  await page.locator('main [name$=_label_vi]').fill(PURPOSE.label);
  await page.locator('main [name$=_kind]').selectOption('text');
  await page.locator('main [name$=_class]').selectOption('fact');
  await page.locator('main [name$=_required]').check();
  await button(page, 'Lưu').click();
  assert.ok((await text(page)).includes(PURPOSE.label));
  await hasNoBarrier(page, 'questions');

  await open(page, 'Quy trình');
  await item(page, 'Ký bản sao').click();
  await hasNoBarrier(page, 'step');
  await page.locator('main [name$=_limit_n]').fill('3');
  await page.locator('main [name$=_source_text]').fill(ACT);
  await button(page, 'Lưu').click();
  await hasNoBarrier(page, 'steps');

  await page.goto(before.edit);
  const differs = (await difference(page)).join('\n');
  for (const line of [/trong ngày.*2 ngày làm việc/, /8\.000.*12\.000/, /Giấy giới thiệu/, /Dùng bản sao/, /2 giờ làm việc.*3 giờ làm việc/]) assert.match(differs, line);
  await hasNoBarrier(page, 'difference');

  // As citizens, as those who are asked, as officers will meet it.
  await page.locator('main a', { hasText: 'Xem như người dân' }).click();
  const public_ = await text(page);
  for (const words of ['2 ngày làm việc', '12.000', 'Giấy giới thiệu']) assert.ok(public_.includes(words), words);
  await hasNoBarrier(page, 'as-citizen');
  await page.locator('.tabs a', { hasText: 'Xem các câu hỏi' }).click();
  for (let left = 20; left > 0 && !(await text(page)).includes(PURPOSE.label); left -= 1) {
    await page.locator('main form button').last().click();
  }
  assert.ok((await text(page)).includes(PURPOSE.label));
  await hasNoBarrier(page, 'as-asked');
  await page.locator('.tabs a', { hasText: 'Xem như cán bộ' }).click();
  assert.match(await text(page), /Giấy giới thiệu/);
  await hasNoBarrier(page, 'as-officer');
  await button(page, 'Trình duyệt').click();
  assert.match(await text(page), /Chờ duyệt/);
  assert.equal(await button(page, 'Công bố').count(), 0, 'its author cannot publish it');
  await hasNoBarrier(page, 'proposed');
});

story('the second person gives it back, then publishes it', { as: SECOND, js: false, size: DESK }, async (page) => {
  await page.goto(HOME);
  await page.locator('#cho ~ ul a', { hasText: 'rích lục' }).first().click();
  assert.equal(path(page), before.edit);
  await button(page, 'Trả lại').click();
  assert.match(await page.title(), /^Lỗi: /, 'what is given back says why');
  await hasNoBarrier(page, 'return-without-reason');
  await field(page, 'note').fill('Ghi rõ giấy giới thiệu cần khi nào.');
  await button(page, 'Trả lại').click();
  assert.match(await text(page), /Bị trả lại/);

  const author = await someone(AUTHOR, false);
  await author.goto(before.edit);
  assert.match(await text(author), /Ghi rõ giấy giới thiệu cần khi nào/);
  await hasNoBarrier(author, 'returned');
  await open(author, 'Giấy tờ');
  await item(author, 'Giấy giới thiệu').click();
  await author.locator('main [name$=_case_vi]').fill('Khi cơ quan cử người đi lấy');
  await author.locator('main [name$=_required_when]').fill("asker == 'organisation'");
  await button(author, 'Lưu').click();
  await author.goto(before.edit);
  await button(author, 'Trình duyệt').click();
  assert.match(await text(author), /Chờ duyệt/);
  // Who wrote it may send the form of another all the same: it is refused.
  const form = { form_key: 'x', version: '9' };
  const refused = await author.request.post(`${before.edit}/cong-bo`, { form, failOnStatusCode: false });
  assert.ok([403, 409].includes(refused.status()), `${refused.status()}`);
  await author.context().close();

  await publish('rích lục');
  await page.goto(`/thu-tuc/${EXTRACT}`);
  assert.ok(!(await text(page)).includes('12.000'), 'nothing changes before the first day');
});

story('on the first day, the page and a new application show it; what was begun before is pinned', { js: false }, async (page) => {
  await goTo('2026-10-01');
  await page.goto(`/thu-tuc/${EXTRACT}`);
  const shown = await text(page);
  for (const words of ['2 ngày làm việc', '12.000', 'Giấy giới thiệu']) assert.ok(shown.includes(words), words);
  await hasNoBarrier(page, 'public');

  const answers = { ...ANSWERS, [PURPOSE.key]: 'Bổ sung hồ sơ cho con' };
  await page.goto(`/nop/${EXTRACT}`);
  await page.locator('main form .button').first().click();
  await walkTo(page, '/so-ban', { quick: true, answers });
  assert.ok((await text(page)).includes(PURPOSE.label));
  await walkTo(page, '/xem-lai', { quick: true, answers });
  assert.match(await text(page), /24\.000/);

  const earlier = await person({ js: false, more: { storageState: before.state } });
  const draft = await earlier.newPage();
  await draft.goto(before.draft);
  assert.ok(!(await text(draft)).includes(PURPOSE.label));
  await walkTo(draft, '/xem-lai', { quick: true });
  assert.match(await text(draft), /16\.000/);
  await earlier.close();

  const receiver = await someone('receiver', false);
  await receiver.goto(`/can-bo/ho-so/${before.sent.receipt}`);
  assert.match(await text(receiver), /16\.000/);
  await receiver.context().close();
});

story('an older text is restated from a day on', { as: AUTHOR, size: DESK }, async (page) => {
  await page.goto(`${HOME}/${EXTRACT}`);
  await hasNoBarrier(page, 'texts');
  await page.locator('a', { hasText: 'So với bản trước' }).first().click();
  assert.match((await difference(page)).join('\n'), /8\.000.*12\.000/);
  await hasNoBarrier(page, 'compare');
  await page.goto(`${HOME}/${EXTRACT}`);
  await page.locator('summary', { hasText: 'Khôi phục một bản cũ' }).click();
  await field(page, 'text').selectOption({ index: 0 });
  await typeDay(page, 'again', { ngay: '15', thang: '10', nam: '2026' });
  await field(page, 'because').fill('Nghị quyết 14/2026/NQ-HĐND (ví dụ)');
  await button(page, 'Soạn bản khôi phục').click();
  assert.match((await difference(page)).join('\n'), /12\.000.*8\.000/);
  await hasNoBarrier(page, 'restored');
  await button(page, 'Trình duyệt').click();
  await publish('rích lục');
  await page.goto('/can-bo/lich-ap-dung');
  assert.match(await text(page), /15\/10\/2026/);
  await hasNoBarrier(page, 'schedule');
  await goTo('2026-10-15');
  await page.goto(`/thu-tuc/${EXTRACT}`);
  const shown = await text(page);
  assert.ok(shown.includes('8.000') && !shown.includes('Giấy giới thiệu'), shown);
});

story('by keyboard alone: a limit is changed and proposed', { as: AUTHOR, size: DESK }, async (page) => {
  const hand = keys(page);
  /** Goes to what is asked for, stop by stop, and sees that every stop is shown. */
  const reach = async (locator) => {
    const wanted = await locator.first().elementHandle();
    for (let left = 150; left > 0; left -= 1) {
      await hand.press('Tab');
      const { there, outline } = await page.evaluate((element) => ({
        there: document.activeElement === element,
        outline: getComputedStyle(document.activeElement).outlineStyle,
      }), wanted);
      assert.equal(outline, 'solid');
      if (there) return;
    }
    throw new Error('the keyboard does not come there');
  };
  const go = async (locator) => {
    await reach(locator);
    await Promise.all([page.waitForEvent('domcontentloaded'), hand.press('Enter')]);
  };
  await page.goto(HOME);
  await go(page.locator('main a', { hasText: 'Đăng ký thường trú' }));
  await reach(field(page, 'reason'));
  await hand.type(ACT);
  await go(button(page, 'Bắt đầu sửa'));
  await go(page.locator('main nav .tabs a', { hasText: 'Thời hạn' }));
  await reach(field(page, 'm0_limit_n'));
  await hand.press('Control+A');
  await hand.type('9');
  await hand.press('Enter');
  await page.waitForURL(/\/sua\/\d+(#loi)?$/);
  assert.match((await difference(page)).join('\n'), /9 ngày làm việc/);
  await go(button(page, 'Trình duyệt'));
  assert.match(await text(page), /Chờ duyệt/);
});

test('what was edited is exported as files that are found to be well', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-exported-'));
  try {
    await motcua(['procedures', 'export', '--folder', folder, ...place]);
    const file = readFileSync(join(folder, `${EXTRACT}-2026-10-01.toml`), 'utf8');
    for (const words of ['12000', 'Giấy giới thiệu', PURPOSE.label]) assert.ok(file.includes(words), words);
    await motcua(['procedures', 'check', '--folder', folder]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
