// The page's side of the worker: questions become promises.
import type { FromWorker, Method, Params, Question, Result } from './protocol.ts';

export type State = 'loading' | 'starting' | 'ready' | 'failed';

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

export class Client {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(onState: (state: State, error: string) => void) {
    // A worker made of a blob inherits the page's policy; one made of an address would have none.
    const source = `import ${JSON.stringify(new URL('worker.js', document.baseURI).href)};`;
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    this.#worker = new Worker(url, { type: 'module' });
    this.#worker.addEventListener('message', (event: MessageEvent<FromWorker>) => {
      const message = event.data;
      if ('state' in message) {
        onState(message.state, 'error' in message ? message.error : '');
        return;
      }
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if ('error' in message) waiting?.reject(new Error(message.error));
      else waiting?.resolve(message.result);
    });
    this.#worker.addEventListener('error', (event) => {
      onState('failed', event.message || 'The worker could not be started.');
    });
  }

  /** Answers come in the order of the questions; they wait until Python has started. */
  ask<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    const id = ++this.#last;
    const question: Question = { id, method, params };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (result) => resolve(result as Result<M>), reject });
      this.#worker.postMessage(question);
    });
  }
}
