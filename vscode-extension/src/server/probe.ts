/** Tries a server: runs it with `--version` and judges the answer. Knows nothing of where it came from. */

import { existsSync } from 'node:fs';
import { lastLine, type Outcome, run } from '../process';
import type { Verdict } from './discovery';
import { cleanEnvironment, shadowedModule } from './pythonProblem';

/** Milliseconds; a first start from a cold, scanned disk takes some seconds. */
const timeout = 15_000;

/** `cwd` is an existing folder outside the workspace. Never rejects. */
export async function probe(command: string, cwd: string): Promise<Verdict> {
  if (!existsSync(command)) {
    return { works: false, reason: "doesn't exist" };
  }
  return judge(
    await run(command, ['--version'], { cwd, timeout, env: cleanEnvironment(process.env) }),
  );
}

/** The verdict on what `--version` came to. */
export function judge(outcome: Outcome): Verdict {
  switch (outcome.kind) {
    case 'ended': {
      if (outcome.code !== 0) {
        const shadowed = shadowedModule(outcome.stderr, process.env);
        if (shadowed !== undefined) {
          return { works: false, reason: `${shadowed}: ${clip(lastLine(outcome.stderr))}` };
        }
        const said = lastLine(outcome.stderr) || lastLine(outcome.stdout) || 'it said nothing';
        return { works: false, reason: `--version ended with ${outcome.code}: ${clip(said)}` };
      }
      const version = /^fal-lsp\s+v?(\d+\.\S+)/m.exec(outcome.stdout)?.[1];
      return version === undefined
        ? {
            works: false,
            reason: `is not fal-lsp: --version answered “${clip(lastLine(outcome.stdout))}”`,
          }
        : { works: true, version };
    }
    case 'failed':
      return { works: false, reason: startProblem(outcome.code) };
    case 'timeout':
      return { works: false, reason: `gave no answer to --version within ${timeout / 1000} s` };
    case 'cancelled':
      return { works: false, reason: 'was not tried to the end' };
  }
}

function startProblem(code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'may not be executed';
    case 'ENOENT':
      // The file is there, so what is missing is the Python in its first line.
      return 'needs a Python that is gone; was its environment moved or deleted?';
    default:
      return `can't be started (${code})`;
  }
}

function clip(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
