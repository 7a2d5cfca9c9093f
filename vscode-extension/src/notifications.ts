/** Shows a problem with the server once, with buttons that help. Decides when; must not know the texts. */

import * as vscode from 'vscode';
import { selector } from './client';

interface Action {
  readonly title: string;
  readonly run: () => Thenable<unknown>;
}

const install: Action = {
  title: 'Install',
  // The message has said what is installed where; a second question would add nothing.
  run: () => vscode.commands.executeCommand('fal-lsp.installServer', { agreed: true }),
};
/** Where the message says something else: what is installed where is asked then. */
const offerInstall: Action = {
  title: 'Install…',
  run: () => vscode.commands.executeCommand('fal-lsp.installServer'),
};
const openSettings: Action = {
  title: 'Open Settings',
  // Where VS Code runs on another machine, the setting belongs to that machine's page.
  run: () =>
    vscode.env.remoteName === undefined
      ? vscode.commands.executeCommand('workbench.action.openSettings', 'fal-lsp.path')
      : vscode.commands.executeCommand('workbench.action.openRemoteSettings', {
          query: 'fal-lsp.path',
        }),
};
const showLog: Action = {
  title: 'Show Log',
  run: () => vscode.commands.executeCommand('fal-lsp.showLogs'),
};
const restart: Action = {
  title: 'Restart',
  run: () => vscode.commands.executeCommand('fal-lsp.restart'),
};

const update: Action = { ...install, title: 'Update' };

const trust: Action = {
  title: 'Manage Workspace Trust',
  run: () => vscode.commands.executeCommand('workbench.trust.manage'),
};

/** `absent`: no server; `untrusted`: none outside of a workspace that is not trusted; `broken`: the configured or installed one does not work; `failed`: it crashed. */
export type Problem = 'absent' | 'untrusted' | 'broken' | 'outdated' | 'failed';

const actions: Readonly<Record<Problem, readonly Action[]>> = {
  absent: [install, openSettings, showLog],
  untrusted: [trust, offerInstall, showLog],
  broken: [openSettings, offerInstall, showLog],
  outdated: [update, showLog],
  failed: [restart, showLog],
};

export class Notifications implements vscode.Disposable {
  private waiting: { readonly problem: Problem; readonly text: string } | undefined;
  private said: string | undefined;
  private readonly subscription = vscode.workspace.onDidOpenTextDocument(() => this.showWaiting());

  /**
   * Shows a problem unless it was the last one shown. A missing server is only worth a message if a
   * fal project is open: most pyproject.toml files have nothing to do with fal.
   */
  say(problem: Problem, text: string): void {
    if (problem === 'absent' || problem === 'untrusted') {
      this.waiting = { problem, text };
      this.showWaiting();
      return;
    }
    this.waiting = undefined;
    this.show(problem, text);
  }

  /** There is no problem, or the user tries again: show the next problem even if it is the same. */
  forget(): void {
    this.waiting = undefined;
    this.said = undefined;
  }

  dispose(): void {
    this.subscription.dispose();
  }

  private showWaiting(): void {
    if (this.waiting !== undefined && vscode.workspace.textDocuments.some(isForFal)) {
      this.show(this.waiting.problem, this.waiting.text);
      this.waiting = undefined;
    }
  }

  private show(problem: Problem, text: string): void {
    if (text === this.said) {
      return;
    }
    this.said = text;
    void vscode.window
      .showWarningMessage(text, ...actions[problem].map((action) => action.title))
      .then((chosen) => actions[problem].find((action) => action.title === chosen)?.run());
  }
}

/** A quick test: whether the words occur at all. */
function isForFal(document: vscode.TextDocument): boolean {
  return vscode.languages.match(selector, document) > 0 && document.getText().includes('tool.fal');
}
