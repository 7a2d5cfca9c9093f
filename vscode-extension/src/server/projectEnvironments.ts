/** The Python environments of projects, found without the Python extension: `.venv`, `venv`, uv's and poetry's. */

import path from 'node:path';
import { run } from '../process';
import { findOnPath, type Machine } from './paths';

/** Milliseconds; poetry is a Python program and takes a second or two. */
const timeout = 10_000;

/** The Pythons of the environments of some trusted folders, the nearest first; each exists. */
export async function projectPythons(
  folders: readonly string[],
  machine: Machine,
  cwd: string,
): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    const fixed = environmentsOf(folder, machine).flatMap((each) => pythonIn(each, machine) ?? []);
    found.push(...(fixed.length > 0 ? fixed : await fromPoetry(folder, machine, cwd)));
  }
  return [...new Set(found)];
}

/** Where uv and people put the environment of a folder, whether it is there or not. */
function environmentsOf(folder: string, machine: Machine): string[] {
  const named = machine.env['UV_PROJECT_ENVIRONMENT'];
  return [...(named ? [named] : []), '.venv', 'venv'].map((name) => path.resolve(folder, name));
}

function pythonIn(environment: string, machine: Machine): string | undefined {
  const names =
    machine.platform === 'win32' ? ['Scripts/python.exe'] : ['bin/python', 'bin/python3'];
  return names.map((name) => path.join(environment, name)).find((python) => machine.isFile(python));
}

/** Poetry keeps environments elsewhere, under names that it alone knows. */
async function fromPoetry(folder: string, machine: Machine, cwd: string): Promise<string[]> {
  const poetry = findOnPath('poetry', machine);
  if (poetry === undefined || !machine.isFile(path.join(folder, 'poetry.lock'))) {
    return [];
  }
  const args = ['--directory', folder, '--no-interaction', 'env', 'info', '--path'];
  const outcome = await run(poetry, args, { cwd, timeout });
  const environment = outcome.kind === 'ended' && outcome.code === 0 ? outcome.stdout.trim() : '';
  const python = environment === '' ? undefined : pythonIn(environment, machine);
  return python === undefined ? [] : [python];
}
