/** The language client for one server: what it asks for, and what happens when the server dies. Chooses no server. */

import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type * as vscode from 'vscode';
import {
  CloseAction,
  type CompletionParams,
  CompletionRequest,
  DidChangeTextDocumentNotification,
  ErrorAction,
  type ErrorHandler,
  type Middleware,
  RevealOutputChannelOn,
  State,
} from 'vscode-languageclient';
import { LanguageClient, type LanguageClientOptions } from 'vscode-languageclient/node';
import { confirmRename } from './classRename';
import { CompletionRace } from './completionRace';
import type { Server } from './server/discovery';
import { withoutPythonVariables } from './server/pythonProblem';

/** Any language id: the file's name decides, not the extension that colours it. */
export const selector = [{ scheme: 'file', pattern: '**/pyproject.toml' }];

/** The server ignores those that do not mention fal. */
const pythonSelector = { scheme: 'file', language: 'python' };

/** This many crashes of a server that had started are mended within `crashWindow` milliseconds. */
const crashLimit = 3;
const crashWindow = 3 * 60 * 1000;

/** Milliseconds. */
const lastWordsDelay = 200;

export interface ClientEvents {
  /** The server died and will not be started again until the person asks; `how` completes “because”. */
  onGaveUp(how: string): void;
  /** The server died and is being started again. */
  onRestart(): void;
}

export function createClient(
  server: Server,
  cwd: string,
  log: vscode.LogOutputChannel,
  events: ClientEvents,
): QuietClient {
  const life = new Life();
  const race = new CompletionRace();
  const options: LanguageClientOptions = {
    documentSelector: [...selector, pythonSelector],
    outputChannel: log,
    traceOutputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    progressOnInitialization: false,
    // Later values the server asks for itself, but only we know which commands there are.
    initializationOptions: {
      commands: [
        'fal-lsp.run',
        'fal-lsp.deploy',
        'fal-lsp.deployCheck',
        'fal-lsp.showApp',
        'fal-lsp.explain',
        'editor.action.triggerSuggest',
      ],
    },
    // Without this the client asks for diagnostics when a file is opened and never again.
    diagnosticPullOptions: { onChange: true, onSave: true, filter: isPython },
    initializationFailedHandler: () => false,
    stdioOptions: {
      stdout: () => {},
      stderr: (stream) => {
        createInterface({ input: stream }).on('line', (line) => {
          log.info(`[server] ${line}`);
          life.lastStderrLine = line.trim() || life.lastStderrLine;
        });
      },
    },
    markdown: { supportHtml: false },
    middleware: {
      ...withoutPython,
      provideCompletionItem: (document, position, context, token, next) =>
        race.answer(document, position, token, () => next(document, position, context, token)),
      provideRenameEdits: async (document, position, name, token, next) =>
        confirmRename(await next(document, position, name, token), name),
      didClose: (document, next) => {
        race.onClose(document.uri.toString());
        return next(document);
      },
      sendRequest: (type, parameters, token, next) => {
        const method = typeof type === 'string' ? type : type.method;
        if (method === CompletionRequest.method && token !== undefined) {
          const { position, textDocument } = parameters as CompletionParams;
          race.onRequest(textDocument.uri, position, token);
        }
        return next(type, parameters, token);
      },
    },
  };
  const run = {
    command: server.command,
    args: ['--stdio'],
    options: { cwd, env: withoutPythonVariables },
  };
  const errorHandler = restartSeldom(life, events);
  const client = new QuietClient('fal-lsp', 'fal-lsp', run, { ...options, errorHandler });
  const changes = client.getFeature(DidChangeTextDocumentNotification.method);
  changes.onAboutToSendNotification(({ params: { contentChanges, textDocument } }) =>
    race.onText(textDocument.uri, contentChanges.at(-1)?.text ?? ''),
  );
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Starting) {
      life.lastStderrLine = '';
    }
    life.answered ||= newState === State.Running;
  });
  return client;
}

function isPython(document: vscode.TextDocument): boolean {
  return document.languageId === 'python';
}

/** What a Python server does alone is not even requested for a Python file. */
const withoutPython: Middleware = {
  provideDefinition: (document, position, token, next) =>
    isPython(document) ? undefined : next(document, position, token),
  provideDocumentHighlights: (document, position, token, next) =>
    isPython(document) ? undefined : next(document, position, token),
  provideDocumentSymbols: (document, token, next) =>
    isPython(document) ? undefined : next(document, token),
  provideDocumentLinks: (document, token, next) =>
    isPython(document) ? undefined : next(document, token),
  provideFoldingRanges: (document, context, token, next) =>
    isPython(document) ? undefined : next(document, context, token),
  provideSelectionRanges: (document, positions, token, next) =>
    isPython(document) ? undefined : next(document, positions, token),
  provideInlayHints: (document, range, token, next) =>
    isPython(document) ? undefined : next(document, range, token),
  prepareRename: (document, position, token, next) =>
    isPython(document) ? undefined : next(document, position, token),
};

/** A client whose messages go to the log alone: the extension says each problem once, with buttons. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export type { QuietClient };

/** The state of the server's processes, one after the other. */
class Life {
  /** Whether the server has answered `initialize` since its last start. */
  answered = false;
  /** The last line that it wrote to its error stream. */
  lastStderrLine = '';
  private crashes: number[] = [];

  /** How many crashes lie within the window, this one included. */
  countDeath(now: number): number {
    this.crashes = [...this.crashes.filter((time) => now - time < crashWindow), now];
    return this.crashes.length;
  }
}

function restartSeldom(life: Life, events: ClientEvents): ErrorHandler {
  return {
    error: (_error, _message, count) => ({
      action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
      handled: true,
    }),
    closed: async () => {
      const { answered } = life;
      life.answered = false;
      const crashes = life.countDeath(Date.now());
      if (answered && crashes <= crashLimit) {
        events.onRestart();
        return { action: CloseAction.Restart, handled: true };
      }
      // Its last words are still on their way through another pipe.
      await delay(lastWordsDelay);
      const how = answered
        ? `it crashed ${crashes} times within ${crashWindow / 60_000} minutes`
        : 'it exited before its first response';
      events.onGaveUp(life.lastStderrLine === '' ? how : `${how} (${life.lastStderrLine})`);
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}
