// Where things are drawn: nothing is cut off, and no label covers another one.
import { check, same } from './checks.mjs';

/** No part of the page is wider than the screen, but the table of workloads, which scrolls by itself (WCAG 1.4.10). */
export async function reflows(what, page, widths = [320, 768, 1440]) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    const found = await page.evaluate(() => {
      const over = [...document.querySelectorAll('body *')].filter((e) => e.closest('.scroll, .vh, thead, .skip') === null
        && e.getClientRects().length > 0 && e.getBoundingClientRect().right > innerWidth + 1);
      return { wide: document.documentElement.scrollWidth - innerWidth, over: over.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)) };
    });
    check(`${what}: no scrolling sideways at ${width} px`, found.wide <= 0, JSON.stringify(found));
    same(`${what}: nothing reaches over the edge at ${width} px`, [], found.over);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** With the distances that a reader may ask for (WCAG 1.4.12) nothing is cut off. */
export async function spaces(what, page) {
  const added = await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}');
    document.adoptedStyleSheets = [sheet];
    return document.adoptedStyleSheets.length;
  });
  same(`${what}: wider distances are asked for`, 1, added);
  await reflows(`${what}, wider distances`, page, [320, 1440]);
  await page.evaluate(() => { document.adoptedStyleSheets = []; });
}

/** Texts of a map cover neither one another nor a point, and stand in their boxes. */
export async function labels(what, page) {
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const found = await page.evaluate(() => {
      const covers = (a, b) => a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 0.5 && b.top < a.bottom - 0.5;
      const faults = [];
      let texts = 0;
      document.querySelectorAll('figure > svg').forEach((svg) => {
        const edge = svg.getBoundingClientRect();
        const all = [...svg.querySelectorAll('text:not(.in)')].map((t) => ({ name: t.textContent.trim(), at: t.getBoundingClientRect() }));
        const boxes = [...svg.querySelectorAll('rect.box')].map((b) => b.getBoundingClientRect());
        const dots = [...svg.querySelectorAll('circle.dot')].map((d) => d.getBoundingClientRect());
        texts += all.length;
        all.forEach((t, i) => {
          all.slice(i + 1).filter((o) => covers(t.at, o.at)).forEach((o) => faults.push(`${t.name} covers ${o.name}`));
          if (t.at.right > edge.right + 1 || t.at.left < edge.left - 1) { faults.push(`${t.name} is cut off`); }
        });
        svg.querySelectorAll('text.name').forEach((t) => {
          const at = t.getBoundingClientRect();
          if (!boxes.some((b) => at.left >= b.left && at.right <= b.right + 0.5 && at.top >= b.top - 1 && at.bottom <= b.bottom + 1)) {
            faults.push(`${t.textContent} does not fit into its box`);
          }
        });
        dots.forEach((d) => boxes.filter((b) => covers(d, b)).forEach(() => faults.push('a label covers a point')));
        boxes.forEach((b, i) => boxes.slice(i + 1).filter((o) => covers(b, o)).forEach(() => faults.push('a label covers a label')));
      });
      return { texts, faults };
    });
    check(`${what}: there are names on the map at ${width} px`, found.texts > 0);
    same(`${what}: no name on the map covers another at ${width} px`, [], found.faults);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** On paper nothing is cut off, and what was closed is open. The matrix has sheets of A4 across. */
export async function prints(what, page) {
  await page.emulateMedia({ media: 'print' });
  for (const [paper, width] of [['A4', 703], ['A4 across', 1031]]) {
    await page.setViewportSize({ width, height: 900 });
    const over = await page.evaluate((across) => [...document.querySelectorAll(across ? '.paper *' : 'body *:not(.paper, .paper *)')]
      .filter((e) => e.getClientRects().length > 0 && !e.matches('.vh, thead *') && e.getBoundingClientRect().right > innerWidth + 1)
      .slice(0, 3).map((e) => e.outerHTML.slice(0, 120)), paper !== 'A4');
    same(`${what}: nothing is cut off on ${paper}`, [], over);
  }
  same(`${what}: reasons are open on paper`, 0, await page.evaluate(() => [...document.querySelectorAll('details > div')].filter((d) => d.getBoundingClientRect().height === 0).length));
  same(`${what}: controls are not on paper`, 0, await page.evaluate(() => [...document.querySelectorAll('nav, form')].filter((d) => d.getClientRects().length > 0).length));
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize({ width: 1440, height: 900 });
}
