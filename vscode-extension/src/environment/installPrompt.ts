/** Installs the server into the extension's own environment, once the person agreed. Downloads nothing before that. */

import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { machine, mayRun, trustedPythons } from '../server/candidates';
import { findInstaller, oldestPython } from './installer';
import { type Installer, makeEnvironment } from './privateEnvironment';

export interface Installing {
  readonly storage: string;
  readonly version: string;
  readonly extensionPath: string;
  readonly log: vscode.LogOutputChannel;
  /** Called before files of an earlier environment are replaced. */
  readonly stopServer: () => Promise<void>;
}

/**
 * Whether a server was installed; any other outcome has been shown to the user. `agreed` if they
 * pressed a button of a message that said what it does; a Python is never downloaded without asking.
 */
export async function promptInstall(installing: Installing, agreed: boolean): Promise<boolean> {
  const { log, storage } = installing;
  const installer = await findInstaller(await trustedPythons(log), machine, storage, mayRun);
  if (installer === undefined) {
    await showNoInstaller();
    return false;
  }
  const requirement = findRequirement(installing);
  const isClear = agreed && installer.python !== undefined;
  if (!isClear && !(await agrees(installing, installer, requirement))) {
    return false;
  }
  await installing.stopServer();
  const result = await make(installing, installer, requirement);
  if (result === 'cancelled') {
    log.info('The installation was cancelled and its files were removed.');
    return false;
  }
  if ('problem' in result) {
    log.error(`The installation failed: ${result.problem}`);
    await showFailure(result.problem);
    return false;
  }
  log.info(`Installed ${result.command}.`);
  return true;
}

/** The wheel inside the extension, or the same version from the index. */
function findRequirement({ extensionPath, version }: Installing): string {
  const folder = path.join(extensionPath, 'bundled');
  const wheel = listFolder(folder).find((name) => name.startsWith(`fal_lsp-${version}-`));
  return wheel === undefined ? `fal-lsp==${version}` : path.join(folder, wheel);
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.whl'));
  } catch {
    return [];
  }
}

async function agrees(
  { storage, version }: Installing,
  installer: Installer,
  requirement: string,
): Promise<boolean> {
  const tool = installer.uv ?? installer.python ?? '';
  const python = installer.python === undefined ? ' uv also downloads a Python.' : '';
  const source = requirement.endsWith('.whl')
    ? 'fal-lsp is bundled with this extension; its dependencies are downloaded'
    : `fal-lsp ${version} and its dependencies are downloaded`;
  const detail =
    'It checks [tool.fal] in pyproject.toml as you type, completes and documents its keys, and fixes mistakes. ' +
    `${source} from your Python package index into a separate Python environment, created with ${tool} in ` +
    `${storage}.${python} Your projects and their environments are not changed.`;
  const agreed = 'Install';
  return (
    (await vscode.window.showInformationMessage(
      `Install the fal-lsp server ${version}?`,
      { modal: true, detail },
      agreed,
    )) === agreed
  );
}

function make(installing: Installing, installer: Installer, requirement: string) {
  const { log, storage, version } = installing;
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Installing fal-lsp ${version}`,
      cancellable: true,
    },
    (progress, token) => {
      const stopper = new AbortController();
      token.onCancellationRequested(() => stopper.abort());
      return makeEnvironment({
        storage,
        version,
        requirement,
        installer,
        signal: stopper.signal,
        onLine: (line) => log.info(line),
        onStep: (message) => progress.report({ message }),
      });
    },
  );
}

async function showNoInstaller(): Promise<void> {
  const help = 'How to Install Python';
  const chosen = await vscode.window.showErrorMessage(
    `fal-lsp requires Python ${oldestPython.join('.')} or newer, or uv. Neither is on PATH.`,
    help,
  );
  if (chosen === help) {
    await vscode.env.openExternal(vscode.Uri.parse('https://www.python.org/downloads/'));
  }
}

async function showFailure(problem: string): Promise<void> {
  const showLog = 'Show Log';
  const chosen = await vscode.window.showErrorMessage(
    `Could not install fal-lsp: ${problem}`,
    showLog,
  );
  if (chosen === showLog) {
    await vscode.commands.executeCommand('fal-lsp.showLogs');
  }
}
