/** Runs `fal run` and `fal deploy` for an app in a terminal, in the folder of its project. Knows nothing of what fal does. */

import path from 'node:path';
import * as vscode from 'vscode';
import { machine, trustedPythons } from '../server/candidates';
import type { Server } from '../server/discovery';
import { findBeside, findOnPath } from '../server/paths';
import type { OwnTerminals } from './ownTerminals';
import { commandLine, shellOf } from './quoting';

/** The words between `fal` and the name of the app. */
export type Verb = 'run' | 'deploy' | 'deploy --check';

/** `file` is the pyproject.toml that declares the app. */
export interface App {
  readonly name: string;
  readonly file: vscode.Uri;
}

/** Starts fal in a terminal if `confirm` agrees in the end; where that is not possible, says why and what to do. */
export async function runFal(
  verb: Verb,
  app: App,
  server: Server | undefined,
  { log, terminals }: { readonly log: vscode.LogOutputChannel; readonly terminals: OwnTerminals },
  confirm: () => Promise<boolean>,
): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    await askForTrust(verb);
    return;
  }
  const folder = vscode.Uri.file(path.dirname(app.file.fsPath));
  const pythons = await trustedPythons(log);
  const fal = findFal(pythons, server);
  if (fal === undefined) {
    await tellNoFal(pythons[0], folder, terminals);
    return;
  }
  const words = [fal, ...verb.split(' '), ...argument(app.name)];
  const line = commandLine(shellOf(vscode.env.shell), words);
  if (line === undefined) {
    const shown = JSON.stringify(app.name);
    await vscode.window.showErrorMessage(
      `The name of the app, ${shown}, can't be written safely in a command line of ${vscode.env.shell}. Start fal yourself, or give the app a plain name.`,
    );
    return;
  }
  if (!(await confirm())) {
    return;
  }
  log.info(`In a terminal: ${line}`);
  await terminals.run(folder, line);
}

/** `--` keeps a name that starts with a hyphen from being read as an option. */
function argument(name: string): readonly string[] {
  return name.startsWith('-') ? ['--', name] : [name];
}

/** fal in the environment of the project, else in that of the server, else the one on PATH by its bare name. */
function findFal(pythons: readonly string[], server: Server | undefined): string | undefined {
  const neighbours = server === undefined ? pythons : [...pythons, server.command];
  for (const neighbour of neighbours) {
    const fal = findBeside(neighbour, 'fal', machine);
    if (fal !== undefined) {
      return fal === findOnPath('fal', machine) ? 'fal' : fal;
    }
  }
  return findOnPath('fal', machine) === undefined ? undefined : 'fal';
}

async function askForTrust(verb: Verb): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const chosen = await vscode.window.showWarningMessage(
    `fal ${verb} runs code of this workspace, which is not trusted yet.`,
    manage,
  );
  if (chosen === manage) {
    await vscode.commands.executeCommand('workbench.trust.manage');
  }
}

async function tellNoFal(
  python: string | undefined,
  folder: vscode.Uri,
  terminals: OwnTerminals,
): Promise<void> {
  const prepare = 'Prepare the Command';
  const place = python === undefined ? 'on PATH' : 'in the selected Python environment or on PATH';
  const chosen = await vscode.window.showWarningMessage(
    `fal is not installed ${place}. Install it with “pip install fal”.`,
    prepare,
  );
  if (chosen !== prepare) {
    return;
  }
  const words = [...(python === undefined ? [] : [python, '-m']), 'pip', 'install', 'fal'];
  const line = commandLine(shellOf(vscode.env.shell), words) ?? 'pip install fal';
  // Only typed: the person reads it and presses Enter.
  await terminals.run(folder, line, false);
}
