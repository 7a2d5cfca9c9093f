/** The language client for one server: what it asks for, and what happens when the server dies. Chooses no server. */

import type * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  type ErrorHandler,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from 'vscode-languageclient';
import { LanguageClient } from 'vscode-languageclient/node';
import type { Server } from './server/discovery';

/** Any language id: the file's name decides, not the extension that colours it. */
export const selector = [{ scheme: 'file', pattern: '**/pyproject.toml' }];

/** This many deaths of a server that had started are mended within `crashWindow` milliseconds. */
const crashLimit = 3;
const crashWindow = 3 * 60 * 1000;

export interface ClientEvents {
  /** The server died and will not be started again until the person asks; `message` says how. */
  onGaveUp(message: string): void;
  /** The server died and is being started again. */
  onRestart(): void;
}

export function createClient(
  server: Server,
  cwd: string,
  log: vscode.LogOutputChannel,
  events: ClientEvents,
): QuietClient {
  const options: LanguageClientOptions = {
    documentSelector: selector,
    outputChannel: log,
    traceOutputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    progressOnInitialization: false,
    // Later values the server asks for itself, but only we know which commands there are.
    initializationOptions: { commands: ['fal-lsp.run', 'fal-lsp.deploy'] },
    initializationFailedHandler: () => false,
    markdown: { supportHtml: false },
  };
  const run = { command: server.command, args: ['--stdio'], options: { cwd } };
  const deaths = new Deaths();
  const errorHandler = restartSeldom(deaths, events);
  const client = new QuietClient('fal-lsp', 'fal-lsp', run, { ...options, errorHandler });
  client.onDidChangeState(({ newState }) => {
    deaths.alive ||= newState === State.Running;
  });
  return client;
}

/** A client whose messages go to the log alone: the extension says each problem once, with buttons. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export type { QuietClient };

/** Counts how often a server died. */
class Deaths {
  /** Whether the server has answered `initialize` since its last start. */
  alive = false;
  private times: number[] = [];

  /** How many deaths lie within the window, this one included. */
  add(now: number): number {
    this.times = [...this.times.filter((time) => now - time < crashWindow), now];
    return this.times.length;
  }
}

function restartSeldom(deaths: Deaths, events: ClientEvents): ErrorHandler {
  return {
    error: (_error, _message, count) => ({
      action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
      handled: true,
    }),
    closed: () => {
      const started = deaths.alive;
      deaths.alive = false;
      const recent = deaths.add(Date.now());
      if (started && recent <= crashLimit) {
        events.onRestart();
        return { action: CloseAction.Restart, handled: true };
      }
      events.onGaveUp(
        started
          ? `it ended ${recent} times within ${crashWindow / 60_000} minutes`
          : 'it ended before it answered its first request',
      );
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}
