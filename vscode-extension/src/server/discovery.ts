/** Which server to use: asks the candidates in order and stops at the first that works. Knows neither VS Code nor processes. */

/** Where a server may come from, in the order in which the candidates are asked. */
export type Source = 'setting' | 'interpreter' | 'project' | 'path' | 'private';

/** A program that may be a server. `command` is an absolute path, `where` says its place in words. */
export interface Candidate {
  readonly source: Source;
  readonly command: string;
  readonly where: string;
}

/** A candidate that answered `--version`. */
export interface Server extends Candidate {
  readonly version: string;
}

/** A candidate that does not work; `reason` is half a sentence that follows its path. */
export interface Failure extends Candidate {
  readonly reason: string;
}

export type Verdict =
  | { readonly works: true; readonly version: string }
  | { readonly works: false; readonly reason: string };

/** A place, asked only if the candidates before it have no server that works. */
export type Place = () => Promise<readonly (Candidate | Failure)[]>;

export interface Discovery {
  readonly server: Server | undefined;
  readonly failures: readonly Failure[];
}

/** Never rejects unless a place or the probe does; a program is tried once, however often it is named. */
export async function discover(
  places: readonly Place[],
  probe: (command: string) => Promise<Verdict>,
): Promise<Discovery> {
  const failures: Failure[] = [];
  const tried = new Set<string>();
  for (const place of places) {
    for (const found of await place()) {
      if (tried.has(found.command)) {
        continue;
      }
      tried.add(found.command);
      if ('reason' in found) {
        failures.push(found);
        continue;
      }
      const verdict = await probe(found.command);
      if (verdict.works) {
        return { server: { ...found, version: verdict.version }, failures };
      }
      failures.push({ ...found, reason: verdict.reason });
    }
  }
  return { server: undefined, failures };
}

/** `fal-lsp 0.1.0 on PATH (/usr/bin/fal-lsp)` */
export function describeServer(server: Server): string {
  return `fal-lsp ${server.version} ${server.where} (${server.command})`;
}

/** `/opt/fal-lsp doesn't exist` */
export function describeFailure(failure: Failure): string {
  return `${failure.command} ${failure.reason}`;
}

/** The one sentence or two for a person, or `undefined` where all went as they would expect. */
export function problemOf(discovery: Discovery, trusted = true): string | undefined {
  const setting = discovery.failures.find((failure) => failure.source === 'setting');
  if (discovery.server !== undefined) {
    return setting === undefined
      ? undefined
      : `The setting fal-lsp.path doesn't work: ${describeFailure(setting)}. ${describeServer(discovery.server)} is used instead.`;
  }
  const [first, ...others] = discovery.failures;
  if (first === undefined) {
    return trusted
      ? 'Install the fal-lsp server to check and complete [tool.fal]? It is installed in a Python environment of its own, and the packages that it requires are downloaded.'
      : 'This workspace is not trusted, so its Python environments are not used, and no fal-lsp server was found elsewhere.';
  }
  const name =
    setting === undefined ? 'No fal-lsp server works' : "The setting fal-lsp.path doesn't work";
  const trust = trusted ? '' : ' This workspace is not trusted, so nothing in it is run.';
  const more = others.length === 0 ? '' : ` ${others.length} more failed, see the log.`;
  return `${name}: ${describeFailure(first)}.${more}${trust}`;
}

/** What to say where the private environment is from an older (or newer) version of the extension. */
export function outdatedOf({ server }: Discovery, version: string): string | undefined {
  return server?.source === 'private' && server.version !== version
    ? `The extension's own environment has fal-lsp ${server.version}, but this extension comes with ${version}.`
    : undefined;
}
