/** Where VS Code enters: makes the parts, connects them, and asks for a new look when something changed. */

import { mkdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import { registerCommands } from './commands';
import { Lifecycle } from './lifecycle';
import { Notifications } from './notifications';
import { onPythonSelected } from './server/interpreters';
import { createStatus } from './status';
import { OwnTerminals } from './terminal/ownTerminals';

let lifecycle: Lifecycle | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('fal-lsp', { log: true });
  const storage = context.globalStorageUri.fsPath;
  const version = String((context.extension.packageJSON as { version: unknown }).version);
  // Programs are started in this folder, so it has to exist before the first one.
  await mkdir(storage, { recursive: true });
  const status = createStatus();
  const notifications = new Notifications();
  const terminals = new OwnTerminals();
  const current = new Lifecycle(storage, version, log, {
    onState: (state) => status.show(state),
    onProblem: (problem, text) => notifications.say(problem, text),
    onNoProblem: () => notifications.forget(),
  });
  lifecycle = current;
  const { extensionPath } = context;
  const stopServer = () => current.release();
  const installing = { storage, version, extensionPath, log, stopServer };
  context.subscriptions.push(
    log,
    status,
    notifications,
    terminals,
    registerCommands({ lifecycle: current, notifications, installing, terminals, log }),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('fal-lsp.path')) {
        void current.refresh('the setting fal-lsp.path changed');
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      void current.refresh('the workspace is trusted now');
    }),
    onPythonSelected(() => void current.refresh('another Python was selected'), log),
  );
  void current.refresh('the extension starts');
}

/** VS Code waits for the promise: the server gets the chance to end in good order. */
export function deactivate(): Promise<void> | undefined {
  return lifecycle?.stop();
}
