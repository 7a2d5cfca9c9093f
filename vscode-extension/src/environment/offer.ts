/** Offers to make the private environment, and makes it once the person agrees. Nothing is fetched before that. */

import { readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { machine, mayRun, trustedPythons } from '../server/places';
import { findMaker, oldestPython } from './maker';
import { type Maker, makeEnvironment } from './privateEnvironment';

export interface Installing {
  readonly storage: string;
  readonly version: string;
  readonly extensionPath: string;
  readonly log: vscode.LogOutputChannel;
  /** Called before files of an earlier environment are replaced. */
  readonly stopServer: () => Promise<void>;
}

/** Answers whether a server was installed; every other outcome has been told to the person. */
export async function offerInstall(installing: Installing): Promise<boolean> {
  const { log, storage } = installing;
  const maker = await findMaker(await trustedPythons(log), machine, storage, mayRun);
  if (maker === undefined) {
    await tellNoMaker();
    return false;
  }
  const requirement = findRequirement(installing);
  if (!(await agrees(installing, maker, requirement))) {
    return false;
  }
  await installing.stopServer();
  const result = await make(installing, maker, requirement);
  if (result === 'cancelled') {
    log.info('The installation was cancelled and what it had made was removed.');
    return false;
  }
  if ('problem' in result) {
    log.error(`The installation failed: ${result.problem}`);
    await tellFailure(result.problem);
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
  maker: Maker,
  requirement: string,
): Promise<boolean> {
  const tool = maker.uv ?? maker.python ?? '';
  const python = maker.python === undefined ? ' uv also downloads a Python for it.' : '';
  const source = requirement.endsWith('.whl')
    ? 'fal-lsp comes with this extension; the packages that it needs are downloaded'
    : `fal-lsp ${version} and the packages that it needs are downloaded`;
  const detail =
    `${source} from your Python package index into a Python environment of its own, made with ${tool} in ` +
    `${storage}.${python} Your projects and their environments are not touched.`;
  const agreed = 'Install';
  return (
    (await vscode.window.showInformationMessage(
      `Install the server fal-lsp ${version}?`,
      { modal: true, detail },
      agreed,
    )) === agreed
  );
}

function make(installing: Installing, maker: Maker, requirement: string) {
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
        maker,
        signal: stopper.signal,
        onLine: (line) => {
          log.info(line);
          progress.report({ message: line.slice(0, 80) });
        },
      });
    },
  );
}

async function tellNoMaker(): Promise<void> {
  const help = 'How to Install Python';
  const chosen = await vscode.window.showErrorMessage(
    `fal-lsp needs Python ${oldestPython.join('.')} or newer (or uv, which can fetch one), and neither is on PATH.`,
    help,
  );
  if (chosen === help) {
    await vscode.env.openExternal(vscode.Uri.parse('https://www.python.org/downloads/'));
  }
}

async function tellFailure(problem: string): Promise<void> {
  const showLog = 'Show Log';
  const chosen = await vscode.window.showErrorMessage(
    `fal-lsp could not be installed: ${problem}`,
    showLog,
  );
  if (chosen === showLog) {
    await vscode.commands.executeCommand('fal-lsp.showLogs');
  }
}
