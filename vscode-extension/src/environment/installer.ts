/** Finds what can create a Python environment on this machine: uv, or a recent Python. Installs nothing. */

import { run } from '../process';
import { findOnPath, type Machine } from '../server/paths';
import type { Installer } from './privateEnvironment';

/** The oldest Python that the server runs on. */
export const oldestPython = [3, 10] as const;

const versionProgram = 'import sys; print("%d.%d" % sys.version_info[:2])';

/**
 * `pythons` are tried first, then those on PATH; `allowed` says which programs may be run.
 * `undefined` if there is neither uv nor a suitable Python.
 */
export async function findInstaller(
  pythons: readonly string[],
  machine: Machine,
  cwd: string,
  allowed: (program: string) => boolean,
): Promise<Installer | undefined> {
  const uv = [findOnPath('uv', machine)].find((each) => each !== undefined && allowed(each));
  const python = await findPython(
    [...pythons, findOnPath('python3', machine), findOnPath('python', machine)].filter(
      (each): each is string => each !== undefined && allowed(each),
    ),
    cwd,
  );
  if (uv !== undefined) {
    return python === undefined ? { uv } : { uv, python };
  }
  return python === undefined ? undefined : { python };
}

async function findPython(pythons: readonly string[], cwd: string): Promise<string | undefined> {
  for (const python of pythons) {
    const outcome = await run(python, ['-I', '-c', versionProgram], { cwd, timeout: 10_000 });
    if (outcome.kind === 'ended' && outcome.code === 0 && isRecent(outcome.stdout)) {
      return python;
    }
  }
  return undefined;
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.trim().split('.').map(Number);
  return major > oldestPython[0] || (major === oldestPython[0] && minor >= oldestPython[1]);
}
