/** The terminals that the extension opens: one is used again where it is certainly idle. Knows no fal. */

import * as vscode from 'vscode';
import { shellOf } from './quoting';

/** Milliseconds that a shell gets for its first prompt; later the line is typed without its help. */
const integrationPatience = 3000;

/** Ctrl+U. An Escape that somebody pressed at the prompt would take the first letter of the line with it. */
const deleteLine = '\u0015';

interface Own {
  readonly terminal: vscode.Terminal;
  readonly folder: vscode.Uri;
  /** Whether something may run in it. */
  busy: boolean;
}

export class OwnTerminals implements vscode.Disposable {
  private own: Own[] = [];
  private readonly subscriptions: vscode.Disposable;

  constructor() {
    const mark = (busy: boolean) => (event: { readonly terminal: vscode.Terminal }) => {
      for (const each of this.own.filter(({ terminal }) => terminal === event.terminal)) {
        each.busy = busy;
      }
    };
    this.subscriptions = vscode.Disposable.from(
      vscode.window.onDidStartTerminalShellExecution(mark(true)),
      vscode.window.onDidEndTerminalShellExecution(mark(false)),
      vscode.window.onDidCloseTerminal((closed) => {
        this.own = this.own.filter(({ terminal }) => terminal !== closed);
      }),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** Shows a terminal in a folder and runs a line of its shell there; without `now` the line is only typed. */
  async run(folder: vscode.Uri, line: string, now = true): Promise<void> {
    const own = this.idle(folder) ?? this.open(folder);
    // Nothing else may take it while its shell starts.
    own.busy = true;
    own.terminal.show();
    const shell = await integration(own.terminal);
    if (shell === undefined) {
      own.terminal.sendText(line, now);
      return;
    }
    const clean = shellOf(vscode.env.shell) === 'posix' ? deleteLine + line : line;
    if (now) {
      shell.executeCommand(clean);
    } else {
      own.terminal.sendText(clean, false);
    }
  }

  /** A terminal whose shell says that it waits for a command, in the folder in which it was opened. */
  private idle(folder: vscode.Uri): Own | undefined {
    return this.own.find(({ terminal, folder: opened, busy }) => {
      const cwd = terminal.shellIntegration?.cwd?.fsPath;
      return (
        !busy &&
        terminal.exitStatus === undefined &&
        opened.fsPath === folder.fsPath &&
        (cwd === undefined || cwd === folder.fsPath)
      );
    });
  }

  private open(folder: vscode.Uri): Own {
    const terminal = vscode.window.createTerminal({
      name: 'fal',
      cwd: folder,
      iconPath: new vscode.ThemeIcon('cloud'),
    });
    const own = { terminal, folder, busy: true };
    this.own.push(own);
    return own;
  }
}

/** What lets us run a line at the prompt; `undefined` where the shell has no integration with VS Code. */
async function integration(
  terminal: vscode.Terminal,
): Promise<vscode.TerminalShellIntegration | undefined> {
  if (terminal.shellIntegration !== undefined) {
    return terminal.shellIntegration;
  }
  return new Promise((resolve) => {
    const done = (shell: vscode.TerminalShellIntegration | undefined) => {
      clearTimeout(timer);
      heard.dispose();
      resolve(shell);
    };
    const timer = setTimeout(done, integrationPatience, undefined);
    const heard = vscode.window.onDidChangeTerminalShellIntegration((event) => {
      if (event.terminal === terminal) {
        done(event.shellIntegration);
      }
    });
  });
}
