// The counter: a person, a card, a keyboard, and a slip of paper.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DESK, axe, keys, look, picture, server, story } from './harness.mjs';

const CARD = '079190000017||Trần Thị Ví Dụ|05091990|Nữ|Số 18 đường Mẫu, phường Sài Gòn, Thành phố Hồ Chí Minh|01012022';

/** Answers of the counter by the name of the input; the card says the rest. */
const SAID = {
  phone: '0900000418', asker: 'self', event: 'birth', registered_at: 'Phường Bến Nghé, Quận 1', registered_year: '1990',
  copies: '2', receive_by: 'counter',
};

/** A5 in points. */
const A5 = [419.5, 595.3];

/** The name of what the keyboard is at. */
const at = (page) => page.evaluate(() => {
  const { name, value, type, tagName } = document.activeElement;
  return { name: type === 'submit' ? `${name}=${value}` : name, type, tag: tagName };
});

/** Goes on with Tab until the keyboard is at `name`. */
async function tabTo(page, hands, name) {
  for (let left = 60; left > 0; left -= 1) {
    if ((await at(page)).name === name) return;
    await hands.press('Tab');
  }
  throw new Error(`the keyboard does not come to ${name}`);
}

for (const js of [true, false]) {
  story(`a walk-in with the keyboard alone, result at once, scripts ${js ? 'on' : 'off'}`, { as: 'receiver', js, size: DESK }, async (page, t) => {
    await page.goto('/can-bo/quay');
    const hands = keys(page);
    assert.equal((await at(page)).name, 'q', 'the search has the focus');
    await hands.type('trich luc');
    await hands.press('Enter');
    await page.waitForURL(/q=/);
    const first = page.locator('main .items a').first();
    while (!(await first.evaluate((link) => link === document.activeElement))) await hands.press('Tab');
    await hands.press('Enter');
    await page.waitForURL(/2\.000635/);
    assert.equal((await at(page)).name, 'quet', 'the card can be scanned at once');
    await hands.type(CARD);
    // The scanner sends Enter itself.
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('[name=requester_name]')?.value !== '');
    assert.equal(await page.locator('[name=requester_name]').inputValue(), 'Trần Thị Ví Dụ');
    assert.deepEqual(await look(page), []);
    assert.deepEqual(await axe(page), []);
    await page.locator('[name=quet]').focus();
    for (const name of ['phone', 'asker', 'event', 'registered_at', 'registered_year', 'copies', 'receive_by']) {
      await tabTo(page, hands, name);
      if ((await at(page)).tag === 'SELECT') {
        const steps = await page.locator(`[name=${name}]`).evaluate((list, value) =>
          [...list.options].findIndex((option) => option.value === value) - list.selectedIndex, SAID[name]);
        for (let step = 0; step < steps; step += 1) await hands.press('ArrowDown');
      } else {
        await hands.type(SAID[name]);
      }
    }
    await picture(page, `1280-counter-filled-${js ? 'js' : 'nojs'}`);
    for (const tick of ['thu', 'tra_ngay', 'dong_y']) {
      if ((await page.locator(`[name=${tick}]`).count()) === 0) continue;
      await tabTo(page, hands, tick);
      await hands.press('Space');
    }
    if (js) await hands.press('Control+Enter');
    else {
      await tabTo(page, hands, 'lam=nhan');
      await hands.press('Enter');
    }
    await page.waitForURL(/da-nhan/);
    assert.match(await page.locator('main .number').innerText(), /^H29\.201-260907-\d{4}$/);
    assert.deepEqual(await axe(page), []);
    await picture(page, `1280-counter-received-${js ? 'js' : 'nojs'}`);
    t.diagnostic(`${hands.count} keys`);
    assert.ok(hands.count <= 40, `${hands.count} keys`);
  });
}

story('the slip is one A5 page with a code that can be read', { as: 'receiver', size: DESK }, async (page) => {
  const { samples } = (await server()).routes.find(({ path }) => path === '/can-bo/ho-so/{ma}/giay-hen');
  const paths = samples.map(({ params: { ma } }) => `/can-bo/ho-so/${ma}/giay-hen`);
  assert.ok(paths.length > 2);
  for (const path of [...paths, ...paths.map((each) => `/en${each}`)]) {
    await page.goto(path);
    assert.ok((await page.locator('button[data-print]').count()) > 0, 'a button prints');
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const boxes = [...pdf.toString('latin1').matchAll(/\/MediaBox\s*\[([^\]]*)\]/g)].map(([, box]) => box.trim().split(/\s+/).map(Number));
    assert.equal(boxes.length, 1, `${path}: ${boxes.length} pages`);
    const [width, height] = [boxes[0][2] - boxes[0][0], boxes[0][3] - boxes[0][1]];
    assert.ok(Math.abs(width - A5[0]) < 2 && Math.abs(height - A5[1]) < 2, `${width} × ${height} points`);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 559, height: 794 });
    await picture(page, `print-${path}`);
    const code = page.locator('.sheet svg').first();
    assert.ok(await code.locator('title').count(), 'the code has a name');
    await readCode(await code.screenshot({ scale: 'device' }), /\/t\/[a-z0-9]{20,}$/);
    await page.emulateMedia({ media: null });
  }
});

/** Reads the code as a phone would, where Debian's zbarimg is at hand. */
async function readCode(shot, expected) {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-code-'));
  try {
    writeFileSync(join(folder, 'code.png'), shot);
    const { error, stdout } = spawnSync('zbarimg', ['--quiet', '--raw', join(folder, 'code.png')], { encoding: 'utf8' });
    if (error) throw new Error('zbarimg is not installed: cargo xtask setup');
    assert.match(stdout.trim(), expected);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

story('what is missing at the counter is said at once, and what was typed stays', { as: 'receiver', js: false, size: DESK }, async (page) => {
  await page.goto('/can-bo/quay/2.000635');
  await page.locator('[name=requester_name]').fill('Trần Thị Ví Dụ');
  await page.locator('button[value=nhan]').click();
  assert.match(await page.title(), /^Lỗi: /);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'loi');
  assert.ok((await page.locator('#loi a').count()) >= 4);
  assert.equal(await page.locator('[name=requester_name]').inputValue(), 'Trần Thị Ví Dụ');
  for (const link of await page.locator('#loi a').all()) {
    assert.equal(await page.locator(await link.getAttribute('href')).count(), 1, await link.getAttribute('href'));
  }
  assert.deepEqual(await axe(page), []);
  await picture(page, '1280-counter-wrong');
});

story('a scanned slip opens its dossier', { as: 'receiver', js: false, size: DESK }, async (page) => {
  await page.goto('/can-bo/viec?pham-vi=don-vi');
  const number = (await page.locator('main a.code').first().innerText()).trim();
  await page.goto('/can-bo/quay/2.000635');
  await page.locator('[name=quet]').fill(number);
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`ho-so/${number.replaceAll('.', '\\.')}`));
});
