// Runs Python beside the page. Everything it loads lies beside it, and the policy of the page holds
// here too: nothing else can be reached.
import { loadPyodide } from 'pyodide';
import { info } from 'pyodide/pyodide-lock.json';
import type { FromWorker, Question } from './protocol.ts';

const PACKAGES = '/packages';
const PROJECT = '/project';

type Ask = (request: string) => string;

const say = (message: FromWorker): void => postMessage(message);
const text = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const beside = (name: string): string => new URL(name, import.meta.url).href;

async function fetched(name: string): Promise<ArrayBuffer> {
  const response = await fetch(beside(name));
  if (!response.ok) throw new Error(`${name} could not be loaded (${response.status}).`);
  return response.arrayBuffer();
}

async function start(): Promise<Ask> {
  say({ state: 'loading' });
  const [python, packages] = await Promise.all([
    loadPyodide({
      indexURL: beside('./'),
      stdLibURL: beside('stdlib.zip'),
      // No package of Pyodide's is ever loaded.
      lockFileContents: JSON.stringify({ info, packages: {} }),
      env: { HOME: '/' },
    }),
    fetched('packages.zip'),
  ]);
  say({ state: 'starting' });
  python.unpackArchive(packages, 'zip', { extractDir: PACKAGES });
  const ask = python.runPython(`
import sys
sys.path.insert(0, ${JSON.stringify(PACKAGES)})
from bridge import open_bridge
open_bridge(${JSON.stringify(PROJECT)}).ask
`) as Ask;
  say({ state: 'ready' });
  return ask;
}

const ready = start();
ready.catch((error: unknown) => say({ state: 'failed', error: text(error) }));

addEventListener('message', async (event: MessageEvent<Question>) => {
  const { id, method, params } = event.data;
  try {
    const ask = await ready;
    say({ id, result: JSON.parse(ask(JSON.stringify({ method, params }))) });
  } catch (error) {
    say({ id, error: text(error) });
  }
});
