// The page as one file.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { cells, clean, contrasts, tablesStayTables } from './accessibility.mjs';
import { launch, open, quiet } from './browser.mjs';
import { check, note, same } from './checks.mjs';
import { HOSTILE } from './estates.mjs';
import { everythingIsReached, filters, lose, reasons } from './keyboard.mjs';
import { labels, prints, reflows, spaces } from './layout.mjs';

/** What every page has to be. With reasons open; on a large page axe would take minutes so, and is asked once. */
async function always(browser, address, small) {
  for (const colorScheme of ['light', 'dark']) {
    const { page, context, seen } = await open(browser, address, { colorScheme });
    if (small) { await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; })); }
    if (small || colorScheme === 'light') { await clean(colorScheme, page); }
    await contrasts(colorScheme, page);
    await cells(colorScheme, page);
    if (small) {
      await page.setViewportSize({ width: 320, height: 900 });
      await clean(`${colorScheme}, 320 px`, page);
    }
    quiet(colorScheme, seen);
    await context.close();
  }
  const { page, context, seen } = await open(browser, address);
  await reflows('reflow', page);
  if (small) {
    await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
    await reflows('reflow, reasons open', page);
  }
  await prints('print', page);
  if (small) {
    await spaces('reflow', page);
    await page.emulateMedia({ media: 'print' });
    await clean('print', page, 'print');
    await page.emulateMedia({ media: 'screen', forcedColors: 'active' });
    await clean('forced colours', page);
  }
  quiet('print', seen);
  await context.close();
}

/** Without a script everything can be read, and lost. */
async function withoutAScript(browser, address, id) {
  const { page, context } = await open(browser, address, { javaScriptEnabled: false });
  check('without a script: no filter that does nothing', !await page.locator('#filter').isVisible());
  check('without a script: the table is there', await page.locator('.matrix tbody tr').count() > 0);
  await page.locator(`svg a[href="#${id}"]`).click();
  check('without a script: a click on the map loses a zone', await page.locator(`#${id}`).isVisible());
  check('without a script: it is crossed out', await page.locator('.cross:visible').count() > 0);
  await page.locator('summary').first().click();
  check('without a script: reasons open', await page.locator('#w0').isVisible());
  await context.close();
}

async function picture(page, folder, name, options = {}) {
  await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled', ...options });
}

async function pictures(browser, address, folder, name, id) {
  const views = {
    light: { colorScheme: 'light' },
    dark: { colorScheme: 'dark' },
    phone: { colorScheme: 'light', viewport: { width: 390, height: 844 } },
  };
  for (const [view, options] of Object.entries(views)) {
    const { page, context } = await open(browser, `${address}#${id}`, options);
    await picture(page, folder, `${name}-${view}`, { fullPage: true });
    await context.close();
  }
  const { page, context } = await open(browser, `${address}#${id}`);
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setEmulatedVisionDeficiency', { type: 'achromatopsia' });
  await picture(page, folder, `${name}-without-colours`);
  await session.send('Emulation.setEmulatedVisionDeficiency', { type: 'none' });
  await page.pdf({ path: `${folder}/${name}.pdf`, preferCSSPageSize: true, format: 'A4' });
  await context.close();
}

async function hospital(browser, address, folder) {
  await always(browser, address, true);
  const { page, context, seen } = await open(browser, address);
  await labels('map', page);
  await tablesStayTables('tables', page);
  await everythingIsReached('keyboard', page);
  await lose('keyboard', page, [['svg', 'lose-ct-az05'], ['.each', 'lose-ct-az06'], ['.each', 'lose-site-par7s'], ['.each', 'lose-region-fr1'],
    ['.each', 'lose-provider-cloud-temple'], ['.each', 'lose-flood-seine']]);
  await reasons('keyboard', page);
  const filtered = await filters('filter', page, { namespace: 'sante', state: 'placed, with a warn', provider: 'cloud' });
  check('filter: the provider narrows the columns', filtered.columns < await page.locator('.matrix thead th').count());
  quiet('keyboard', seen);
  await context.close();
  await withoutAScript(browser, address, 'lose-ct-az05');
  await pictures(browser, address, folder, 'hospital', 'lose-site-par7s');
}

async function french(browser, address, folder, source) {
  await always(browser, address, true);
  const { page, context, seen } = await open(browser, address);
  same('the language is said', 'fr', await page.evaluate(() => document.documentElement.lang));
  await labels('map', page);
  await tablesStayTables('tables', page);
  const text = await page.evaluate(() => document.body.innerText);
  for (const name of ['dossier', 'codage', 'sante', 'github.com']) {
    check(`redacted: no ${name}`, !text.includes(name) && !readFileSync(source, 'utf8').includes(name));
  }
  same('the marking is at the head and the foot', 2, await page.locator('p.marking', { hasText: 'DIFFUSION RESTREINTE' }).count());
  quiet('french', seen);
  await context.close();
  await pictures(browser, address, folder, 'french', 'lose-provider-cloud-temple');
}

async function empty(browser, address, folder) {
  await always(browser, address, true);
  const { page, context } = await open(browser, address);
  check('a broken chain is said, with where', (await page.locator('section[aria-labelledby=decisions]').innerText()).includes('EntryChanged'));
  same('there is no filter', 0, await page.locator('#filter').count());
  await picture(page, folder, 'empty', { fullPage: true });
  await context.close();
}

