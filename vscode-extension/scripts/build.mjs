// Bundles the extension into out/extension.js with the grammar of TOML and the licences of what is in
// them beside, and with --tests each test file into out/test/. Checks no types: that is `npm run check`.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
};

/** The names of the packages of which a bundle holds files, sorted. */
function packagesIn(metafile) {
  const names = Object.keys(metafile.inputs).map(
    (file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[0],
  );
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

function notice(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  const text =
    file === undefined ? `${license} license` : readFileSync(`${folder}/${file}`, 'utf8');
  return `${name} ${version}\n\n${text.trim()}\n`;
}

/** The README of the bundle has the licence; the package tm-grammars has it as JSON. */
const grammarNotice = `toml.tmLanguage.json, from https://github.com/textmate/toml.tmbundle

Permission to copy, use, modify, sell and distribute this
software is granted. This software is provided "as is" without
express or implied warranty, and with no claim as to its
suitability for any purpose.
`;

if (process.argv.includes('--tests')) {
  rmSync('out/test', { recursive: true, force: true });
  const files = readdirSync('test', { recursive: true }).filter((name) =>
    /\.test\.ts$|^host\/index\.ts$/.test(name),
  );
  await build({
    ...common,
    entryPoints: files.map((name) => path.join('test', name)),
    outbase: 'test',
    outdir: 'out/test',
    external: ['vscode', 'playwright-core'],
    sourcemap: 'inline',
  });
} else {
  const { metafile } = await build({
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'out/extension.js',
    external: ['vscode'],
    minify: true,
    // A stack trace in somebody's log should name our functions.
    keepNames: true,
    metafile: true,
  });
  mkdirSync('out', { recursive: true });
  copyFileSync('node_modules/tm-grammars/grammars/toml.json', 'out/toml.tmLanguage.json');
  const notices = [...packagesIn(metafile).map(notice), grammarNotice];
  writeFileSync(
    'out/THIRD-PARTY.txt',
    `extension.js and toml.tmLanguage.json contain the following.\n\n${notices.join(`\n${'-'.repeat(80)}\n\n`)}`,
  );
}
