// The citizen's whole way without JavaScript and without an account: find, fill in, look over, send, look
// up, on a phone.

import assert from 'node:assert/strict';
import { PHONE, axe, story } from './harness.mjs';
import { walkTo } from './walk.mjs';

const RECEIPT = /\b[2-9A-Z]{4}-[2-9A-Z]{4}\b/;
const SECRET = /\b[2-9A-HJ-NP-Z]{6}\b/;

for (const [code, words] of [['2.000635', 'trich luc'], ['1.013225', 'giay phep xay dung']]) {
  story(`${code}: from the question to the tracking page, scripts off`, { js: false, size: PHONE }, async (page) => {
    await page.goto('/');
    await page.locator('main form[method=get] input[type=search], main form input[name=q]').first().fill(words);
    await page.keyboard.press('Enter');
    await page.locator(`main a[href*="${code}"]`).first().click();
    assert.equal(await page.locator('h1').count(), 1);
    await page.locator(`main a[href*="/nop"], main form[action*="/nop"] button`).first().click();
    await walkTo(page, '/xem-lai');
    assert.deepEqual(await axe(page), []);

    await page.locator('main input[type=checkbox]').first().check();
    await page.getByRole('button', { name: /Gửi hồ sơ|Nộp hồ sơ/ }).click();
    assert.match(page.url(), /da-nop/);
    assert.deepEqual(await axe(page), []);
    const said = await page.locator('main').innerText();
    const [receipt] = said.match(RECEIPT) ?? [];
    assert.ok(receipt, `no receipt number in: ${said}`);
    const [secret] = said.replace(receipt, '').match(SECRET) ?? [];
    assert.ok(secret, `no look-up code in: ${said}`);
    const sent = page.url();
    await page.reload();
    assert.equal(page.url(), sent, 'seen again, it is the same page and sends nothing');

    await page.context().clearCookies();
    await page.goto('/tra-cuu');
    const form = page.locator('main form').first();
    await form.locator('input:not([type=hidden])').nth(0).fill(receipt.toLowerCase().replace('-', ' '));
    await form.locator('input:not([type=hidden])').nth(1).fill(secret);
    await form.locator('button').first().click();
    const tracked = await page.locator('main').innerText();
    assert.ok(tracked.includes(receipt), `the tracking page does not name ${receipt}: ${tracked}`);
    assert.ok(!tracked.includes('079190000017') && !tracked.includes('079084000025'), 'a card number is shown whole');
    assert.deepEqual(await axe(page), []);
  });
}

story('a wrong look-up code tells nothing about whether the number exists', { js: false }, async (page) => {
  const words = [];
  for (const number of ['2222-2222', 'H29.201-260907-0001']) {
    await page.goto('/tra-cuu');
    const form = page.locator('main form').first();
    await form.locator('input:not([type=hidden])').nth(0).fill(number);
    await form.locator('input:not([type=hidden])').nth(1).fill('ZZZZZZ');
    await form.locator('button').first().click();
    words.push((await page.locator('main [role=alert], main .fault, main h1').first().innerText()).trim());
    assert.deepEqual(await axe(page), []);
  }
  assert.equal(words[0], words[1]);
});
