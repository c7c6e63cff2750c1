// What every story needs: a server with a demonstration province, a browser, people who are signed in,
// and eyes for accessibility, weight and keys. README.md beside this file says what it asks of the server.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';
import { chromium } from 'playwright-core';

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, 'out');
const axeSource = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** The phone of a citizen and the desk of an officer. */
export const PHONE = { width: 360, height: 800 };
export const DESK = { width: 1280, height: 900 };

/** Which engine this run is about; only for names of pictures and messages. */
export const engine = process.env.MOTCUA_ENGINE ?? 'sqlite';

// ---------------------------------------------------------------- server

let started;

/** The server of this run: the one `cargo xtask test` started, or one of our own on SQLite. */
export function server() {
  started ??= process.env.MOTCUA_URL ? given() : ownServer();
  return started;
}

async function given() {
  return {
    url: process.env.MOTCUA_URL,
    accounts: read(process.env.MOTCUA_ACCOUNTS).accounts,
    routes: read(process.env.MOTCUA_ROUTES),
    states: dirname(process.env.MOTCUA_ACCOUNTS),
  };
}

const binary = process.env.MOTCUA_BIN ?? join(here, '../target/debug/motcua');

/** A demonstration for this file alone, on the engine of the run: for stories that move its clock. */
export function ownDemonstration() {
  started ??= ownServer(process.env.MOTCUA_OWN_DATABASE);
  return started;
}

/** Runs the binary, and fails when it does. */
export const motcua = (line) => output(binary, line);

async function ownServer(database) {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-stories-'));
  const accounts = join(folder, 'accounts.json');
  const place = ['--data', join(folder, 'data'), ...(database ? ['--database', database] : [])];
  const line = ['demo', '--at', '2026-09-07T09:00:00+07:00', '--accounts-json', accounts, '--catalogue', join(here, 'data/national.jsonl'), ...place];
  const { url, end } = await serve(line);
  started.end = async () => {
    await end();
    rmSync(folder, { recursive: true, force: true });
  };
  const routes = JSON.parse(await output(binary, ['routes', '--json', ...place]));
  return { url, accounts: read(accounts).accounts, routes, states: folder, place };
}

