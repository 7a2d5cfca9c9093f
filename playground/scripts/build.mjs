// Builds the playground into ../build/playground: a directory of static files that needs nothing else.
// PYTHON names the Python whose pip builds the wheel and fetches its dependencies.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildPython } from './python.mjs';

const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const root = path.dirname(here);
const target = path.join(root, 'build/playground');
const work = path.join(root, 'build/playground-work');

/** The text files of a project of the examples, by their names. */
function project(name) {
  const folder = path.join(root, 'examples', name);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.pyc$/.test(entry.name))
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort((one, other) =>
      one === 'pyproject.toml' ? -1 : other === 'pyproject.toml' ? 1 : one < other ? -1 : 1,
    );
  return Object.fromEntries(
    names.map((each) => [each, readFileSync(path.join(folder, each), 'utf8')]),
  );
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text =
    file === undefined ? `${license} license` : readFileSync(`${folder}/${file}`, 'utf8');
  return `${name} ${version}\n\n${text.trim()}\n`;
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ['src/app.ts', 'src/app.css', 'src/worker.ts'],
  outdir: target,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  // What only Node would load.
  external: ['node:*', 'ws'],
  define: {
    EXAMPLES: JSON.stringify({
      'Several apps': project('spec/several-apps'),
      'A whole project': project('good'),
    }),
  },
  logLevel: 'warning',
  metafile: true,
});
copyFileSync(path.join(here, 'src/index.html'), path.join(target, 'index.html'));
for (const name of ['pyodide.asm.mjs', 'pyodide.asm.wasm'])
  copyFileSync(path.join(here, 'node_modules/pyodide', name), path.join(target, name));

const licences = await buildPython(work, target).catch((error) => {
  // Node would print the line of Pyodide that raised it, which has a megabyte.
  console.error(error.message);
  process.exit(1);
});
const folders = Object.keys(metafile.inputs)
  .map((file) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0])
  .filter((folder) => folder !== undefined);
const notices = [...new Set(folders)].sort().map((folder) => notice(path.join(here, folder)));
for (const [name, text] of Object.entries(licences)) notices.push(`${name}\n\n${text.trim()}\n`);
writeFileSync(
  path.join(target, 'THIRD-PARTY.txt'),
  `The playground contains the following, and the standard library of Python (https://docs.python.org/3/license.html).\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`,
);
