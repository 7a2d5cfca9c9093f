// Bundles the extension into out/extension.js, and with --tests each test file into out/test/.
// Checks no types: that is `npm run check`.
import { readdirSync } from 'node:fs';
import { build } from 'esbuild';

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
};

if (process.argv.includes('--tests')) {
  const files = readdirSync('test', { recursive: true }).filter((name) => /\.test\.ts$/.test(name));
  await build({
    ...common,
    entryPoints: files.map((name) => `test/${name}`),
    outbase: 'test',
    outdir: 'out/test',
    external: ['vscode', 'playwright-core'],
    sourcemap: 'inline',
  });
} else {
  await build({
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'out/extension.js',
    external: ['vscode'],
    minify: true,
    // A stack trace in somebody's log should name our functions.
    keepNames: true,
    legalComments: 'linked',
  });
}