/** A new house that is no demonstration, with the invitation of its first administrator. */
export async function freshHouse() {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-house-'));
  const place = ['--data', join(folder, 'data')];
  const path = new URL((await output(binary, ['admin', ...place])).trim()).pathname;
  const { url, end } = await serve(['serve', ...place]);
  return {
    url,
    invitation: `${url}${path}`,
    async end() {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts the binary on a free port and waits until it is well. */
async function serve(line) {
  const listen = `127.0.0.1:${await freePort()}`;
  const url = `http://${listen}`;
  const child = spawn(binary, [...line, '--listen', listen], { stdio: ['ignore', 'ignore', 'inherit'] });
  await healthy(url, child).catch((problem) => {
    child.kill('SIGTERM');
    throw problem;
  });
  const end = async () => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
  };
  return { url, end };
}

async function healthy(url, child) {
  for (let left = 1200; left > 0; left -= 1) {
    if (child.exitCode !== null) throw new Error(`the server ended by itself (${child.exitCode})`);
    const answer = await fetch(`${url}/suc-khoe`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('the server was not healthy within 60 s');
}

function output(binary, line) {
  return new Promise((done, fail) => {
    const child = spawn(binary, line, { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (part) => { text += part; });
    child.once('exit', (code) => (code === 0 ? done(text) : fail(new Error(`${line.join(' ')}: ${code}`))));
  });
}

function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

// ---------------------------------------------------------------- browser

let browser;

/** Debian's Chromium without a window, one for all stories of a file; it asks nothing of any other host. */
function openBrowser() {
  browser ??= chromium.launch({
    executablePath: process.env.MOTCUA_CHROMIUM ?? '/usr/bin/chromium-headless-shell',
    args: [
      ...(process.getuid() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--lang=vi',
    ],
  });
  return browser;
}

after(async () => {
  if (browser) await (await browser).close();
  await started?.end?.();
});

/**
 * A browser context of its own: `as` names a role or a login of the demonstration accounts (nobody when
 * left out), `js: false` switches scripts off, `size` is PHONE or DESK; `more` are options of Playwright.
 */
export async function person({ as, js = true, size = PHONE, more = {} } = {}) {
  const { url } = await server();
  const context = await (await openBrowser()).newContext({
    baseURL: url,
    viewport: size,
    javaScriptEnabled: js,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    ...(size === PHONE ? { deviceScaleFactor: 2, hasTouch: true } : {}),
    ...(as ? { storageState: await stateOf(as) } : {}),
    ...more,
  });
  context.setDefaultTimeout(10_000);
  context.on('page', readsBeforeGoingOn);
  context.scripts = js;
  context.homes = [url];
  context.strangers = [];
  context.on('request', (request) => {
    const address = request.url();
    const isStranger = /^(https?|wss?):/.test(address) && !context.homes.some((home) => address.startsWith(`${home}/`));
    if (isStranger) context.strangers.push(address);
  });
  return context;
}

/**
 * A click is over when the page it led to has come whole: on a slow machine the beginning of a form can
 * be there, and be asked what it holds, before its fields are.
 */
function readsBeforeGoingOn(page) {
  const { locator } = page;
  const kind = Object.getPrototypeOf(locator.call(page, 'html'));
  if (kind.clickAlone) return;
  kind.clickAlone = kind.click;
  kind.click = async function click(...how) {
    await this.clickAlone(...how);
    await this.page().waitForLoadState('domcontentloaded');
  };
}

/** The account of a role, the one the demonstration shows; or the one with this login. */
export async function account(name) {
  const { accounts } = await server();
  const found = accounts.find(({ login }) => login === name)
    ?? accounts.find(({ role, shown }) => role === name && shown);
  if (!found) throw new Error(`the demonstration has no account for ${name}`);
  return found;
}

/** Signs in once and keeps the cookies, for all files of stories together. */
async function stateOf(name) {
  const { login } = await account(name);
  const file = join((await server()).states, `signed-in-${login}.json`);
  if (!existsSync(file)) {
    const context = await person({ js: false, size: DESK });
    const page = await context.newPage();
    await signIn(page, name);
    const own = `${file}.${process.pid}`;
    await context.storageState({ path: own });
    renameSync(own, file);
    await context.close();
  }
  return file;
}

/** Signs in on the page of sign-in, coming there by `path`. */
export async function signIn(page, name, path = '/dang-nhap') {
  const { login, password, role } = await account(name);
  await page.goto(path);
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[type=password]').fill(password);
  await page.locator('main form', { has: page.locator('input[type=password]') }).locator('button').first().click();
  if (new URL(page.url()).pathname.endsWith('/dang-nhap')) {
    throw new Error(`${role} (${login}) could not sign in: ${await page.locator('main').innerText()}`);
  }
}

/**
 * A test that is a story: `tell` gets a page of one person. When it fails, a picture and the page's own
 * text are left in e2e/out.
 */
export function story(name, who, tell) {
  test(name, { timeout: 120_000 }, async (t) => {
    const context = await person(who);
    const page = await context.newPage();
    try {
      await tell(page, t);
      if (context.strangers.length > 0) throw new Error(`asked another host: ${context.strangers.join(', ')}`);
    } catch (problem) {
      await keepEvidence(page, name);
      throw problem;
    } finally {
      await context.close();
    }
  });
}

/** Leaves a picture and the text of the page in e2e/out. */
export async function keepEvidence(page, name) {
  mkdirSync(out, { recursive: true });
  const file = join(out, `${engine}-${slug(name)}`);
  await page.screenshot({ path: `${file}.png`, fullPage: true }).catch(() => {});
  await page.content().then((text) => writeFileSync(`${file}.html`, text)).catch(() => {});
  console.log(`   ${page.url()} is kept as ${file}.png`);
}

/** A picture for people to look at, when MOTCUA_PICTURES is set. */
export async function picture(page, name) {
  if (!process.env.MOTCUA_PICTURES) return;
  const folder = join(out, 'pictures');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${slug(name)}.png`), fullPage: true });
}

const slug = (name) => name.normalize('NFD').replace(/[^\x20-\x7e]/g, '').replace(/[^A-Za-z0-9]+/g, '-').slice(0, 120);

// ---------------------------------------------------------------- eyes

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** The rules whose answer changes with how long the words are, and where lines break. */
const LAYOUT = ['target-size', 'scrollable-region-focusable'];
const heard = new Map();
const built = new Set();

/**
 * What axe has against the page, one line per element. A page that differs from one already judged only
 * in its hidden values and digits is not judged again; one that is built like another, element by element
 * and attribute by attribute, and found well, is asked only what depends on the length of its words. Axe
 * is a script: a page whose scripts are off is judged as its copy in a context where they run.
 */
export async function axe(page) {
  return page.context().scripts ? judged(page) : onCopy(page, judged);
}

const copies = new Map();

async function onCopy(page, judge) {
  const size = page.viewportSize();
  if (!copies.has(size.width)) copies.set(size.width, person({ size }).then((context) => context.newPage()));
  const copy = await copies.get(size.width);
  const [address, body] = [page.url().replace(/#.*/, ''), await page.content()];
  await copy.route(address, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }));
  await copy.goto(address);
  const said = await judge(copy);
  await copy.unroute(address);
  return said;
}

async function judged(page) {
  const [signature, shape] = await page.evaluate(() => {
    const whole = document.documentElement.outerHTML;
    const hidden = /(<input[^>]*type="?hidden"?[^>]*?)value="[^"]*"/g;
    const digits = (text) => `${innerWidth} ${text.replace(/[0-9]+/g, '0')}`;
    // Words and addresses, where there are any, and which of our two languages they are in.
    const words = /( (?:href|value|action|datetime|content|title|aria-label|placeholder)=")[^"]+"/g;
    const bare = whole.replace(/>[^<]*[^<\s][^<]*</g, '>x<').replace(words, '$1x"').replace(/ (href)?lang="(vi|en)"/g, ' $1lang="x"');
    return [digits(whole.replace(hidden, '$1')), digits(bare)];
  });
  if (!heard.has(signature)) {
    const only = built.has(shape) ? { type: 'rule', values: LAYOUT } : { type: 'tag', values: TAGS };
    await page.evaluate(axeSource);
    const said = await page.evaluate(async (runOnly) => {
      const result = await globalThis.axe.run(document, { runOnly, resultTypes: ['violations'] });
      return result.violations.flatMap(({ id, help, nodes }) =>
        nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')} ${node.html.slice(0, 160)}`));
    }, only);
    heard.set(signature, said);
    if (said.length === 0) built.add(shape);
  }
  return heard.get(signature);
}

/** What a person's eye would stumble over and axe does not tell: one line per finding. */
export async function look(page) {
  return page.evaluate(() => {
    const found = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) found.push(`wider than the screen: ${root.scrollWidth} of ${innerWidth} px`);
    if (!root.lang) found.push('no language is named');
    if (!document.title.trim()) found.push('no title');
    const heads = document.querySelectorAll('h1').length;
    if (heads !== 1) found.push(`${heads} first headings`);
    if (document.querySelectorAll('[style]').length > 0) found.push('a style attribute');
    return found;
  });
}

