// Every page of the generated route table, for everyone who may see it, at 360 px, with axe. A page with
// parameters but without samples fails: so no page can be added without being looked at.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DESK, PHONE, axe, engine, keepEvidence, look, person, picture, scale, server } from './harness.mjs';

const { accounts, routes } = await server();
const roles = [...new Set(accounts.filter(({ shown }) => shown).map((account) => account.role))];
const VISITOR = 'visitor';

/**
 * A page that all may open differs between a stranger, a person and an officer, but not between officers:
 * the others open it, one of each looks at it.
 */
const ONE_OF_EACH = [VISITOR, 'citizen', 'receiver'];

/** Both engines fill the same templates: on one every page is looked at, on the other every page answers. */
const looks = engine === 'sqlite';

/** Citizens' pages weigh at most so much on first view; a tracking page less. */
const KB = 1024;
const limitOf = (path) => (/^\/(t|ho-so)\//.test(path) ? 40 * KB : 60 * KB);

const pages = routes.filter(({ method, kind, lang }) => method === 'GET' && kind === 'page' && lang !== 'en');

/** The addresses of one page, each with those who may open it. */
function addresses(route) {
  const names = [...route.path.matchAll(/\{\*?(\w+)\}/g)].map((match) => match[1]);
  const samples = names.length === 0 && !route.samples?.length ? [{ params: {} }] : route.samples ?? [];
  return samples.map((sample) => {
    const missing = names.filter((name) => !(name in sample.params));
    assert.deepEqual(missing, [], `${route.path}: a sample without ${missing.join(', ')}`);
    const path = route.path.replace(/\{\*?(\w+)\}/g, (_, name) => encodeURIComponent(sample.params[name]));
    return {
      path: sample.query ? `${path}?${sample.query}` : path,
      people: sample.as ?? peopleOf(route),
      expected: sample.answer ?? 200,
      isSeenBy: (who) => looks && (!['public', 'signed'].includes(route.access) || ONE_OF_EACH.includes(who)),
    };
  });
}

function peopleOf(route) {
  switch (route.access) {
    case 'public': return [VISITOR, ...roles];
    case 'signed': return roles;
    case 'officer': return route.roles;
    default: throw new Error(`${route.path}: access ${route.access} needs samples that say "as" whom`);
  }
}

/** Opens the address and says whether it is a page to look at; a file is not shown, but must answer as well. */
async function open(page, { path, expected, isSeenBy }, who) {
  const ask = () => page.context().request.get(path, { failOnStatusCode: false });
  const show = () => page.goto(path).catch((problem) => {
    if (/ERR_ABORTED|Download is starting/.test(problem.message)) return ask();
    throw problem;
  });
  const answer = isSeenBy(who) ? await show() : await ask();
  assert.equal(answer.status(), expected, `${path} answered ${answer.status()}`);
  const led = new URL(answer.url()).pathname;
  assert.ok(path.endsWith('/dang-nhap') || !led.endsWith('/dang-nhap'), `${path} asked ${who} to sign in`);
  return isSeenBy(who) && (answer.headers()['content-type']?.startsWith('text/html') ?? false);
}

/** A page of one person, with what its console complains of. */
async function visitor(who) {
  const context = await person({ as: who === VISITOR ? undefined : who, size: PHONE });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (message) => {
    const isAnswer = /server responded with a status of 404/.test(message.text());
    if (message.type() === 'error' && !isAnswer) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { context, page, complaints };
}

async function judge({ page, complaints }) {
  assert.deepEqual(await look(page), []);
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(complaints, [], 'the console complained');
}

async function twoPictures(page, name) {
  if (!process.env.MOTCUA_PICTURES) return;
  for (const [width, size] of [[360, PHONE], [1280, DESK]]) {
    await page.setViewportSize(size);
    await picture(page, `${width}-${name}`);
  }
  await page.setViewportSize(PHONE);
}

test('the route table has pages', () => {
  assert.ok(pages.length > 10, `only ${pages.length} pages`);
  for (const route of pages) {
    assert.ok(addresses(route).length > 0, `${route.path} has parameters but no sample`);
    for (const { people } of addresses(route)) assert.ok(people?.length > 0, `${route.path}: nobody may open it`);
  }
});

/** A browser waits for the server, and we for both: people look side by side. */
const SIDE_BY_SIDE = { concurrency: 3 };

describe('the pages of everyone', SIDE_BY_SIDE, () => {
  for (const who of [VISITOR, ...roles]) everyPageOf(who);
  test('every page speaks English under /en', { timeout: 400_000 }, english);
  if (looks) test('citizens’ pages are light and ask no other host', { timeout: 200_000 }, light);
});

function everyPageOf(who) {
  const mine = pages.flatMap((route) =>
    addresses(route).filter(({ people }) => people.includes(who)).map((address) => ({ ...address, name: route.name })));
  test(`${who}: ${mine.length} pages without a barrier at 360 px`, { timeout: 400_000 }, async (t) => {
    const visit = await visitor(who);
    for (const address of mine) {
      await t.test(address.path, async () => {
        visit.complaints.length = 0;
        try {
          if (!(await open(visit.page, address, who))) return;
          await judge(visit);
          await twoPictures(visit.page, `${who}-${address.name}-${address.path}`);
        } catch (problem) {
          await keepEvidence(visit.page, `${who} ${address.path}`);
          throw problem;
        }
      });
    }
    assert.deepEqual(visit.context.strangers, [], 'a page asked another host');
    await visit.context.close();
  });
}

async function english(t) {
  const visits = new Map();
  for (const route of pages) {
    const [first] = addresses(route);
    const who = ONE_OF_EACH.find((one) => first.people.includes(one)) ?? first.people[0];
    const address = { ...first, path: first.path === '/' ? '/en' : `/en${first.path}` };
    await t.test(address.path, async () => {
      if (!visits.has(who)) visits.set(who, await visitor(who));
      const visit = visits.get(who);
      visit.complaints.length = 0;
      try {
        if (!(await open(visit.page, address, who))) return;
        assert.equal(await visit.page.evaluate(() => document.documentElement.lang), 'en');
        await judge(visit);
        await twoPictures(visit.page, `en-${who}-${route.name}-${address.path}`);
      } catch (problem) {
        await keepEvidence(visit.page, address.path);
        throw problem;
      }
    });
  }
  for (const { context } of visits.values()) await context.close();
}

async function light(t) {
  const scales = new Map();
  // Files that are downloaded are no pages.
  for (const route of pages.filter(({ path }) => !/^\/(can-bo|demo)(\/|$)|\{giay\}$|\.(csv|json)$/.test(path))) {
    const [{ path, people }] = addresses(route);
    const limit = limitOf(path);
    await t.test(`${path} weighs at most ${limit / KB} KB`, async () => {
      const as = people[0] === VISITOR ? undefined : people[0];
      if (!scales.has(as)) scales.set(as, await scale({ as, size: PHONE }));
      const { bytes, requests, strangers } = await scales.get(as).weigh(path);
      assert.ok(bytes > 0 && bytes <= limit, `${bytes} bytes in ${requests} requests`);
      assert.deepEqual(strangers, []);
    });
  }
  for (const one of scales.values()) await one.end();
}
