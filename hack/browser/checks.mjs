// Counts what was checked, and says what failed.
let passed = 0;
const failures = [];
let where = '';

/** Everything from here on is about this page. */
export function about(name) {
  where = name;
}

/** One check; a detail says what was found where it fails. */
export function check(what, holds, detail = '') {
  if (holds) {
    passed += 1;
  } else {
    failures.push(`${where}: ${what}`);
    console.log(`FAILED ${where}: ${what}${detail === '' ? '' : `\n       ${detail}`}`);
  }
}

/** One check for two values that are to be the same. */
export function same(what, expected, found) {
  const [e, f] = [JSON.stringify(expected), JSON.stringify(found)];
  check(what, e === f, `expected ${e}, found ${f}`);
}

/** What is reported and not judged. */
export function note(text) {
  console.log(`${where}: ${text}`);
}

/** Prints the count; the exit code. */
export function end() {
  failures.forEach((f) => console.log(`failed: ${f}`));
  console.log(`${passed} checks passed, ${failures.length} failed`);
  return failures.length === 0 && passed > 0 ? 0 : 1;
}