/** A scale for what travels for the first view of a page: bytes on the wire and requests, nothing kept. */
export async function scale(who) {
  const context = await person(who);
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
  const seen = { bytes: 0, requests: 0 };
  wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
    seen.bytes += encodedDataLength;
    seen.requests += 1;
  });
  return {
    async weigh(path) {
      Object.assign(seen, { bytes: 0, requests: 0 });
      await page.goto(path, { waitUntil: 'load' });
      await new Promise((done) => setTimeout(done, 50));
      return { ...seen, strangers: context.strangers };
    },
    end: () => context.close(),
  };
}

/** A keyboard that counts: keys are counted, the text that is the content is not. */
export function keys(page) {
  let count = 0;
  return {
    get count() { return count; },
    async press(key) {
      count += 1;
      await page.keyboard.press(key);
    },
    async type(text) {
      await page.keyboard.insertText(text);
    },
  };
}

// ---------------------------------------------------------------- papers

let drawn;

/** Small real papers, one of each kind that is accepted: drawn and printed by the browser itself. */
export function papers() {
  drawn ??= drawPapers();
  return drawn;
}

async function drawPapers() {
  const context = await (await openBrowser()).newContext();
  const page = await context.newPage();
  await page.setContent('<h1>Giấy tờ mẫu</h1><p>Vẽ ra để thử, không của ai.</p>');
  const picture = async (kind) => Buffer.from((await page.evaluate((type) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 120, height: 160 });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, 120, 160);
    pen.fillStyle = '#222';
    for (let line = 20; line < 150; line += 12) pen.fillRect(12, line, 60 + (line * 7) % 36, 3);
    return canvas.toDataURL(type, 0.8);
  }, kind)).split(',')[1], 'base64');
  const made = {
    pdf: { name: 'giay-to.pdf', mimeType: 'application/pdf', buffer: await page.pdf({ format: 'A5' }) },
    png: { name: 'anh.png', mimeType: 'image/png', buffer: await picture('image/png') },
    jpeg: { name: 'ảnh chụp.jpg', mimeType: 'image/jpeg', buffer: await picture('image/jpeg') },
  };
  await context.close();
  return made;
}
