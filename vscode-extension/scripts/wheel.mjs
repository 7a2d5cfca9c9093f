// Puts the wheel of the same version into bundled/. `vsce package` runs it first, so no .vsix is without.
// PYTHON names the Python whose pip builds the wheel.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';

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
