/** The commands of the palette and of the code lenses. Must not do the work itself. */

import * as vscode from 'vscode';
import { type Installing, promptInstall } from './environment/installPrompt';
import type { Lifecycle } from './lifecycle';
import type { Notifications } from './notifications';
import { openProject } from './openProject';
import { RulePages } from './rulePages';
import { describeServer } from './server/discovery';
import { showLog } from './showLog';
import { chooseApp } from './terminal/chooseApp';
import { confirmDeploy, saveFile } from './terminal/confirmDeploy';
import { runFal, type Verb } from './terminal/fal';
import type { OwnTerminals } from './terminal/ownTerminals';

export interface Parts {
  readonly lifecycle: Lifecycle;
  readonly notifications: Notifications;
  readonly installing: Installing;
  readonly terminals: OwnTerminals;
  readonly log: vscode.LogOutputChannel;
}

/** A code lens passes the app's name and the address of its pyproject.toml; the palette passes nothing. */
type LensArguments = [name?: unknown, file?: unknown];

export function registerCommands(parts: Parts): vscode.Disposable {
  const { lifecycle, log, notifications } = parts;
  const register = vscode.commands.registerCommand;
  const pages = new RulePages();
  return vscode.Disposable.from(
    register('fal-lsp.restart', async () => {
      notifications.forget();
      await lifecycle.restart('a restart was requested');
    }),
    register('fal-lsp.showLogs', () => showLog(log)),
    register('fal-lsp.showVersion', () => showVersion(parts)),
    register('fal-lsp.installServer', async (options?: { readonly agreed?: boolean }) => {
      if (await promptInstall(parts.installing, options?.agreed === true)) {
        notifications.forget();
        await lifecycle.restart('a server was installed');
        if (lifecycle.running !== undefined) {
          void vscode.window.showInformationMessage(
            `fal-lsp ${lifecycle.current?.version} is installed and checks this workspace now.`,
          );
        }
      } else {
        await lifecycle.refresh('no server was installed');
      }
    }),
    register('fal-lsp.run', (...args: LensArguments) => start(parts, 'run', args)),
    register('fal-lsp.deploy', (...args: LensArguments) => start(parts, 'deploy', args)),
    // Here fal itself says what would change, and asks.
    register('fal-lsp.deployCheck', (...args: LensArguments) =>
      start(parts, 'deploy --check', args),
    ),
    register('fal-lsp.showApp', (_name: unknown, file: string, line: number) =>
      vscode.window.showTextDocument(vscode.Uri.parse(file), {
        selection: new vscode.Range(line, 0, line, 0),
      }),
    ),
    register('fal-lsp.openProject', openProject),
    register('fal-lsp.explain', (rule: unknown, page: unknown) => pages.show(rule, page)),
    vscode.workspace.registerTextDocumentContentProvider(RulePages.scheme, pages),
  );
}

async function start(parts: Parts, verb: Verb, [name, file]: LensArguments): Promise<void> {
  const { lifecycle } = parts;
  const address =
    typeof file === 'string'
      ? vscode.Uri.parse(file)
      : vscode.window.activeTextEditor?.document.uri;
  const app =
    typeof name === 'string' && address !== undefined
      ? { name, file: address }
      : await chooseApp(lifecycle.running, `fal ${verb}: which app?`);
  if (app !== undefined) {
    const confirm = () =>
      verb === 'deploy' ? confirmDeploy(app, lifecycle.running) : saveFile(app.file);
    await runFal(verb, app, lifecycle.current, parts, confirm);
  }
}

async function showVersion({ installing, lifecycle, log }: Parts): Promise<void> {
  const { current, running } = lifecycle;
  const state = running === undefined ? 'not running' : 'running';
  const server = current === undefined ? 'no server' : `${describeServer(current)}, ${state}`;
  const text = `${server}. Extension ${installing.version}.`;
  log.info(text);
  const actions = {
    Copy: () => vscode.env.clipboard.writeText(text),
    'Show Log': () => showLog(log),
  };
  const titles = Object.keys(actions) as (keyof typeof actions)[];
  const chosen = await vscode.window.showInformationMessage(text, ...titles);
  if (chosen !== undefined) {
    await actions[chosen]();
  }
}
