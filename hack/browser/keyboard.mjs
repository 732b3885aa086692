// The page as it is used by keyboard alone.
import { check, same } from './checks.mjs';

const FOCUS = `(() => { const e = document.activeElement; return e === document.body ? '' :
  e.tagName.toLowerCase() + ' ' + (e.getAttribute('href') ?? e.getAttribute('name') ?? e.textContent.trim().slice(0, 40)); })()`;

/** Every control that is seen gets the focus by Tab, in order, and shows it. */
export async function everythingIsReached(what, page) {
  const wanted = await page.evaluate(() => [...document.querySelectorAll('a[href], select, summary, [tabindex="0"]')]
    .filter((e) => e.getClientRects().length > 0 && !e.matches('.skip')).length);
  await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); });
  const seen = [];
  let hidden = 0;
  for (let i = 0; i < wanted + 5; i += 1) {
    await page.keyboard.press('Tab');
    const [name, visible] = await page.evaluate(`[${FOCUS}, (() => { const e = document.activeElement; if (e === document.body) { return true; }
      const s = getComputedStyle(e); return s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2; })()]`);
    if (name === '') { break; }
    seen.push(name);
    hidden += visible ? 0 : 1;
  }
  check(`${what}: the first stop leads past the links`, seen[0] === 'a #content', seen[0]);
  same(`${what}: stops of Tab`, wanted + 1, seen.length);
  same(`${what}: stops whose focus is not seen`, 0, hidden);
}

/** A zone on the map, and a site, a region, a provider and a hazard in the table are lost by Enter. */
export async function lose(what, page, targets) {
  for (const [where, id] of targets) {
    await page.locator(`${where} a[href="#${id}"]`).first().focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction((wanted) => location.hash === `#${wanted}` && document.activeElement.id === wanted, id, { timeout: 5000 }).catch(() => {});
    const found = await page.evaluate((wanted) => ({
      panel: [...document.querySelectorAll('.loss')].filter((p) => p.getClientRects().length > 0).map((p) => p.id),
      focus: document.activeElement.id,
      seen: (() => { const r = document.getElementById(wanted).getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight; })(),
      crossed: [...document.querySelectorAll('.cross')].filter((c) => getComputedStyle(c).display !== 'none').length,
      struck: [...document.querySelectorAll('.matrix .name')].filter((c) => getComputedStyle(c).textDecorationLine === 'line-through').length,
    }), id);
    same(`${what}: ${id} shows its panel alone`, [id], found.panel);
    same(`${what}: ${id} has the focus, so that it is read out`, id, found.focus);
    check(`${what}: ${id} is on the screen`, found.seen);
    check(`${what}: ${id} crosses zones out on the map and in the table`, found.crossed > 0 && found.struck > 0, JSON.stringify(found));
  }
  await page.locator('.loss:target a[href="#losses"]').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash === '#losses');
  same(`${what}: the way back shows no loss`, 0, await page.evaluate(() => [...document.querySelectorAll('.loss')].filter((p) => p.getClientRects().length > 0).length));
}

/** The name of a workload leads to its reasons, which open. */
export async function reasons(what, page) {
  await page.locator('.matrix tbody a').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('details').open, null, { timeout: 5000 }).catch(() => {});
  const found = await page.evaluate(() => ({ open: document.querySelector('details').open, focus: document.activeElement.id }));
  same(`${what}: the reasons of a workload open and have the focus`, { open: true, focus: 'w0' }, found);
}

/** A filter that is typed narrows the table, stands in the address, and is there again after a reload. */
export async function filters(what, page, chosen) {
  const all = await page.locator('.matrix tbody tr:visible').count();
  for (const [name, value] of Object.entries(chosen)) {
    await page.locator(`select[name=${name}]`).focus();
    await page.keyboard.type(value, { delay: 10 });
    await page.keyboard.press('Tab');
  }
  const state = () => page.evaluate(() => ({ query: location.search, rows: [...document.querySelectorAll('.matrix tbody tr')].filter((r) => !r.hidden).length,
    shown: document.getElementById('shown').textContent, columns: [...document.querySelectorAll('.matrix thead th')].filter((c) => !c.hidden).length,
    reasons: [...document.querySelectorAll('details')].filter((d) => !d.hidden).length }));
  const before = await state();
  for (const name of Object.keys(chosen)) {
    check(`${what}: the filter ${name} is in the address`, before.query.includes(`${name}=`), before.query);
  }
  check(`${what}: the filter narrows the table`, before.rows > 0 && before.rows < all, JSON.stringify(before));
  same(`${what}: rows, their count and their reasons agree`, [before.rows, String(before.rows)], [before.reasons, before.shown]);
  await page.reload();
  same(`${what}: the filter is there again after a reload`, before, await state());
  return before;
}
