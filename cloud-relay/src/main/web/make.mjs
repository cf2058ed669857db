// What Maven calls: builds the page into a folder. Installs packages when the lock file changed, checks types, runs the unit
// tests, bundles. All of it happens on a copy, so that the sources stay clean. Stops at the first failure; does nothing when
// nothing changed.
//   node make.mjs WORK OUTPUT
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MIN = [20, 19];
const here = dirname(fileURLToPath(import.meta.url));
const work = resolve(process.argv[2]);
const out = resolve(process.argv[3]);

requireNode();
const sources = readdirSync(here, { withFileTypes: true, recursive: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(here, join(entry.parentPath ?? entry.path, entry.name)))
  .sort();
const made = join(out, '.made');
const all = hash(sources);
if (!existsSync(made) || readFileSync(made, 'utf8') !== all) {
  copy();
  install();
  step('node', ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.json']);
  step('node', ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.test.json']);
  step('node', ['build.mjs', '--test']);
  step('node', ['build.mjs', '--out', out]);
  writeFileSync(made, all);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < NODE_MIN[0] || (major === NODE_MIN[0] && minor < NODE_MIN[1])) {
    fail(`Node ${process.versions.node} is too old, the page needs ${NODE_MIN.join('.')} or newer`);
  }
}

function hash(files) {
  const sum = createHash('sha256');
  for (const file of files) sum.update(file).update('\0').update(readFileSync(join(here, file))).update('\0');
  return sum.digest('hex');
}

/** Packages stay; what is gone here goes there. */
function copy() {
  mkdirSync(work, { recursive: true });
  for (const entry of readdirSync(work)) {
    if (entry !== 'node_modules') rmSync(join(work, entry), { recursive: true, force: true });
  }
  for (const file of sources) cpSync(join(here, file), join(work, file));
}

function install() {
  const stamp = join(work, 'node_modules', '.millrace-lock');
  const lock = hash(['package-lock.json']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  step('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--loglevel=error']);
  playwrightDriver();
  writeFileSync(stamp, lock);
}

/** Playwright for Java looks for its driver in DIR/package; npm's playwright-core is that driver, so no 190 MB jar is needed. */
function playwrightDriver() {
  const folder = join(work, 'node_modules', '.playwright');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(work, 'node_modules', 'playwright-core'), join(folder, 'package'), 'junction');
}

function step(command, args) {
  const run = spawnSync(command, args, { cwd: work, encoding: 'utf8', shell: process.platform === 'win32' });
  if (run.status !== 0) fail(`${run.stdout}${run.stderr}\n'${command} ${args.join(' ')}' failed with ${run.status ?? run.error}`);
}

function fail(text) {
  console.error(`build of the page: ${text}`);
  process.exit(1);
}
