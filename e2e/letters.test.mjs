// The legal letters and the control slip: each on one A5 page, for the person and for officers.

import assert from 'node:assert/strict';
import { DESK, axe, picture, server, story } from './harness.mjs';

const { routes } = await server();

/** A5 in points. */
const A5 = [419.5, 595.3];

/** The addresses of a page that its samples give to this role. */
function addresses(path, role) {
  const { samples } = routes.find((route) => route.path === path);
  const mine = samples.filter(({ as }) => as?.includes(role));
  return mine.map(({ params }) => path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name])));
}

async function onePage(page, path) {
  await page.goto(path);
  assert.deepEqual(await axe(page), []);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const boxes = [...pdf.toString('latin1').matchAll(/\/MediaBox\s*\[([^\]]*)\]/g)].map(([, box]) => box.trim().split(/\s+/).map(Number));
  assert.equal(boxes.length, 1, `${path}: ${boxes.length} pages`);
  const [width, height] = [boxes[0][2] - boxes[0][0], boxes[0][3] - boxes[0][1]];
  assert.ok(Math.abs(width - A5[0]) < 2 && Math.abs(height - A5[1]) < 2, `${width} × ${height} points`);
  await page.emulateMedia({ media: 'print' });
  await picture(page, `print-${path}`);
  await page.emulateMedia({ media: null });
  return page.locator('.sheet h1').innerText();
}

story('every letter is one A5 page for its person', { as: 'citizen', size: DESK }, async (page) => {
  const titles = new Set();
  for (const path of addresses('/ho-so/{ma}/phieu/{so}', 'citizen')) {
    titles.add(await onePage(page, path));
    await onePage(page, `/en${path}`);
  }
  assert.ok(titles.size >= 4, `only ${[...titles].join('; ')}`);
});

story('every control slip is one A5 page', { as: 'receiver', size: DESK }, async (page) => {
  const paths = addresses('/can-bo/ho-so/{ma}/phieu-kiem-soat', 'receiver');
  assert.ok(paths.length > 2);
  for (const path of paths) await onePage(page, path);
});