async function breach(browser, address, folder) {
  await always(browser, address, true);
  const { page, context, seen } = await open(browser, address);
  await labels('map', page);
  await tablesStayTables('tables', page);
  check('a breach is marked in the first lines', await page.locator('header .bad', { hasText: '1 runs in breach of an enforced rule.' }).count() === 1);
  same('what runs in breach, under a waiver, and what is lost has its shape on the map', [1, 1],
    await page.evaluate(() => [document.querySelectorAll('figure .m-Breach').length, document.querySelectorAll('figure .m-OutOfService').length]));
  same('and in the table', ['▲', '◆'], await page.evaluate(() => ['Breach', 'Waived'].map((u) => document.querySelector(`.matrix .c-${u} i`).textContent)));
  check('the chain is unbroken', (await page.locator('#decisions ~ .verdict').innerText()).startsWith('The chain of decisions is unbroken'));
  quiet('breach', seen);
  await context.close();
  await pictures(browser, address, folder, 'breach', 'lose-paris');
}

async function hostile(browser, address, folder) {
  await always(browser, address, true);
  const { page, context, seen } = await open(browser, address);
  await labels('map', page);
  await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
  same('markup in names and texts makes no element', 0, await page.evaluate(() => document.querySelectorAll('img, main b > img, iframe, object').length));
  const found = await page.evaluate(() => document.documentElement.outerHTML.length > 0 && [document.body.textContent, ...[...document.querySelectorAll('title, [title]')]
    .map((t) => t.getAttribute('title') ?? t.textContent)].join('\n'));
  check('markup is there as text, whole', found.includes(HOSTILE));
  same('one style and one script', [1, 1], await page.evaluate(() => [document.querySelectorAll('style').length, document.scripts.length]));
  await filters('filter', page, { namespace: 'other' });
  quiet('hostile', seen);
  await picture(page, folder, 'hostile', { fullPage: true });
  await context.close();
}

/** How long a reader waits, three times in a browser of its own. Reported, as a machine may be busy. */
async function times(address) {
  for (let i = 0; i < 3; i += 1) {
    const browser = await launch();
    const { page } = await open(browser, address);
    const after = (change) => page.evaluate((code) => new Promise((done) => {
      const begin = performance.now();
      new Function(code)();
      requestAnimationFrame(() => setTimeout(() => done(Math.round(performance.now() - begin))));
    }), change);
    const [paint, load] = await page.evaluate(() => [performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
      performance.getEntriesByType('navigation')[0].loadEventEnd].map(Math.round));
    const lost = await after('location.hash = document.querySelector(".loss").id');
    const filtered = await after('const s = document.querySelector("select[name=state]"); s.value = "Placed"; s.dispatchEvent(new Event("change", { bubbles: true }))');
    note(`first paint ${paint} ms, all laid out ${load} ms, a loss ${lost} ms, a filter ${filtered} ms`);
    await browser.close();
  }
}

async function many(browser, address, folder, source, rows, columns) {
  note(`${(readFileSync(source).length / 1e6).toFixed(1)} MB`);
  await times(address);
  await always(browser, address, false);
  const { page, context, seen } = await open(browser, address);
  same('rows and columns', [rows, columns], await page.evaluate(() => [document.querySelectorAll('.matrix tbody tr').length, document.querySelectorAll('.matrix thead th').length - 1]));
  await labels('map', page);
  await page.evaluate(() => document.querySelector('.scroll.big').scrollIntoView());
  await page.waitForFunction(() => { const box = document.querySelector('.scroll.big'); return box.scrollHeight > 2 * box.clientHeight; });
  const still = await page.evaluate(() => {
    const box = document.querySelector('.scroll.big');
    box.scrollTop = box.scrollHeight / 2;
    box.scrollLeft = 400;
    const [head, name] = [box.querySelector('thead th:nth-child(2)'), box.querySelector('tbody tr:nth-child(20) th')].map((e) => e.getBoundingClientRect());
    const edge = box.getBoundingClientRect();
    return [Math.abs(head.top - edge.top) < 2, Math.abs(name.left - edge.left) < 2, edge.height <= innerHeight];
  });
  same('heads and names stay while the table scrolls, which fits on the screen', [true, true, true], still);
  await picture(page, folder, columns === 60 ? 'large-table' : 'wide-table');
  await filters('filter', page, { namespace: 'team-3' });
  quiet('many', seen);
  await context.close();
}

/** The pages, by name: how they are made, and what is checked. */
export const PAGES = {
  hospital: { arguments: ['-f', 'examples/hospital'], checks: hospital },
  french: { arguments: ['-f', 'examples/hospital', '--lang', 'fr', '--redact', '--marking', 'DIFFUSION RESTREINTE'], checks: french },
  empty: { estate: 'empty', chain: 'broken', arguments: [], checks: empty },
  breach: { estate: 'breach', chain: 'whole', arguments: ['--at', '2026-11-30'], checks: breach },
  hostile: { estate: 'hostile', arguments: ['--marking', HOSTILE], checks: hostile },
  large: { estate: 'large', arguments: [], checks: (b, a, f, s) => many(b, a, f, s, 500, 60) },
  wide: { estate: 'wide', arguments: [], checks: (b, a, f, s) => many(b, a, f, s, 2000, 12) },
};

/** Checks one of them. */
export async function checkFile(browser, name, source, folder) {
  await PAGES[name].checks(browser, pathToFileURL(source).href, folder, source);
}
