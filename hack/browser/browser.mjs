// Chromium as it is started here, and a page in it that remembers what it asked for and what it complained of.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { check, same } from './checks.mjs';

const require = createRequire(join(process.env.BLEU_PAGE_TOOLS, 'package.json'));
const { chromium } = require('playwright-core');
export const axe = require('axe-core');

/** Starts it. A user root has no sandbox in Chromium. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.BLEU_CHROMIUM,
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });
}

/** A new page in a context of its own; `seen` has its requests, and what the console and scripts say of errors. */
export async function open(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const seen = { requests: [], errors: [] };
  page.on('request', (r) => seen.requests.push(r.url()));
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) { seen.errors.push(m.text()); } });
  page.on('pageerror', (e) => seen.errors.push(String(e)));
  page.on('dialog', (d) => { seen.errors.push(`a dialog: ${d.message()}`); d.dismiss(); });
  await page.goto(address);
  return { page, context, seen };
}

/** The file asked for itself and for nothing else, and nothing was said in the console. */
export function quiet(what, seen) {
  same(`${what}: no error in the console`, [], seen.errors);
  check(`${what}: no request but for the page itself`, seen.requests.every((r) => r.split(/[?#]/)[0] === seen.requests[0].split(/[?#]/)[0]),
    seen.requests.join(' '));
}
