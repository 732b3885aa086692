// hack/page: makes the pages with ./bleu, and checks them one after another in one Chromium.
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './browser.mjs';
import { about, check, end } from './checks.mjs';
import { write } from './estates.mjs';
import { checkFile, PAGES } from './files.mjs';
import { checkLive } from './live.mjs';

const folder = join('target', 'page');
mkdirSync(folder, { recursive: true });
const estates = write(join(folder, 'estates'));
const wanted = process.argv.length > 2 ? process.argv.slice(2) : [...Object.keys(PAGES), 'live'];

/** An export of a chain that a page shows, written with the classes of bleu, which `./bleu` builds first where they are missing. */
function chain(kind) {
  const directory = join(folder, `chain-${kind}`);
  rmSync(directory, { recursive: true, force: true });
  const java = process.env.JAVA_HOME === undefined ? 'java' : join(process.env.JAVA_HOME, 'bin', 'java');
  const built = spawnSync('./bleu', ['--version'], { stdio: 'ignore' });
  const run = built.status === 0 && spawnSync(java, ['-cp', 'target/bleu.jar:target/lib/*', 'hack/browser/NotedChain.java', directory, kind], { stdio: ['ignore', 'ignore', 'inherit'] });
  check('a chain is written', run !== false && run.status === 0);
  return directory;
}

/** The file of a page. */
function made(name) {
  const file = join(folder, `${name}.html`);
  const out = openSync(file, 'w');
  const { estate, chain: kind, arguments: more } = PAGES[name];
  const run = spawnSync('./bleu', ['report', '-o', 'html', ...(estate === undefined ? [] : ['-f', estates[estate]]),
    ...(kind === undefined ? [] : ['--evidence', chain(kind)]), ...more],
    { stdio: ['ignore', out, 'inherit'] });
  closeSync(out);
  return run.status === 0 ? file : null;
}

const browser = await launch();
console.log(`Chromium ${browser.version()}`);
try {
  for (const name of wanted) {
    const begin = Date.now();
    about(name);
    try {
      if (name === 'live') {
        await checkLive(browser, estates, folder);
      } else {
        const file = made(name);
        check('./bleu report makes it', file !== null);
        if (file !== null) { await checkFile(browser, name, file, folder); }
      }
    } catch (error) {
      check('it goes to the end', false, error.stack);
    }
    console.log(`${name}: ${Math.round((Date.now() - begin) / 1000)} s`);
  }
} finally {
  await browser.close();
}
process.exit(end());
