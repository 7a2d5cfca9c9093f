/** The private Python environment of the extension: where it lies and how it is made. Asks nobody; the caller has asked. */

import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorLine, lastLine, type Outcome, run } from '../process';
import { isFile, programName } from '../server/paths';

/** A program that can make environments, found by `findInstaller`. `python` is absent if uv must fetch one. */
export interface Installer {
  readonly uv?: string;
  readonly python?: string;
}

export interface Making {
  /** The extension's own storage, which exists. */
  readonly storage: string;
  /** The version of the extension, hence of the server. */
  readonly version: string;
  /** What pip installs: a wheel's path or `fal-lsp==VERSION`. */
  readonly requirement: string;
  readonly installer: Installer;
  readonly signal: AbortSignal;
  /** Called with each line that the programs print. */
  readonly onLine: (line: string) => void;
  /** Called with a few words on what is done now. */
  readonly onStep: (what: string) => void;
}

/** Written last: an environment without it was interrupted and is worth nothing. */
const marker = '.complete';

function root(storage: string): string {
  return path.join(storage, 'environments');
}

function programIn(environment: string, name: string): string {
  const windows = process.platform === 'win32';
  return path.join(environment, windows ? 'Scripts' : 'bin', programName(name, process.platform));
}

/** The servers of complete private environments: that of this version first, then any older. */
export async function privateServers(storage: string, version: string): Promise<string[]> {
  const names = await readdir(root(storage)).catch(() => []);
  return names
    .filter((name) => existsSync(path.join(root(storage), name, marker)))
    .sort((one, other) => Number(other === version) - Number(one === version))
    .map((name) => programIn(path.join(root(storage), name), 'fal-lsp'));
}

/**
 * Makes the environment of a version and returns the path of its server, or why there is none.
 * What an earlier, interrupted try left is removed first, what other versions left at the end.
 */
export async function makeEnvironment(
  making: Making,
): Promise<{ readonly command: string } | { readonly problem: string } | 'cancelled'> {
  const environment = path.join(root(making.storage), making.version);
  await rm(environment, { recursive: true, force: true });
  await mkdir(root(making.storage), { recursive: true });
  const options = { cwd: making.storage, signal: making.signal, onLine: making.onLine };
  for (const [index, [command, ...args]] of steps(environment, making).entries()) {
    making.onStep(stepNames[index] ?? '');
    making.onLine(`> ${[command, ...args].join(' ')}`);
    const outcome = await run(command, args, options);
    if (outcome.kind !== 'ended' || outcome.code !== 0) {
      await rm(environment, { recursive: true, force: true });
      return outcome.kind === 'cancelled' ? 'cancelled' : { problem: explain(command, outcome) };
    }
  }
  const server = programIn(environment, 'fal-lsp');
  if (!isFile(server)) {
    return { problem: `${making.requirement} was installed but brought no program fal-lsp` };
  }
  await writeFile(path.join(environment, marker), '');
  await removeOthers(making);
  return { command: server };
}

/** What the steps of either program do. */
const stepNames = ['creating a Python environment (1 of 2)', 'installing the packages (2 of 2)'];

type Step = readonly [command: string, ...args: string[]];

function steps(environment: string, { installer, requirement }: Making): readonly Step[] {
  const python = programIn(environment, 'python');
  if (installer.uv !== undefined) {
    return [
      [installer.uv, 'venv', '--no-project', '--python', installer.python ?? '>=3.10', environment],
      [installer.uv, 'pip', 'install', '--python', python, requirement],
    ];
  }
  return [
    // -I: neither PYTHONPATH nor the working directory decides what is imported.
    [installer.python ?? 'python3', '-I', '-m', 'venv', environment],
    [
      python,
      '-I',
      '-m',
      'pip',
      'install',
      '--disable-pip-version-check',
      '--no-input',
      requirement,
    ],
  ];
}

function explain(command: string, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'ended':
      return (
        errorLine(outcome.stderr) ||
        lastLine(outcome.stderr) ||
        lastLine(outcome.stdout) ||
        `${command} ended with ${outcome.code}`
      );
    case 'failed':
      return `${command} can't be started (${outcome.code})`;
    default:
      return `${command} did not end`;
  }
}

async function removeOthers({ storage, version }: Making): Promise<void> {
  const names = await readdir(root(storage));
  for (const name of names.filter((each) => each !== version)) {
    // A server of an older window may still run from it; then a later time removes it.
    await rm(path.join(root(storage), name), { recursive: true, force: true }).catch(() => {});
  }
}
