// What axe-core finds, and what it cannot look at: colours over drawings, and tables whose rows became lines.
import { readFileSync } from 'node:fs';
import { axe } from './browser.mjs';
import { check, same } from './checks.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const exceptions = JSON.parse(readFileSync(new URL('./exceptions.json', import.meta.url), 'utf8'));

/** Whether exceptions.json gives a reason for what axe-core is not sure of, or finds on paper. */
function excepted(found, node, media) {
  return exceptions.some((e) => e.rule === found.rule && (e.media === undefined || e.media === media) && (e.media !== undefined || found.unsure)
    && (e.why === undefined || e.why.includes(node.why)) && (e.selector === undefined || node.matches.includes(e.selector)));
}

/** Runs axe-core on the page as it stands. What it is not sure of fails too, but for what exceptions.json gives a reason for. */
export async function clean(what, page, media = 'screen') {
  await page.evaluate(axe.source);
  const found = await page.evaluate(([tags, selectors]) => globalThis.axe.run(document, { runOnly: tags, resultTypes: ['violations', 'incomplete'] })
    .then((r) => [...r.violations.map((v) => ({ ...v, unsure: false })), ...r.incomplete.map((v) => ({ ...v, unsure: true }))].map((f) => ({
      rule: f.id, unsure: f.unsure, help: f.help, nodes: f.nodes.map((n) => {
        const element = document.querySelector(n.target[0]);
        return { target: n.target.join(' '), why: n.any[0]?.data?.messageKey ?? '', matches: selectors.filter((s) => element?.matches(s)) };
      }),
    }))), [TAGS, exceptions.flatMap((e) => e.selector ?? [])]);
  for (const finding of found) {
    const left = finding.nodes.filter((n) => !excepted(finding, n, media));
    check(`${what}: axe ${finding.rule}`, left.length === 0,
      `${finding.help}: ${left.slice(0, 5).map((n) => `${n.target} ${n.why}`).join(' | ')} (${left.length}${finding.unsure ? ', not sure' : ''})`);
  }
  check(`${what}: axe ran`, true);
}

/** Text and what lies behind it, by the names of the colours in page.css: WCAG 1.4.3. */
const TEXTS = [['ink', 'bg'], ['ink', 'panel'], ['soft', 'bg'], ['soft', 'panel'], ['soft', 'land'], ['accent', 'bg'], ['accent', 'panel'],
  ['ok', 'panel'], ['breach', 'bg'], ['breach', 'panel']];

/** Marks that mean something, and what lies behind them: WCAG 1.4.11. */
const MARKS = [['use', 'bg'], ['use', 'land'], ['breach', 'bg'], ['out', 'bg'], ['warn', 'bg'], ['soft', 'bg'], ['ink', 'land']];

/** Contrasts of all pairs of colours, in the theme that is shown. */
export async function contrasts(what, page) {
  const ratio = await page.evaluate((pairs) => {
    const style = getComputedStyle(document.documentElement);
    const light = (name) => {
      const hex = style.getPropertyValue(`--${name}`).trim().replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');
      const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    return pairs.map(([a, b]) => { const [x, y] = [light(a), light(b)]; return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); });
  }, [...TEXTS, ...MARKS]);
  [...TEXTS, ...MARKS].forEach((pair, i) => {
    check(`${what}: contrast of ${pair.join(' on ')}`, ratio[i] >= (i < TEXTS.length ? 4.5 : 3), String(ratio[i]));
  });
}

/** Numbers, letters and marks of the table of workloads on what lies behind them, as a canvas mixes it. */
export async function cells(what, page) {
  const found = await page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    const mixed = (...colours) => {
      colours.forEach((c) => { canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1); });
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    };
    const light = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
    const under = getComputedStyle(document.body).backgroundColor;
    const seen = {};
    document.querySelectorAll('.matrix tbody td').forEach((cell) => {
      const back = getComputedStyle(cell).backgroundColor;
      [['number', cell], ['mark', cell.querySelector('i')], ['letters', cell.querySelector('small')]].filter(([, e]) => e !== null).forEach(([part, e]) => {
        const [x, y] = [light(mixed(under, back, getComputedStyle(e).color)), light(mixed(under, back))];
        seen[`${part} of ${cell.className}`] ??= (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
      });
    });
    return seen;
  });
  Object.entries(found).forEach(([part, ratio]) => check(`${what}: contrast of the ${part}`, ratio >= (part.startsWith('mark') ? 3 : 4.5), String(ratio)));
}

/** What assistive technology is told of tables: how many of each, in the tree of the browser. */
async function tables(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const count = {};
  nodes.filter((n) => !n.ignored && ['table', 'row', 'rowheader', 'columnheader', 'cell', 'gridcell', 'caption'].includes(n.role?.value?.toLowerCase()))
    .forEach((n) => { count[n.role.value.toLowerCase()] = (count[n.role.value.toLowerCase()] ?? 0) + 1; });
  return count;
}

/** On a narrow screen rows are drawn as lines. They stay rows and cells to who hears them. */
export async function tablesStayTables(what, page) {
  await page.setViewportSize({ width: 1440, height: 900 });
  const wide = await tables(page);
  await page.setViewportSize({ width: 320, height: 900 });
  const narrow = await tables(page);
  check(`${what}: there are tables`, (wide.table ?? 0) > 0 && (wide.cell ?? 0) > 0, JSON.stringify(wide));
  for (const role of Object.keys(wide)) {
    // Empty cells are left out of the lines: there is nothing to hear in them.
    const fewer = role === 'cell' || role === 'gridcell' ? await page.evaluate(() => [...document.querySelectorAll('.wide td:empty')].filter((t) => t.closest('.loss') === null).length) : 0;
    same(`${what}: ${role} at 320 px`, wide[role] - fewer, narrow[role]);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
