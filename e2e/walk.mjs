// Walking through an application as a person does who reads each page, answers it and goes on. What is
// asked comes from the procedure's own file, so a walk knows answers by the key of the question.

import assert from 'node:assert/strict';
import { axe, look, papers } from './harness.mjs';

/** Answers for every question of the two procedures; people, numbers and places are invented. */
export const ANSWERS = {
  noi: 'UBND phường Sài Gòn',
  agency: 'UBND phường Sài Gòn',
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
  land_rented: '0',
  footprint: '80',
  floor_area: '240',
  floors: '3',
  height: '11,5',
  adjoining: '0',
  heritage: '0',
  designer: 'Công ty Thiết kế Minh Họa',
  design_check: '0',
  fire: '0',
  months: '8',
};

const path = (page) => decodeURIComponent(new URL(page.url()).pathname);

/** Reads the page with the eyes of axe, then answers it and goes on; `quick` does not look. */
export async function answer(page, { answers = ANSWERS, quick = false } = {}) {
  const before = path(page);
  if (!quick) {
    assert.deepEqual(await look(page), [], before);
    assert.deepEqual(await axe(page), [], before);
  }
  const form = page.locator('main form[method=post]:has(.button)').first();
  await fill(form, answers);
  await attach(form);
  await form.locator('button').first().click();
  const faults = await page.locator('main .fault').allInnerTexts();
  assert.notEqual(`${path(page)} ${faults.join(' ')}`, `${before} ${faults.join(' ')}`, `stood still: ${faults}`);
}

async function fill(form, answers) {
  const fields = await form.locator('input, select, textarea').evaluateAll((inputs) => inputs.map(
    ({ name, type, required, tagName }) => ({ name, type, required, tag: tagName.toLowerCase() })));
  const done = new Set();
  for (const { name, type, required, tag } of fields) {
    if (!name || done.has(name) || ['hidden', 'file', 'submit'].includes(type)) continue;
    const field = form.locator(`[name="${name}"]`);
    const known = answers[name] ?? partOfDate(name, answers) ?? partOfAddress(name, answers);
    if (type === 'radio') {
      done.add(name);
      const wanted = form.locator(`[name="${name}"][value="${known}"], label:has-text("${known}") [name="${name}"]`);
      await ((await wanted.count()) > 0 ? wanted : field).first().check();
    } else if (type === 'checkbox') {
      if (known) await field.first().check();
    } else if (tag === 'select') {
      const options = await field.locator('option').evaluateAll((all) => all.map(({ value, text }) => ({ value, text })));
      const wanted = options.find(({ value, text }) => value === known || text === known);
      await field.selectOption((wanted ?? options.find(({ value }) => value !== '')).value);
    } else if (known !== undefined) {
      await field.fill(known);
    } else if (required) {
      throw new Error(`no answer is known for ${name}`);
    }
  }
}

/** A date is asked in three fields: day, month, year. */
function partOfDate(name, answers) {
  const [, key, part] = name.match(/^(.*)_(ngay|thang|nam)$/) ?? [];
  return answers[key]?.split('/')[['ngay', 'thang', 'nam'].indexOf(part)];
}

/** The province of these stories, by its code: its name differs by language. */
const HOME = '79';

/** An address is asked as province, commune and what stands before; every address here is in the home province. */
function partOfAddress(name, answers) {
  const [, key, part] = name.match(/^(.*)_(tinh|xa|nha)$/) ?? [];
  if (answers[key] === undefined) return undefined;
  const parts = answers[key].split(', ');
  if (parts.at(-1) === 'Thành phố Hồ Chí Minh') parts.pop();
  return { tinh: HOME, xa: parts.pop(), nha: parts.join(', ') }[part];
}

/** Gives a small paper to every field that takes files: each kind in turn. */
async function attach(form) {
  const fields = form.locator('input[type=file]');
  const count = await fields.count();
  if (count === 0) return;
  const kinds = Object.values(await papers());
  for (let at = 0; at < count; at += 1) await fields.nth(at).setInputFiles(kinds[at % kinds.length]);
}

/** Goes on until a page whose address ends with `part`. */
export async function walkTo(page, part, how) {
  for (let left = 60; left > 0; left -= 1) {
    if (path(page).endsWith(part)) return;
    await answer(page, how);
  }
  throw new Error(`60 pages and still not at ${part}, but at ${path(page)}`);
}

/** From the page of a procedure to the receipt: its number and the look-up secret. */
export async function apply(page, code, how = { quick: true }) {
  await page.goto(`/nop/${code}`);
  await page.locator('main form .button').first().click();
  await walkTo(page, '/xem-lai', how);
  return send(page);
}

/** Ticks the declaration and sends. */
export async function send(page) {
  await page.locator('main input[name=dong_y]').check();
  await page.locator('main form:has([name=dong_y]) .button').first().click();
  assert.match(path(page), /\/da-nop$/);
  const [receipt, secret] = await page.locator('main .number').allInnerTexts();
  assert.match(receipt, /^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  assert.match(secret, /^[2-9A-HJ-NP-Z]{6}$/);
  return { receipt, secret };
}
