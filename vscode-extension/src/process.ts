/** Runs a program to its end: with a time limit, cancellable, never through a shell. Knows nothing of servers. */

import { type ChildProcess, spawn } from 'node:child_process';

/** Output beyond this many characters is dropped; a version or an error message is short. */
const outputLimit = 100_000;

export interface RunOptions {
  /** An existing folder that is not the workspace: programs look for their configuration there. */
  readonly cwd: string;
  /** Milliseconds; without it the program may take as long as it wants. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  readonly env?: NodeJS.ProcessEnv;
  readonly onLine?: (line: string) => void;
}

export type Outcome =
  | {
      readonly kind: 'ended';
      readonly code: number | null;
      readonly stdout: string;
      readonly stderr: string;
    }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'cancelled' };

/** Never rejects. `failed` means that the program could not be started; `code` is Node's, e.g. `ENOENT`. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<Outcome> {
  const { cwd, env, onLine, signal, timeout } = options;
  if (signal?.aborted) {
    return Promise.resolve({ kind: 'cancelled' });
  }
  return new Promise((resolve) => {
    const output = { stdout: '', stderr: '' };
    let stopped: 'timeout' | 'cancelled' | undefined;
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // A group of its own, so that what the program started can be ended with it.
      detached: process.platform !== 'win32',
    });
    const stop = (why: 'timeout' | 'cancelled') => {
      stopped ??= why;
      killGroup(child);
      // A grandchild that left the group may hold the pipes open, and then `close` never comes.
      finish({ kind: why });
    };
    const onAbort = () => stop('cancelled');
    const timer = timeout === undefined ? undefined : setTimeout(() => stop('timeout'), timeout);
    const finish = (outcome: Outcome) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(outcome);
    };
    signal?.addEventListener('abort', onAbort);
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (chunk: string) => {
        output[name] = (output[name] + chunk).slice(0, outputLimit);
        for (const line of chunk.split(/\r?\n/)) {
          if (line.trim() !== '') {
            onLine?.(line.trimEnd());
          }
        }
      });
    }
    child.on('error', (error: NodeJS.ErrnoException) =>
      finish({ kind: 'failed', code: error.code ?? error.message }),
    );
    child.on('close', (code) =>
      finish(stopped === undefined ? { kind: 'ended', code, ...output } : { kind: stopped }),
    );
  });
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && process.platform !== 'win32') {
      process.kill(-child.pid, 'SIGKILL');
      return;
    }
  } catch {
    // The group is gone already, or was never made.
  }
  child.kill('SIGKILL');
}

/** The last line that says something: where Python puts the reason of a failure. */
export function lastLine(text: string): string {
  return text.trim().split(/\r?\n/).at(-1)?.trim() ?? '';
}

/** The last line that starts with `error`, where pip and uv say what failed; hints may follow it. */
export function errorLine(text: string): string | undefined {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => /^(error\b|×)/i.test(line)).at(-1);
}
