/** The language status item of pyproject.toml. Shows a state, changes nothing. */

import * as vscode from 'vscode';
import { selector } from './client';
import type { ServerState } from './lifecycle';

export function createStatus(): { show(state: ServerState): void } & vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('fal-lsp', selector);
  item.name = 'fal-lsp';
  return {
    show: (state) => Object.assign(item, appearance(state)),
    dispose: () => item.dispose(),
  };
}

type Appearance = Pick<
  vscode.LanguageStatusItem,
  'text' | 'detail' | 'severity' | 'busy' | 'command'
>;

const showLog: vscode.Command = { title: 'Show Log', command: 'fal-lsp.showLogs' };

function appearance(state: ServerState): Appearance {
  const severity = vscode.LanguageStatusSeverity;
  switch (state.kind) {
    case 'starting':
      return {
        text: 'fal-lsp',
        detail: 'starting',
        severity: severity.Information,
        busy: true,
        command: showLog,
      };
    case 'running':
      return {
        text: `fal-lsp ${state.server.version}`,
        detail: state.server.where,
        severity: severity.Information,
        busy: false,
        command: { title: 'Version and Paths', command: 'fal-lsp.showVersion' },
      };
    case 'absent':
      return {
        text: 'fal-lsp',
        detail: 'no server',
        severity: severity.Warning,
        busy: false,
        command: { title: 'Install', command: 'fal-lsp.installServer' },
      };
    case 'failed':
      return {
        text: 'fal-lsp: server failed',
        detail: state.problem,
        severity: severity.Error,
        busy: false,
        command: { title: 'Restart', command: 'fal-lsp.restart' },
      };
  }
}
