/** Paths of programs: on PATH, beside a Python, written in a setting. Reads only whether files exist. */

import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

/** What the pure functions below need to know of the machine; tests give their own. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly isFile: (file: string) => boolean;
}

export function isFile(file: string): boolean {
  try {
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The file name of a program: only `.exe` on Windows, since Node can't start scripts there without a shell. */
export function programName(name: string, platform: NodeJS.Platform): string {
  return platform === 'win32' ? `${name}.exe` : name;
}

/**
 * The program on PATH as an absolute path. Relative entries are skipped: they would mean the
 * folder that is open in the editor.
 */
export function findOnPath(name: string, machine: Machine): string | undefined {
  const { delimiter, isAbsolute, join } = flavour(machine.platform);
  const file = programName(name, machine.platform);
  return (machine.env['PATH'] ?? machine.env['Path'] ?? '')
    .split(delimiter)
    .map((folder) => folder.replace(/^"(.*)"$/, '$1'))
    .filter((folder) => isAbsolute(folder))
    .map((folder) => join(folder, file))
    .find((candidate) => machine.isFile(candidate));
}

/** A program installed in the environment of a Python: beside it, or in `Scripts` on Windows. */
export function findBeside(python: string, name: string, machine: Machine): string | undefined {
  const { dirname, join } = flavour(machine.platform);
  const folder = dirname(python);
  const folders = machine.platform === 'win32' ? [folder, join(folder, 'Scripts')] : [folder];
  return folders
    .map((each) => join(each, programName(name, machine.platform)))
    .find((candidate) => machine.isFile(candidate));
}

/** A folder of the workspace as settings name it. */
export interface Folder {
  readonly name: string;
  readonly path: string;
}

/**
 * The absolute path that a setting means, or a reason why it means none. Known are `~`,
 * `${workspaceFolder}`, `${workspaceFolder:NAME}`, `${userHome}`, `${env:NAME}`, a path relative
 * to the first folder, and a bare name that is looked up on PATH.
 */
export function resolveSetting(
  value: string,
  folders: readonly Folder[],
  machine: Machine,
): { readonly command: string } | { readonly reason: string } {
  const { isAbsolute, join } = flavour(machine.platform);
  let missing: string | undefined;
  const expanded = value.trim().replace(/\$\{([^}]*)\}/g, (whole, name: string) => {
    const text = variable(name, folders, machine);
    missing ??= text === undefined ? whole : undefined;
    return text ?? whole;
  });
  if (missing !== undefined) {
    return { reason: `holds ${missing}, which has no value here` };
  }
  const file = expanded.replace(/^~(?=$|[/\\])/, machine.home);
  if (isAbsolute(file)) {
    return { command: file };
  }
  if (!/[/\\]/.test(file)) {
    const found = findOnPath(file.replace(/\.exe$/i, ''), machine);
    return found === undefined ? { reason: 'is not on PATH' } : { command: found };
  }
  const first = folders[0];
  return first === undefined
    ? { reason: 'is a relative path, but no folder is open' }
    : { command: join(first.path, file) };
}

function variable(name: string, folders: readonly Folder[], machine: Machine): string | undefined {
  if (name === 'workspaceFolder') {
    return folders[0]?.path;
  }
  if (name === 'userHome') {
    return machine.home;
  }
  const [kind, ...rest] = name.split(':');
  const argument = rest.join(':');
  if (kind === 'workspaceFolder') {
    return folders.find((folder) => folder.name === argument)?.path;
  }
  return kind === 'env' ? machine.env[argument] : undefined;
}

/** Whether a file lies in one of the folders, symbolic links followed. */
export function isInside(file: string, folders: readonly string[]): boolean {
  const target = real(file);
  return folders.some((folder) => {
    const relative = path.relative(real(folder), target);
    return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  });
}

function real(file: string): string {
  return existsSync(file) ? realpathSync.native(file) : path.resolve(file);
}

function flavour(platform: NodeJS.Platform): path.PlatformPath {
  return platform === 'win32' ? path.win32 : path.posix;
}
