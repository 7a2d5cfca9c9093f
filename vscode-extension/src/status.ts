/** The entry in the language status of pyproject.toml. Shows a condition; changes nothing. */

import * as vscode from 'vscode';
import { selector } from './client';
import type { Condition } from './lifecycle';

export function createStatus(): { show(condition: Condition): void } & vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('fal-lsp', selector);
  item.name = 'fal-lsp';
  return {
    show: (condition) => Object.assign(item, appearance(condition)),
    dispose: () => item.dispose(),
  };
}

type Appearance = Pick<
  vscode.LanguageStatusItem,
  'text' | 'detail' | 'severity' | 'busy' | 'command'
>;

const showLog: vscode.Command = { title: 'Show Log', command: 'fal-lsp.showLogs' };

function appearance(condition: Condition): Appearance {
  const severity = vscode.LanguageStatusSeverity;
  switch (condition.kind) {
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
        text: `fal-lsp ${condition.server.version}`,
        detail: condition.server.where,
        severity: severity.Information,
        busy: false,
        command: { title: 'Version and Paths', command: 'fal-lsp.showVersion' },
      };
    case 'absent':
      return {
        text: 'fal-lsp: no server',
        detail: condition.problem,
        severity: severity.Warning,
        busy: false,
        command: { title: 'Install…', command: 'fal-lsp.installServer' },
      };
    case 'failed':
      return {
        text: 'fal-lsp: server failed',
        detail: condition.problem,
        severity: severity.Error,
        busy: false,
        command: { title: 'Restart', command: 'fal-lsp.restart' },
      };
  }
}
