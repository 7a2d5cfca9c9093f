// Makes dist/fal-lsp-VERSION.vsix with the wheel of the same version inside, and fails if it is too big.
// `vsce` first runs the script `vscode:prepublish`, which bundles the extension and builds the wheel.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';

const limit = 1_400_000; // bytes; the wheel is 945,000 of them
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const run = (command, ...args) => execFileSync(command, args, { stdio: 'inherit' });

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
