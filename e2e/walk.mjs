// Walking through an application as a person does who reads each page, answers it and goes on. What is
// asked comes from the procedure's own file, so a walk knows answers by the key of the question.

import assert from 'node:assert/strict';
import { axe, look, papers } from './harness.mjs';

/** Answers for every question of the two procedures; people, numbers and places are invented. */
export const ANSWERS = {
  asker: 'self',
  requester_name: 'Trần Thị Ví Dụ',
  requester_birth: '5/9/1990',
  requester_card: '079190000017',
  owner_kind: 'household',
  owner_name: 'Lê Văn Thí Dụ',
  owner_birth: '12/3/1984',
  owner_card: '079084000025',
  phone: '0900000418',
  email: '',
  address: 'Số 18 đường Mẫu, phường Sài Gòn, Thành phố Hồ Chí Minh',
  event: 'birth',
  registered_at: 'Phường Bến Nghé, Quận 1',
  registered_year: '1990',
  register_number: '',
  copies: '2',
  receive_by: 'online',
  work: 'house',
  work_class: '4',
  land_address: 'Số 20 đường Mẫu, phường Sài Gòn',
  land_parcel: '120',
  land_sheet: '7',
  land_area: '96',
  land_paper: 'certificate',
  land_rented: 'no',
  footprint: '80',
  floor_area: '240',
  floors: '3',
  height: '11,5',
  adjoining: 'no',
  heritage: 'no',
  designer: 'Công ty Thiết kế Minh Họa',
  design_check: 'no',
  fire: 'no',
  months: '8',
};

const path = (page) => decodeURIComponent(new URL(page.url()).pathname);

/** Reads the page with the eyes of axe, then answers it and goes on. */
export async function answer(page, answers = ANSWERS) {
  const before = path(page);
  assert.deepEqual(await look(page), [], before);
  assert.deepEqual(await axe(page), [], before);
  const form = page.locator('main form[method=post]').last();
  await fill(form, answers);
  await attach(form);
  await form.locator('button.button:not(.second), button.primary, button').first().click();
  const faults = await page.locator('main [aria-invalid=true], main .fault').allInnerTexts();
  assert.notEqual(`${path(page)} ${faults.join(' ')}`, `${before} ${faults.join(' ')}`, `stood still: ${faults}`);
}

async function fill(form, answers) {
  const fields = await form.locator('input, select, textarea').evaluateAll((inputs) => inputs.map(
    ({ name, type, value, tagName }) => ({ name, type, value, tag: tagName.toLowerCase() })));
  const done = new Set();
  for (const { name, type, tag } of fields) {
    if (!name || done.has(name) || ['hidden', 'file', 'submit'].includes(type)) continue;
    const [key, part] = name.split(/[.\-[]/);
    const known = answers[name] ?? answers[key];
    const field = form.locator(`[name="${name}"]`);
    if (type === 'radio') {
      done.add(name);
      const wanted = form.locator(`[name="${name}"][value="${known}"]`);
      await ((await wanted.count()) > 0 ? wanted : field).first().check();
    } else if (type === 'checkbox') {
      if (known) await field.first().check();
    } else if (tag === 'select') {
      const options = await field.locator('option').evaluateAll((all) => all.map((option) => option.value));
      await field.selectOption(options.includes(known) ? known : options.find((value) => value !== ''));
    } else if (known !== undefined) {
      await field.fill(part ? partOfDate(known, part) : known);
    } else if (await field.evaluate((input) => input.required || input.getAttribute('aria-required') === 'true')) {
      throw new Error(`no answer is known for ${name}`);
    }
  }
}

/** A date may be asked in three fields: day, month, year. */
function partOfDate(known, part) {
  const at = [/^(d|day|ngay)/, /^(m|month|thang)/, /^(y|year|nam)/].findIndex((shape) => shape.test(part));
  return at < 0 ? known : known.split('/')[at];
}

/** Gives a small paper to every field that takes files. */
async function attach(form) {
  const fields = form.locator('input[type=file]');
  for (let at = 0; at < (await fields.count()); at += 1) await fields.nth(at).setInputFiles(papers.pdf);
}

/** Goes on until a page whose address has `part`. */
export async function walkTo(page, part, answers = ANSWERS) {
  for (let left = 60; left > 0; left -= 1) {
    if (path(page).includes(part)) return;
    await answer(page, answers);
  }
  throw new Error(`60 pages and still not at ${part}, but at ${path(page)}`);
}
