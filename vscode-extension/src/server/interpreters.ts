/** The Python that the person selected, as reported by the extensions that know it. Both are optional; nothing is guessed. */

import * as vscode from 'vscode';

/** Milliseconds. The Python extension may take long to start; its event brings us back later. */
const patience = 10_000;

/** What we use of the API of `ms-python.vscode-python-envs`. */
interface EnvironmentsApi {
  getEnvironment(
    scope: vscode.Uri | undefined,
  ): Promise<
    { readonly execInfo?: { readonly run?: { readonly executable?: string } } } | undefined
  >;
  readonly onDidChangeEnvironment: vscode.Event<unknown>;
}

/** What we use of the API of `ms-python.python`. */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(resource: vscode.Uri | undefined): { readonly path: string };
    resolveEnvironment(environment: {
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri: vscode.Uri | undefined } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

const ids = ['ms-python.vscode-python-envs', 'ms-python.python'] as const;

/** The selected Pythons as absolute paths, the best first; empty where no extension knows one. */
export async function selectedPythons(
  scopes: readonly (vscode.Uri | undefined)[],
  log: vscode.LogOutputChannel,
): Promise<string[]> {
  const found: string[] = [];
  const [environments, python] = await Promise.all([
    api<EnvironmentsApi>(ids[0], log),
    api<PythonApi>(ids[1], log),
  ]);
  for (const scope of scopes) {
    const executable =
      (await attempt(() => fromEnvironments(environments, scope), ids[0], log)) ??
      (await attempt(() => fromPython(python, scope), ids[1], log));
    if (executable !== undefined && !found.includes(executable)) {
      found.push(executable);
    }
  }
  return found;
}

async function fromEnvironments(
  environments: EnvironmentsApi | undefined,
  scope: vscode.Uri | undefined,
): Promise<string | undefined> {
  return (await environments?.getEnvironment(scope))?.execInfo?.run?.executable;
}

async function fromPython(
  python: PythonApi | undefined,
  scope: vscode.Uri | undefined,
): Promise<string | undefined> {
  if (python === undefined) {
    return undefined;
  }
  const active = python.environments.getActiveEnvironmentPath(scope);
  return (await python.environments.resolveEnvironment(active))?.executable.uri?.fsPath;
}

/** Calls back when the person selects another Python, in whichever extension. */
export function onPythonSelected(
  callback: () => void,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const subscriptions: vscode.Disposable[] = [];
  let disposed = false;
  const subscribe = (subscription: vscode.Disposable | undefined) => {
    if (disposed) {
      subscription?.dispose();
    } else if (subscription !== undefined) {
      subscriptions.push(subscription);
    }
  };
  void api<EnvironmentsApi>(ids[0], log).then((it) =>
    subscribe(it?.onDidChangeEnvironment(callback)),
  );
  void api<PythonApi>(ids[1], log).then((it) =>
    subscribe(it?.environments.onDidChangeActiveEnvironmentPath(callback)),
  );
  return new vscode.Disposable(() => {
    disposed = true;
    vscode.Disposable.from(...subscriptions).dispose();
  });
}

async function api<T>(id: string, log: vscode.LogOutputChannel): Promise<T | undefined> {
  const extension = vscode.extensions.getExtension<T>(id);
  if (extension === undefined) {
    return undefined;
  }
  return attempt(
    async () => (extension.isActive ? extension.exports : extension.activate()),
    id,
    log,
  );
}

/** Another extension's failure or slowness must not keep our server from starting. */
async function attempt<T>(
  ask: () => Promise<T | undefined>,
  id: string,
  log: vscode.LogOutputChannel,
): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const giveUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${patience / 1000} s`)), patience);
  });
  try {
    return await Promise.race([ask(), giveUp]);
  } catch (error) {
    log.warn(`${id} did not tell the selected Python: ${String(error)}`);
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
