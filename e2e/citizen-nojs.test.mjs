// The citizen's whole way without JavaScript, on a phone: find, fill in, send papers, look over, send, look
// up again, follow the link; with mistakes, with a doubled sending, and with a pause in between.

import assert from 'node:assert/strict';
import { PHONE, account, axe, look, papers, person, picture, signIn, story } from './harness.mjs';
import { answer, apply, send, walkTo } from './walk.mjs';

const NOJS = { js: false, size: PHONE };
const text = (page) => page.locator('main').innerText();

async function hasNoBarrier(page) {
  assert.deepEqual(await look(page), []);
  assert.deepEqual(await axe(page), []);
}

async function lookUp(page, number, secret) {
  await page.goto('/tra-cuu');
  const [first, second] = await page.locator('main form input:not([type=hidden])').all();
  await first.fill(number);
  await second.fill(secret);
  await page.locator('main form .button').first().click();
}

story('a guest goes from the search box to the receipt of an extract, and comes back to it', NOJS, async (page) => {
  await page.goto('/');
  await page.locator('input[name=q]').fill('trich luc ho tich');
  await page.keyboard.press('Enter');
  await page.locator('main a[href*="2.000635"]').first().click();
  await page.locator('main a[href*="/nop/"], main form[action*="/nop/"] button').first().click();
  await page.locator('main form .button').first().click();
  await walkTo(page, '/xem-lai');
  await hasNoBarrier(page);
  const { receipt, secret } = await send(page);
  await hasNoBarrier(page);
  await picture(page, '360-nojs-sent');
  const sent = page.url();
  await page.reload();
  assert.equal(page.url(), sent, 'seen again, it is the same page and sends nothing');
  assert.ok((await text(page)).includes(receipt));
  const link = await page.locator('main a[href^="/t/"]').getAttribute('href');

  // Another day, another browser.
  await page.context().clearCookies();
  await lookUp(page, receipt.toLowerCase().replace('-', ' '), secret.toLowerCase());
  const tracked = await text(page);
  assert.ok(tracked.includes(receipt), tracked);
  assert.match(tracked, /Trả lời chậm nhất\s+\d\d:\d\d thứ Ba, 08\/9\/2026/, 'the time by which they must answer');
  assert.ok(!tracked.includes('079190000017'), 'a card number is shown whole');
  await hasNoBarrier(page);

  await page.context().clearCookies();
  await page.goto(link);
  const shared = await text(page);
  assert.ok(shared.includes(receipt));
  for (const personal of ['Trần Thị Ví Dụ', '079190000017', '0900000418', 'đường Mẫu']) {
    assert.ok(!shared.includes(personal), `the shared link shows ${personal}`);
  }
  await hasNoBarrier(page);
  assert.equal((await page.request.get(link.slice(0, -1), { failOnStatusCode: false })).status(), 404);
});

story('with an account: the building permit, its papers, and where it stands afterwards', { ...NOJS, as: 'nguoidan2' }, async (page) => {
  await page.goto('/nop/1.013225');
  await page.locator('main form .button').first().click();
  await walkTo(page, '/giay-to', { quick: true });
  await hasNoBarrier(page);
  const inputs = page.locator('main input[type=file]');
  const { jpeg, png, pdf } = await papers();
  // One file that is none, and several for one paper: what is good stays.
  await inputs.nth(0).setInputFiles([jpeg, png, { name: 'ban-ve.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\x90\x00 chạy được') }]);
  await inputs.nth(1).setInputFiles(pdf);
  await page.locator('main form:has(input[type=file]) .button').first().click();
  assert.match(await page.title(), /^Lỗi: /);
  assert.equal(await page.locator('#loi a').count(), 1, await page.locator('#loi').innerText());
  for (const { name } of [jpeg, png, pdf]) assert.ok((await text(page)).includes(name), `${name} was kept`);
  await hasNoBarrier(page);
  await picture(page, '360-nojs-papers-wrong');
  await page.locator('main form:has(input[type=file]) .button').first().click();
  assert.match(page.url(), /xem-lai/);
  await hasNoBarrier(page);
  const { receipt } = await send(page);
  assert.ok((await text(page)).includes('giay-to.pdf') || (await page.locator('main table tbody tr').count()) >= 3, 'files are named with the receipt');
  await page.goto('/ho-so');
  await page.locator('main li', { hasText: receipt }).locator('a').click();
  assert.ok((await text(page)).includes(receipt));
  await hasNoBarrier(page);
  await page.locator('main a[href$="/nhat-ky"]').click();
  assert.match(await text(page), /từ tài khoản của mình/);
});

story('a mistake: 422, the summary first and in focus, what was typed is kept', NOJS, async (page) => {
  await page.goto('/nop/1.013225');
  await page.locator('main form .button').first().click();
  await walkTo(page, '/ho-ten', { quick: true });
  await page.locator('input[name=owner_name]').fill('Lê Văn Thí Dụ');
  await page.locator('input[name=owner_birth_ngay]').fill('31');
  await page.locator('input[name=owner_birth_thang]').fill('2');
  await page.locator('input[name=owner_birth_nam]').fill('1984');
  await page.locator('input[name=owner_card]').fill('12345');
  const [answered] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.locator('main form .button').first().click(),
  ]);
  assert.equal(answered.status(), 422);
  assert.match(await page.title(), /^Lỗi: /);
  assert.equal(new URL(page.url()).hash, '#loi');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'loi');
  assert.equal(await page.locator('input[name=owner_name]').inputValue(), 'Lê Văn Thí Dụ');
  assert.equal(await page.locator('input[name=owner_card]').inputValue(), '12345');
  const links = page.locator('#loi a');
  assert.equal(await links.count(), 2);
  for (const link of await links.all()) {
    const target = page.locator(await link.getAttribute('href'));
    assert.equal(await target.getAttribute('aria-invalid'), 'true');
  }
  await hasNoBarrier(page);
  await picture(page, '360-nojs-mistake');
  await page.locator('input[name=owner_birth_ngay]').fill('12');
  await page.locator('input[name=owner_card]').fill('079 084 000 025');
  await page.locator('main form .button').first().click();
  assert.match(page.url(), /lien-lac/, await text(page));
});

