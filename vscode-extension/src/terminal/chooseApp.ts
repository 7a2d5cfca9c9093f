/** Asks which app a command is for, with the apps that the server knows in this workspace. */

import * as vscode from 'vscode';
import { type SymbolInformation, WorkspaceSymbolRequest } from 'vscode-languageclient';
import type { QuietClient } from '../client';
import type { App } from './fal';

interface Item extends vscode.QuickPickItem {
  readonly app: App;
}

/** The chosen app, the apps of the file in front first; `undefined` where there is none or none was chosen. */
export async function chooseApp(
  client: QuietClient | undefined,
  title: string,
): Promise<App | undefined> {
  if (client === undefined) {
    await vscode.window.showWarningMessage(
      'fal-lsp is not running, so the apps of this workspace cannot be listed.',
    );
    return undefined;
  }
  const front = vscode.window.activeTextEditor?.document.uri.toString();
  const apps = await appsOf(client);
  if (apps.length === 0) {
    await vscode.window.showInformationMessage(
      'No apps were found in [tool.fal.apps] in this workspace.',
    );
    return undefined;
  }
  const items: Item[] = apps
    .sort((one, other) => rank(one, front) - rank(other, front))
    .map((app) => ({
      label: app.name,
      description: vscode.workspace.asRelativePath(app.file),
      app,
    }));
  const chosen = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return chosen?.app;
}

async function appsOf(client: QuietClient): Promise<App[]> {
  const symbols = await client.sendRequest(WorkspaceSymbolRequest.type, { query: '' });
  return (symbols ?? []).map((symbol) => ({
    name: symbol.name,
    file: vscode.Uri.parse((symbol as SymbolInformation).location.uri),
  }));
}

function rank(app: App, front: string | undefined): number {
  return app.file.toString() === front ? 0 : 1;
}
