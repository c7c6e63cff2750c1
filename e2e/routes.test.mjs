// Every page of the generated route table, for everyone who may see it, at 360 px, with axe. A page with
// parameters but without samples fails: so no page can be added without being looked at.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DESK, PHONE, axe, keepEvidence, look, person, picture, server, weigh } from './harness.mjs';

const { accounts, routes } = await server();
const roles = [...new Set(accounts.map((account) => account.role))];
const VISITOR = 'visitor';

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
    return { path: sample.query ? `${path}?${sample.query}` : path, people: sample.as ?? peopleOf(route) };
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

/** Whether the address answers with a page; what it answers otherwise is a file, and must answer too. */
async function isPage(context, path) {
  const answer = await context.request.get(path, { failOnStatusCode: false });
  assert.equal(answer.status(), 200, `${path} answered ${answer.status()}`);
  return answer.headers()['content-type']?.startsWith('text/html') ?? false;
}

test('the route table has pages', () => {
  assert.ok(pages.length > 10, `only ${pages.length} pages`);
  for (const route of pages) {
    assert.ok(addresses(route).length > 0, `${route.path} has parameters but no sample`);
    for (const { people } of addresses(route)) assert.ok(people?.length > 0, `${route.path}: nobody may open it`);
  }
});

const everyone = [VISITOR, ...roles];
for (const who of everyone) {
  const mine = pages.flatMap((route) =>
    addresses(route).filter(({ people }) => people.includes(who)).map(({ path }) => ({ route, path })));
  test(`${who}: ${mine.length} pages without a barrier at 360 px`, { timeout: 400_000 }, async (t) => {
    const context = await person({ as: who === VISITOR ? undefined : who, size: PHONE });
    const page = await context.newPage();
    const complaints = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    for (const { route, path } of mine) {
      await t.test(path, async () => {
        complaints.length = 0;
        try {
          if (!(await isPage(context, path))) return;
          await page.goto(path);
          assert.deepEqual(await look(page), []);
          assert.deepEqual(await axe(page), []);
          assert.deepEqual(complaints, [], 'the console complained');
          await picture(page, `360-${who}-${route.name}-${path}`);
          if (process.env.MOTCUA_PICTURES) {
            await page.setViewportSize(DESK);
            await picture(page, `1280-${who}-${route.name}-${path}`);
            await page.setViewportSize(PHONE);
          }
        } catch (problem) {
          await keepEvidence(page, `${who} ${path}`);
          throw problem;
        }
      });
    }
    assert.deepEqual(context.strangers, [], 'a page asked another host');
    await context.close();
  });
}

test('every page speaks English under /en', { timeout: 400_000 }, async (t) => {
  for (const route of pages.filter((each) => !each.path.startsWith('/en'))) {
    const [first] = addresses(route);
    const who = first.people[0];
    await t.test(`/en${first.path}`, async () => {
      const context = await person({ as: who === VISITOR ? undefined : who, size: PHONE });
      const page = await context.newPage();
      try {
        const path = first.path === '/' ? '/en' : `/en${first.path}`;
        if (!(await isPage(context, path))) return;
        await page.goto(path);
        assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
        assert.deepEqual(await look(page), []);
        assert.deepEqual(await axe(page), []);
      } catch (problem) {
        await keepEvidence(page, `en ${first.path}`);
        throw problem;
      } finally {
        await context.close();
      }
    });
  }
});

test('citizens’ pages are light and ask no other host', { timeout: 200_000 }, async (t) => {
  for (const route of pages.filter(({ path }) => !/^\/(can-bo|demo)(\/|$)/.test(path))) {
    const [{ path, people }] = addresses(route);
    const limit = limitOf(path);
    await t.test(`${path} weighs at most ${limit / KB} KB`, async () => {
      const as = people[0] === VISITOR ? undefined : people[0];
      const { bytes, requests, strangers } = await weigh({ as, size: PHONE }, path);
      assert.ok(bytes <= limit, `${bytes} bytes in ${requests} requests`);
      assert.deepEqual(strangers, []);
    });
  }
});
