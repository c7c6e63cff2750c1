// One dossier through the hands of the office, on each side of the screen: accepted, checked, answered,
// approved, paid and handed over; with scripts and without; and what happens to someone who is too late.

import assert from 'node:assert/strict';
import { DESK, axe, look, papers, person, picture, story } from './harness.mjs';
import { apply } from './walk.mjs';

const EXTRACT = '2.000635';
const text = (page) => page.locator('main').innerText();

/** A citizen's new dossier: its receipt number and look-up secret. */
async function newDossier() {
  const context = await person({ js: false });
  const sent = await apply(await context.newPage(), EXTRACT);
  await context.close();
  return sent;
}

/** The same desk, another person. */
async function someone(as, js) {
  const context = await person({ as, js, size: DESK });
  return context.newPage();
}

const button = (page, action) => page.locator(`form[action*="/${action}"] .button`).first();

async function hasNoBarrier(page) {
  assert.deepEqual(await look(page), []);
  assert.deepEqual(await axe(page), []);
}

/** Opens a dossier from a list of work, as one does who looks for it there. */
async function openFrom(page, list, number) {
  await page.goto(list);
  await page.locator('main a.code', { hasText: number }).first().click();
  assert.ok((await text(page)).includes(number));
}

/** Takes the work when nobody holds it yet. */
async function take(page) {
  if ((await button(page, 'nhan-viec').count()) === 0) return;
  await button(page, 'nhan-viec').click();
  assert.match(page.url(), /xong=take/);
}

for (const js of [true, false]) {
  story(`from the receiving list to the hand-over, scripts ${js ? 'on' : 'off'}`, { as: 'receiver', js, size: DESK }, async (receiver) => {
    const { receipt, secret } = await newDossier();
    await openFrom(receiver, '/can-bo/tiep-nhan', receipt);
    await hasNoBarrier(receiver);
    await button(receiver, 'tiep-nhan').click();
    const [code] = (await text(receiver)).match(/H29\.201-260907-\d{4}/) ?? [];
    assert.ok(code, 'acceptance gives the dossier its code');

    const specialist = await someone('hotich.saigon', js);
    await openFrom(specialist, '/can-bo/viec?pham-vi=don-vi', code);
    await take(specialist);
    const { pdf } = await papers();
    // Without a file first: said at the field, and nothing is lost.
    await button(specialist, 'ket-qua').click();
    assert.match(await specialist.title(), /^Lỗi: /);
    await hasNoBarrier(specialist);
    await specialist.locator('input[type=file]').setInputFiles({ ...pdf, name: 'ban-sao.pdf' });
    await button(specialist, 'ket-qua').click();
    assert.match(specialist.url(), /xong=attach-result/);
    await button(specialist, 'chuyen').click();
    assert.match(specialist.url(), /xong=forward/);

    const signatory = await someone('signatory', js);
    await openFrom(signatory, '/can-bo/viec?pham-vi=don-vi', code);
    await take(signatory);
    await picture(signatory, `1280-story-signatory-${js ? 'js' : 'nojs'}`);
    await button(signatory, 'chuyen').click();
    assert.match(signatory.url(), /xong=forward/);
    await hasNoBarrier(signatory);

    await receiver.goto(`/can-bo/ho-so/${code}`);
    await button(receiver, 'thu-phi').click();
    assert.match(receiver.url(), /xong=take-fee/);
    await button(receiver, 'tra-ket-qua').click();
    assert.match(receiver.url(), /xong=hand-over/);
    await receiver.goto(`/can-bo/ho-so/${code}?muc=nhat-ky`);
    const ledger = await text(receiver);
    for (const name of ['Lê Thị Giả Định', 'Đặng Thị Ví Dụ', 'Trần Văn Thí Dụ']) assert.ok(ledger.includes(name), `${name} stands in the ledger`);
    await picture(receiver, `1280-story-ledger-${js ? 'js' : 'nojs'}`);

    // The citizen sees the end, and who has looked.
    const citizen = await someone(undefined, js);
    await citizen.goto('/tra-cuu');
    await citizen.locator('input[name=ma]').fill(code);
    await citizen.locator('input[name=bi_mat]').fill(secret);
    await citizen.locator('main form .button').first().click();
    assert.match(await text(citizen), /Đã trả kết quả|Đã xong|Đã nhận kết quả/);
    const [download] = [citizen.locator('main a[href*="/tep/"]').first()];
    const file = await citizen.request.get(await download.getAttribute('href'));
    assert.equal(file.status(), 200);
    assert.equal((await file.body()).subarray(0, 5).toString(), '%PDF-');
    await citizen.locator('main a[href$="/nhat-ky"]').click();
    assert.match(await text(citizen), /Đặng Thị Ví Dụ/);
    for (const page of [specialist, signatory, citizen]) await page.context().close();
  });
}

story('refused with its reason, which the citizen reads', { as: 'receiver', size: DESK }, async (page) => {
  const { receipt, secret } = await newDossier();
  await openFrom(page, '/can-bo/tiep-nhan', receipt);
  await button(page, 'tu-choi').click();
  assert.match(await page.title(), /^Lỗi: /, 'a refusal needs a reason');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'loi');
  await hasNoBarrier(page);
  await page.locator('textarea[name=ly_do]').fill('Sổ hộ tịch ghi nơi đăng ký khác. Xin gửi lại đúng nơi đăng ký.');
  await button(page, 'tu-choi').click();
  assert.match(page.url(), /xong=refuse/);
  const citizen = await someone();
  await citizen.goto('/tra-cuu');
  await citizen.locator('input[name=ma]').fill(receipt);
  await citizen.locator('input[name=bi_mat]').fill(secret);
  await citizen.locator('main form .button').first().click();
  assert.match(await text(citizen), /Xin gửi lại đúng nơi đăng ký/);
  await hasNoBarrier(citizen);
  await citizen.context().close();
});

story('two officers at once: the second is told, and nothing happens twice', { as: 'receiver', js: false, size: DESK }, async (page) => {
  const { receipt } = await newDossier();
  await page.goto(`/can-bo/ho-so/${receipt}`);
  const other = await page.context().newPage();
  await other.goto(`/can-bo/ho-so/${receipt}`);
  await button(other, 'tiep-nhan').click();
  const [answered] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.locator('form[action*="/tu-choi"] textarea').fill('Đến sau').then(() => button(page, 'tu-choi').click()),
  ]);
  assert.equal(answered.status(), 409);
  await hasNoBarrier(page);
  await picture(page, '1280-story-stale');
  assert.match(await page.title(), /^Lỗi: /);
  assert.match(await page.locator('#loi').innerText(), /bản mới nhất/);
  assert.equal(await button(page, 'tiep-nhan').count(), 0, 'the page is the newest');
  await other.goto(`/can-bo/ho-so/${receipt}?muc=nhat-ky`);
  assert.ok(!(await text(other)).includes('Đến sau'));
});

story('another ward’s officer finds nothing, in no words', { as: 'tiepnhan.thuduc', size: DESK }, async (page) => {
  const { receipt } = await newDossier();
  for (const path of ['', '/giay-hen', '/da-nhan']) {
    const answer = await page.goto(`/can-bo/ho-so/${receipt}${path}`);
    assert.equal(answer.status(), 404);
    assert.ok(!(await page.content()).includes('Trần Thị Ví Dụ'));
  }
});
