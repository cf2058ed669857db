// The console's build: bundles, hashes, fills index.html, writes .gz and .br beside each text file. No plugin, no config file.
//   node build.mjs --out DIR | --test
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const option = (name) => process.argv[process.argv.indexOf(name) + 1];
const out = resolve(process.argv.includes('--out') ? option('--out') : join(here, 'dist'));
const FIRST_VIEW_LIMIT_BYTES = 150 * 1024;

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  target: 'es2022',
  logLevel: 'warning',
  loader: { '.woff2': 'file', '.svg': 'file' },
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  outdir: join(out, 'assets'),
  publicPath: '/assets',
  legalComments: 'linked',
  metafile: true,
};
const app = { ...common, entryPoints: [{ in: 'src/main.tsx', out: 'app' }, { in: 'styles/app.css', out: 'app' }, { in: 'icon.svg', out: 'icon' }], format: 'esm', splitting: true, jsx: 'automatic', jsxImportSource: 'preact', loader: { ...common.loader, '.svg': 'copy' } };
const theme = { ...common, entryPoints: [{ in: 'src/theme.ts', out: 'theme' }], format: 'iife' };

if (process.argv.includes('--test')) {
  process.exit(await test());
} else {
  rmSync(out, { recursive: true, force: true });
  const files = (await Promise.all([build(app), build(theme)])).map((r) => r.metafile);
  page(files);
  compress(out);
  budget(files[0]);
}

/** index.html with each {{name}} replaced by the hashed address of the file of that name. */
function page(metafiles) {
  const built = metafiles.flatMap((m) => Object.keys(m.outputs)).map((f) => basename(f));
  const html = readFileSync(join(here, 'index.html'), 'utf8').replace(/\{\{(.+?)\}\}/g, (_, name) => {
    const stem = basename(name, extname(name));
    const hit = built.find((f) => f.startsWith(`${stem}-`) && f.endsWith(extname(name)) && f.length === stem.length + 9 + extname(name).length);
    if (!hit) throw new Error(`index.html names ${name}, the build made ${built.join(', ')}`);
    return `/assets/${hit}`;
  });
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'index.html'), html);
}

function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (!entry.isFile() || !/\.(js|css|html|svg|txt)$/.test(file)) continue;
    const bytes = readFileSync(file);
    writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
    writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  }
}

/** Fails the build when what the first view loads (page, entry, its static imports, styles, fonts) is over the limit. */
function budget(metafile) {
  const outputs = metafile.outputs;
  const first = new Set(Object.keys(outputs).filter((f) => /\/app-[^/]+\.(js|css)$|\.woff2$/.test(f)));
  for (const file of first) for (const i of outputs[file].imports) if (i.kind === 'import-statement' && outputs[i.path]) first.add(i.path);
  const sizes = [...first].map((file) => resolve(here, file)).concat(join(out, 'index.html'));
  const sum = sizes.map((file) => readFileSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).length).reduce((a, b) => a + b, 0);
  console.log(`first view ${(sum / 1024).toFixed(1)} KiB compressed in ${sizes.length} files, limit ${FIRST_VIEW_LIMIT_BYTES / 1024} KiB`);
  if (sum > FIRST_VIEW_LIMIT_BYTES) throw new Error('first view is over its limit');
}

/** Bundles test/*.test.ts and hands them to node's own test runner. */
async function test() {
  const folder = join(here, 'dist-test');
  rmSync(folder, { recursive: true, force: true });
  const tests = readdirSync(join(here, 'test')).filter((f) => /\.test\.tsx?$/.test(f));
  await build({ ...common, minify: false, platform: 'node', format: 'esm', jsx: 'automatic', jsxImportSource: 'preact', entryPoints: tests.map((t) => `test/${t}`), outdir: folder, entryNames: '[name]', legalComments: 'none' });
  const run = spawnSync(process.execPath, ['--test', ...tests.map((t) => join(folder, t.replace(/\.tsx?$/, '.js')))], { stdio: 'inherit' });
  return existsSync(folder) ? (run.status ?? 1) : 1;
}