story('two windows say different things: both are shown, and the person chooses', NOJS, async (page) => {
  await page.goto('/nop/2.000635');
  await page.locator('main form .button').first().click();
  await walkTo(page, '/ho-ten', { quick: true });
  await answer(page, { quick: true });
  await page.locator('main .back').click();
  const other = await page.context().newPage();
  await other.goto(page.url());
  await other.locator('input[name=requester_name]').fill('Trần Thị Thí Dụ');
  await other.locator('main form .button').first().click();
  await page.locator('input[name=requester_name]').fill('Trần Thị Minh Họa');
  const [answered] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.locator('main form .button').first().click(),
  ]);
  assert.equal(answered.status(), 409);
  for (const name of ['Trần Thị Thí Dụ', 'Trần Thị Minh Họa']) assert.ok((await text(page)).includes(name), `${name} is offered`);
  await hasNoBarrier(page);
  await picture(page, '360-nojs-conflict');
  await page.getByLabel(/Trần Thị Minh Họa/).check();
  await page.locator('main form .button').first().click();
  await other.reload();
  await other.goto(page.url().replace(/[^/]*$/, 'ho-ten'));
  assert.equal(await other.locator('input[name=requester_name]').inputValue(), 'Trần Thị Minh Họa');
});

story('sent twice at once, there is one receipt', { ...NOJS, as: 'nguoidan3' }, async (page) => {
  await page.goto('/ho-so');
  const before = await page.locator('main .items .code').count();
  await page.goto('/nop/2.000635');
  await page.locator('main form .button').first().click();
  await walkTo(page, '/xem-lai', { quick: true });
  const form = page.locator('main form:has([name=dong_y])');
  const fields = await form.locator('input[type=hidden]').evaluateAll((all) => all.map(({ name, value }) => [name, value]));
  const where = (await form.getAttribute('action')).replace(/#.*/, '');
  const data = { ...Object.fromEntries(fields), dong_y: '1' };
  const post = () => page.request.post(where, { form: data, maxRedirects: 0, failOnStatusCode: false });
  const answers = [...await Promise.all([post(), post()]), await post()];
  const said = answers.map((one) => `${one.status()} ${one.headers().location}`);
  assert.equal(new Set(said).size, 1, said.join(' | '));
  await page.goto(answers[0].headers().location);
  const receipt = await page.locator('main .number').first().innerText();
  await page.goto('/ho-so');
  assert.equal((await text(page)).split(receipt).length - 1, 1);
  assert.equal(await page.locator('main .items .code').count(), before + 1, 'one dossier, not two');
});

story('a draft begun as a guest is found again after signing in, and after signing out and in', NOJS, async (page) => {
  await page.goto('/nop/2.000635');
  await page.locator('main form .button').first().click();
  await walkTo(page, '/ho-ten', { quick: true });
  await answer(page, { quick: true });
  await page.locator('button[name=luu]').click();
  assert.match(page.url(), /ban-nhap/);
  await hasNoBarrier(page);
  await signIn(page, 'nguoidan4', '/dang-nhap?tiep=/ban-nhap');
  assert.match(page.url(), /ban-nhap/);
  const ours = () => page.locator('main .items > li', { hasText: 'trích lục' });
  assert.equal(await ours().count(), 1, 'the draft came along');
  await page.locator('footer form[action*="thoat"] button').click();
  await page.goto('/ban-nhap');
  assert.equal(await ours().count(), 0, 'who signed out sees nothing');
  await signIn(page, 'nguoidan4', '/dang-nhap?tiep=/ban-nhap');
  await ours().locator('.button').click();
  assert.match(page.url(), /lien-lac|dia-chi|buoc/);
  await page.locator('main .back').click();
  assert.equal(await page.locator('input[name=requester_name]').inputValue(), 'Trần Thị Ví Dụ');
  await walkTo(page, '/xem-lai', { quick: true });
  await send(page);
});

story('a session that ended keeps what was typed', NOJS, async (page) => {
  await signIn(page, 'nguoidan5');
  await page.goto('/tai-khoan');
  const field = page.locator('main form input:not([type=hidden])').first();
  const name = await field.getAttribute('name');
  const before = await field.inputValue();
  await field.fill(`${before} Mới`);
  await page.context().clearCookies();
  await page.locator('main form:has(input:not([type=hidden])) .button').first().click();
  assert.match(page.url(), /dang-nhap/);
  const { login, password } = await account('nguoidan5');
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[type=password]').fill(password);
  await page.locator('main form:has(input[type=password]) button').first().click();
  assert.match(page.url(), /tiep-tuc/);
  assert.ok((await page.content()).includes(`${before} Mới`), `${name} was kept`);
  await hasNoBarrier(page);
});

story('a wrong look-up code tells nothing about whether the number exists', NOJS, async (page) => {
  const other = await person(NOJS);
  const { receipt } = await apply(await other.newPage(), '2.000635');
  await other.close();
  const words = [];
  for (const number of ['2222-2222', receipt]) {
    await lookUp(page, number, 'ZZZZZZ');
    words.push(await page.locator('#loi').innerText());
    await hasNoBarrier(page);
  }
  assert.equal(words[0], words[1]);
});
