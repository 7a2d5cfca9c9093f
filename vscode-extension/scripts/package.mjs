// Makes dist/fal-lsp-VERSION.vsix with the wheel of the same version inside, and fails if it is too big.
// PYTHON names the Python whose pip builds the wheel.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';

const limit = 1_000_000; // bytes
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const run = (command, ...args) => execFileSync(command, args, { stdio: 'inherit' });

rmSync('bundled', { recursive: true, force: true });
run(
  process.env.PYTHON ?? 'python3',
  '-m',
  'pip',
  'wheel',
  '-q',
  '--no-deps',
  '-w',
  'bundled',
  '..',
);
const [wheel, ...others] = readdirSync('bundled');
if (!wheel?.startsWith(`fal_lsp-${version}-`) || others.length > 0) {
  throw new Error(`the extension is ${version}, but the wheel is ${wheel}: set the same version`);
}

mkdirSync('dist', { recursive: true });
const file = `dist/fal-lsp-${version}.vsix`;
const tree = 'https://github.com/fal-lsp/fal-lsp';
run(
  ...['npx', 'vsce', 'package', '--no-dependencies', '--out', file],
  // The page of the extension shows the pictures of the repository.
  ...['--baseImagesUrl', `${tree}/raw/HEAD/vscode-extension`],
  ...['--baseContentUrl', `${tree}/blob/HEAD/vscode-extension`],
);
const { size } = statSync(file);
if (size > limit) {
  throw new Error(`${file} has ${size} bytes, more than ${limit}`);
}
console.log(`${file}: ${size} bytes`);
