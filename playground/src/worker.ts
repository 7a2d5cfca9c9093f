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

/** An archive of the build: a zip file that is compressed as a whole. */
async function archive(name: string): Promise<Blob> {
  const response = await fetch(beside(name));
  if (!response.ok || response.body === null)
    throw new Error(`${name} could not be loaded (${response.status}).`);
  return new Response(response.body.pipeThrough(new DecompressionStream('gzip'))).blob();
}

async function start(): Promise<Ask> {
  say({ state: 'loading' });
  const [stdlib, packages] = await Promise.all([archive('stdlib.bin'), archive('packages.bin')]);
  const python = await loadPyodide({
    indexURL: beside('./'),
    stdLibURL: URL.createObjectURL(stdlib),
    // No package of Pyodide's is ever loaded.
    lockFileContents: JSON.stringify({ info, packages: {} }),
    env: { HOME: '/' },
  });
  say({ state: 'starting' });
  python.unpackArchive(await packages.arrayBuffer(), 'zip', { extractDir: PACKAGES });
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
