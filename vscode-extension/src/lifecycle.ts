/** Finds, starts, replaces and stops the one server of the window. Shows no UI of its own. */

import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { createClient, type QuietClient } from './client';
import type { Problem } from './notifications';
import { RestartQueue } from './restartQueue';
import { candidates } from './server/candidates';
import {
  type Discovery,
  describeFailure,
  describeServer,
  discover,
  outdatedOf,
  problemOf,
  type Server,
} from './server/discovery';
import { probe } from './server/probe';

/** Milliseconds between the failure of the first request and the exit of the process, at most. */
const giveUpDelay = 1000;

/** What the window's server is doing, for the status item. */
export type ServerState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly server: Server }
  | { readonly kind: 'absent'; readonly problem: string }
  | { readonly kind: 'failed'; readonly server: Server; readonly problem: string };

/** The callbacks of the lifecycle. */
export interface Reports {
  /** Called at each change, from `starting` on. */
  onState(state: ServerState): void;
  /** Called for a problem to show to the user, with a complete sentence. */
  onProblem(problem: Problem, text: string): void;
  /** Called when a search found no problem. */
  onNoProblem(): void;
}

export class Lifecycle implements vscode.Disposable {
  private client: QuietClient | undefined;
  private server: Server | undefined;
  private forced = false;
  private readonly queue = new RestartQueue(() =>
    this.sync().catch((error: unknown) => this.log.error(`Could not look for a server: ${error}`)),
  );

  constructor(
    private readonly storage: string,
    private readonly version: string,
    private readonly log: vscode.LogOutputChannel,
    private readonly reports: Reports,
  ) {}

  /** Looks for the best server and starts it, unless it is the one that runs. Never rejects. */
  refresh(reason: string): Promise<void> {
    this.log.info(`Looking for the server: ${reason}.`);
    return this.queue.request();
  }

  /** The same, but the server is started anew in any case. */
  restart(reason: string): Promise<void> {
    this.forced = true;
    return this.refresh(reason);
  }

  /** The running client, for requests of commands; `undefined` where none runs. */
  get running(): QuietClient | undefined {
    return this.client?.isRunning() ? this.client : undefined;
  }

  /** The server in use, running or dead. */
  get current(): Server | undefined {
    return this.server;
  }

  /** Stops the server if it runs from the extension's own environment, whose files are to change. */
  async release(): Promise<void> {
    if (this.server?.source === 'private') {
      await this.stop();
    }
  }

  async stop(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    this.server = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // A server that never came up can't be stopped in good order.
      this.log.debug(`Stopping: ${String(error)}`);
    }
  }

  dispose(): Promise<void> {
    return this.stop();
  }

  private async sync(): Promise<void> {
    const forced = this.forced;
    this.forced = false;
    const discovery = await discover(candidates(this.storage, this.version, this.log), (command) =>
      probe(command, this.storage),
    );
    this.record(discovery);
    this.report(discovery);
    const { server } = discovery;
    if (server !== undefined && !forced && this.running && sameProgram(server, this.server)) {
      return;
    }
    await this.stop();
    if (server === undefined) {
      this.reports.onState({
        kind: 'absent',
        problem: problemOf(discovery, vscode.workspace.isTrusted) ?? '',
      });
    } else {
      await this.start(server);
    }
  }

  private report(discovery: Discovery): void {
    const trusted = vscode.workspace.isTrusted;
    const problem = problemOf(discovery, trusted);
    const outdated = outdatedOf(discovery, this.version);
    if (problem !== undefined) {
      const kind = discovery.failures.length === 0 ? 'absent' : 'broken';
      const untrusted = !trusted && discovery.server === undefined;
      this.reports.onProblem(untrusted ? 'untrusted' : kind, problem);
    } else if (outdated !== undefined) {
      this.reports.onProblem('outdated', outdated);
    } else {
      this.reports.onNoProblem();
    }
  }

  private record({ server, failures }: Discovery): void {
    for (const failure of failures) {
      this.log.warn(`Not used: ${describeFailure(failure)}.`);
    }
    this.log.info(server === undefined ? 'No server found.' : `Chosen: ${describeServer(server)}.`);
  }

  private async start(server: Server): Promise<void> {
    let reported = false;
    const fail = (why: string) => {
      if (!reported && this.server === server) {
        reported = true;
        const problem = `${describeServer(server)} does not run: ${why}.`;
        this.log.error(problem);
        this.reports.onState({ kind: 'failed', server, problem });
        this.reports.onProblem('failed', problem);
      }
    };
    const client = createClient(server, this.storage, this.log, {
      onGaveUp: fail,
      onRestart: () => {
        this.log.warn('The server exited unexpectedly and is being restarted.');
      },
    });
    this.client = client;
    this.server = server;
    this.reports.onState({ kind: 'starting' });
    try {
      await client.start();
      this.reports.onState({ kind: 'running', server });
    } catch (error) {
      // If the process ended, the error is but “write EPIPE” or the like, and `onGaveUp` knows better.
      await delay(giveUpDelay);
      fail(error instanceof Error ? error.message : String(error));
    }
  }
}

function sameProgram(one: Server, other: Server | undefined): boolean {
  return one.command === other?.command && one.version === other.version;
}
