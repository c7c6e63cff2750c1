// A house that is no demonstration: the first administrator is invited on the command line, sets a
// password on the page, and the invitation has worked once.

import assert from 'node:assert/strict';
import { PHONE, axe, freshHouse, look, picture, story } from './harness.mjs';

const PASSWORD = 'một mật khẩu để thử 7';

story('the first administrator', { js: false, size: PHONE }, async (page) => {
  const house = await freshHouse();
  page.context().homes.push(house.url);
  try {
    const answer = await page.goto(house.invitation);
    assert.equal(answer.status(), 200);
    assert.deepEqual(await look(page), []);
    assert.deepEqual(await axe(page), []);
    await picture(page, '360-setup');
    await page.locator('main form .button').first().click();
    assert.match(await page.title(), /^Lỗi: /);
    assert.deepEqual(await axe(page), []);
    await page.locator('input[name=name]').fill('Nông Thị Thí Dụ');
    await page.locator('input[name=login]').fill('quantri');
    for (const field of await page.locator('input[type=password]').all()) await field.fill(PASSWORD);
    await page.locator('main form .button').first().click();
    assert.deepEqual(await axe(page), []);
    assert.equal((await page.goto(house.invitation)).status(), 404, 'it works once');
    await page.goto(`${house.url}/dang-nhap`);
    await page.locator('input[name=login]').fill('quantri');
    await page.locator('input[type=password]').fill(PASSWORD);
    await page.locator('main form:has(input[type=password]) .button').first().click();
    assert.equal(new URL(page.url()).pathname, '/can-bo');
  } finally {
    await house.end();
  }
});
