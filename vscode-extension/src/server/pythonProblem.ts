/** Which file of another place Python imported instead of a module of the server, read from a traceback. Pure. */

import path from 'node:path';

/** Variables that change what a Python imports; a server needs none of them. */
const variables = ['PYTHONPATH', 'PYTHONHOME'] as const;

/** The environment for a server: what another program set for its own imports is left out. */
export function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const names = new Set<string>(variables);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.has(name)));
}

/** The same as changes to the environment, for what adds them to the present one. */
export const withoutPythonVariables: Readonly<Record<string, undefined>> = Object.fromEntries(
  variables.map((name) => [name, undefined]),
);

/**
 * Half a sentence on a failed import where the file that was imported is not installed: it shadows
 * a module of the server. `undefined` where the traceback names no such file.
 */
export function shadowedModule(traceback: string, env: NodeJS.ProcessEnv): string | undefined {
  if (
    !/^(ImportError|ModuleNotFoundError|AttributeError|SyntaxError|IndentationError)\b/m.test(
      traceback,
    )
  ) {
    return undefined;
  }
  const named = /^ImportError: .*\((\/.+|[A-Za-z]:\\.+)\)$/m.exec(traceback)?.[1];
  const frames = [...traceback.matchAll(/^ {2}File "([^"<]+)", line/gm)].map((match) => match[1]);
  // The first frame is the script that starts the server.
  const file = [named, ...frames.slice(1).reverse()].find(
    (each): each is string => each !== undefined && !isInstalled(each),
  );
  if (file === undefined) {
    return undefined;
  }
  const entries = (env['PYTHONPATH'] ?? '').split(path.delimiter).filter((entry) => entry !== '');
  const entry = entries.find((each) => file.startsWith(path.join(each, path.sep)));
  const why = entry === undefined ? '' : `, because PYTHONPATH contains ${entry}`;
  return `imported ${file}, which is not part of its environment${why}`;
}

/** Whether a file is of the standard library or of an installed package. */
function isInstalled(file: string): boolean {
  return /[/\\](site-packages|dist-packages|lib[/\\]python3[^/\\]*|Lib)[/\\]/.test(file);
}
