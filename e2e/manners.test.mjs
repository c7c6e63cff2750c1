// What holds on every page: the keyboard shows where it is, the other language says the same, forced colours
// keep borders, a page of trouble says what to do, and nothing moves sideways when text is twice as large.

import assert from 'node:assert/strict';
import { DESK, PHONE, axe, look, person, picture, story } from './harness.mjs';
import { walkTo } from './walk.mjs';

const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return {
    words: element.textContent.trim(),
    href: element.getAttribute('href'),
    tag: element.tagName,
    outline: `${style.outlineStyle} ${style.outlineWidth}`,
    isInSight: box.width > 0 && box.left >= 0 && box.right <= innerWidth + 1 && box.top >= 0 && box.bottom <= innerHeight + 1,
  };
});

for (const [path, as, size] of [['/', undefined, PHONE], ['/can-bo', 'receiver', DESK], ['/ho-so', 'citizen', PHONE]]) {
  story(`${path}: the skip link comes first, and every stop of the keyboard is seen`, { as, size }, async (page) => {
    await page.goto(path);
    await page.keyboard.press('Tab');
    const skip = await focused(page);
    assert.equal(skip.href, '#noi-dung');
    assert.ok(skip.isInSight, 'the skip link is seen when it has the focus');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'noi-dung');
    const seen = new Set();
    for (let left = 80; left > 0; left -= 1) {
      await page.keyboard.press('Tab');
      const stop = await focused(page);
      if (stop.tag === 'BODY') break;
      seen.add(`${stop.tag} ${stop.href} ${stop.words}`);
      assert.equal(stop.outline, 'solid 3px', `${stop.tag} ${stop.words}`);
      assert.ok(stop.isInSight, `${stop.tag} ${stop.words} is out of sight`);
    }
    assert.ok(seen.size >= 5, `${seen.size} stops`);
  });
}

story('in English, from the search to the receipt', { js: false, size: PHONE }, async (page) => {
  await page.goto('/');
  await page.locator('a[hreflang=en]').click();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  await page.locator('input[name=q]').fill('building permit');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/en\/tim/);
  await page.locator('main a', { hasText: 'ermit' }).first().click();
  await page.goto('/en/nop/2.000635');
  await page.locator('main form .button').first().click();
  await walkTo(page, '/ho-ten', { quick: true });
  await page.locator('main form .button').first().click();
  assert.match(await page.title(), /^Error: /);
  assert.deepEqual(await axe(page), []);
  await walkTo(page, '/xem-lai', { quick: true });
  assert.deepEqual(await axe(page), []);
  await page.locator('main input[name=dong_y]').check();
  await page.locator('main form:has([name=dong_y]) .button').first().click();
  assert.match(page.url(), /\/en\/nop\/\d+\/da-nop/);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  const said = await page.locator('main').innerText();
  assert.ok(!/[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i.test(said.replace(/UBND[^\n]*|phường[^\n]*|Phường[^\n]*|Sài Gòn|đồng/g, '')), said);
  await picture(page, '360-en-sent');
  // The same page in the other language.
  await page.locator('a[hreflang=vi]').click();
  assert.match(new URL(page.url()).pathname, /^\/nop\/\d+\/da-nop/);
  assert.equal(await page.locator('html').getAttribute('lang'), 'vi');
});

story('forced colours: boundaries are lines, and nothing is lost', { size: PHONE, more: { forcedColors: 'active' } }, async (page) => {
  for (const path of ['/', '/nop/2.000635', '/tra-cuu']) {
    await page.goto(path);
    assert.deepEqual(await look(page), []);
    for (const control of await page.locator('main :is(.button, input:not([type=hidden]), select, textarea)').all()) {
      const border = await control.evaluate((element) => getComputedStyle(element).borderTopWidth);
      assert.notEqual(border, '0px', await control.evaluate((element) => element.outerHTML.slice(0, 90)));
    }
    await picture(page, `360-forced-colours-${path}`);
  }
});

story('text twice as large stays on the page', { size: PHONE, more: { bypassCSP: true } }, async (page) => {
  for (const path of ['/', '/thu-tuc/1.013225', '/nop/1.013225', '/tra-cuu', '/dang-nhap']) {
    await page.goto(path);
    await page.addStyleTag({ content: 'html { font-size: 200% }' });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 1, `${path}: ${wide} px too wide`);
  }
});

story('trouble says what to do', { size: PHONE }, async (page) => {
  for (const [path, status] of [['/khong-co-trang-nay', 404], ['/en/no-such-page', 404], ['/ho-so/2222-2222', 404], ['/t/khongcothat', 404]]) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), status, path);
    assert.deepEqual(await look(page), []);
    assert.deepEqual(await axe(page), []);
    assert.ok((await page.locator('main').innerText()).includes('1022'), `${path} names the phone`);
    assert.ok((await page.locator('main a').count()) > 0, `${path} has a way on`);
    await picture(page, `360-trouble-${path}`);
  }
  // A form of another site, or one whose cookies are gone.
  const stranger = await person();
  const refused = await stranger.request.post('/tra-cuu', { form: { ma: '2222-2222' }, headers: { origin: 'https://example.org' }, failOnStatusCode: false });
  assert.equal(refused.status(), 403);
  await stranger.close();
});
