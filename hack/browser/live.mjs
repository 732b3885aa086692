// The page of `bleu ui` while its input changes.
import { spawn } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { clean } from './accessibility.mjs';
import { open } from './browser.mjs';
import { check, same } from './checks.mjs';

const PATIENCE = 60000;

/** The answer to a request that no browser sends. */
function answer(address) {
  return new Promise((done, failed) => {
    get(address, (r) => { r.resume(); r.on('end', () => done({ code: r.statusCode, policy: r.headers['content-security-policy'] })); }).on('error', failed);
  });
}

/** Starts it, and waits for the address that it prints. */
function serve(input) {
  const child = spawn('./bleu', ['ui', '-f', input, '--every', '1'], { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((done, failed) => {
    let said = '';
    const read = (chunk) => {
      said += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S+\//.exec(said);
      if (found !== null) { done({ child, address: found[0] }); }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => failed(new Error(`bleu ui ended with ${code}: ${said}`)));
  });
}

const announced = (page) => page.locator('#live').innerText();

async function follows(browser, address, file, folder) {
  const { page, context, seen } = await open(browser, `${address}?namespace=sante#lose-site-par7s`);
  await clean('live', page);
  const shown = () => page.evaluate(() => ({ query: location.search, hash: location.hash, rows: document.getElementById('shown')?.textContent,
    panel: [...document.querySelectorAll('.loss')].filter((p) => p.getClientRects().length > 0).map((p) => p.id) }));
  const before = await shown();
  same('the filter and the loss of the address are shown', { query: '?namespace=sante', hash: '#lose-site-par7s', rows: '3', panel: ['lose-site-par7s'] }, before);
  await page.evaluate(() => window.scrollTo(0, 900));
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('replicas: 20', 'replicas: 19'));
  await page.locator('#live a:not([hidden])').waitFor({ timeout: PATIENCE });
  check('it is announced that there is a newer page', (await announced(page)).includes('There is a newer page.'), await announced(page));
  check('nothing changes under the reader', (await page.locator('.lead').innerText()).includes('all 43 replicas'));
  await clean('announced', page);
  check('who is far down sees it', await page.evaluate(() => { const r = document.querySelector('#live').getBoundingClientRect(); return window.scrollY > 300 && r.top >= 0 && r.bottom <= innerHeight + 1; }));
  await page.screenshot({ path: join(folder, 'live.png') });
  await page.locator('#live a').focus();
  await Promise.all([page.waitForEvent('load', { timeout: PATIENCE }), page.keyboard.press('Enter')]);
  await page.waitForFunction(() => window.scrollY > 300, null, { timeout: 5000 }).catch(() => {});
  check('the newer page is shown', (await page.locator('.lead').innerText()).includes('all 42 replicas'), await page.locator('.lead').innerText());
  same('filter and loss are kept', before, await shown());
  check('the place is kept', await page.evaluate(() => window.scrollY > 300), String(await page.evaluate(() => window.scrollY)));

  writeFileSync(file, 'kind: [');
  await page.waitForFunction(() => !document.getElementById('live').hidden, null, { timeout: PATIENCE });
  check('what is wrong with the input is announced', (await announced(page)).includes('The input could not be read again:'), await announced(page));
  check('the page stays', await page.locator('.matrix tbody tr').count() > 0);
  writeFileSync(file, text.replace('replicas: 20', 'replicas: 19'));
  await page.waitForFunction(() => document.getElementById('live').hidden, null, { timeout: PATIENCE });
  check('when it is mended nothing is announced any more', true);
  same('live: no error in the console', [], seen.errors);
  check('live: it asks its own server only', seen.requests.every((r) => r.startsWith(address)), seen.requests.join(' '));
  return { page, context };
}

async function refuses(address) {
  const right = new URL(address);
  same('a wrong key is not found', 404, (await answer(new URL(`/${'A'.repeat(22)}/`, right))).code);
  same('no key is not found', 404, (await answer(new URL('/', right))).code);
  same('no site may frame it', "frame-ancestors 'none'", (await answer(right)).policy);
}

/** An estate of a workload less than one: what is announced does not rest on the filter. */
async function emptyFollows(browser, input) {
  const { child, address } = await serve(input);
  try {
    const { page, context, seen } = await open(browser, address);
    writeFileSync(input, readFileSync(input, 'utf8').replaceAll('"region":"south"', '"region":"north"'));
    await page.locator('#live a:not([hidden])').waitFor({ timeout: PATIENCE }).catch(() => {});
    check('a page without workloads is followed', await page.locator('#live a:not([hidden])').count() === 1);
    same('a page without workloads: no error in the console', [], seen.errors);
    await context.close();
  } finally {
    child.removeAllListeners('exit');
    child.kill();
  }
}

/** Checks it on a copy of the hospital, and on an estate without workloads. */
export async function checkLive(browser, estates, folder) {
  const input = join(folder, 'live');
  rmSync(input, { recursive: true, force: true });
  cpSync('examples/hospital', input, { recursive: true });
  const { child, address } = await serve(input);
  try {
    await refuses(address);
    const { page, context } = await follows(browser, address, join(input, 'nightly-batch.yaml'), folder);
    child.removeAllListeners('exit');
    child.kill();
    await page.waitForFunction(() => !document.getElementById('live').hidden, null, { timeout: PATIENCE });
    check('when bleu ends, the page says that it does not answer', (await announced(page)).includes('bleu does not answer'), await announced(page));
    await context.close();
  } finally {
    child.removeAllListeners('exit');
    child.kill();
  }
  const empty = join(folder, 'live-empty.yaml');
  cpSync(estates.empty, empty);
  await emptyFollows(browser, empty);
}
