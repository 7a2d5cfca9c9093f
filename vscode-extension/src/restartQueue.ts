/** Runs one job at a time, however often it is asked for. Knows nothing of servers or editors. */

/**
 * Requests that arrive while the job runs are answered together by one more run after it, so that
 * ten changed settings in a row mean one restart and never two servers side by side.
 */
export class RestartQueue {
  private running: Promise<void> | undefined;
  private queued = false;

  constructor(private readonly job: () => Promise<void>) {}

  /** Settles with the last run, which started after this call; rejects if that run threw. */
  request(): Promise<void> {
    if (this.running === undefined) {
      this.running = this.run();
    } else {
      this.queued = true;
    }
    return this.running;
  }

  private async run(): Promise<void> {
    let outcome: { readonly error?: unknown };
    do {
      this.queued = false;
      outcome = await this.job().then(
        () => ({}),
        (error: unknown) => ({ error }),
      );
    } while (this.queued);
    // In the same breath as the last look at the flag: a request in between would be lost.
    this.running = undefined;
    if ('error' in outcome) {
      throw outcome.error;
    }
  }
}
