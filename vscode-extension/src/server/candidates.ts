/** Where to look for a server in VS Code, and what an untrusted workspace forbids. */

import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { privateServers } from '../environment/privateEnvironment';
import type { Candidate, Failure, Place, Source } from './discovery';
import { selectedPythons } from './interpreters';
import { findBeside, findOnPath, isFile, isInside, type Machine, resolveSetting } from './paths';
import { projectPythons } from './projectEnvironments';

export const machine: Machine = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  isFile,
};

/** The candidates in the order that the README documents. */
export function candidates(
  storage: string,
  version: string,
  log: vscode.LogOutputChannel,
): readonly Place[] {
  return [
    async () => fromSetting(),
    async () =>
      (await trustedSelection(log)).flatMap((python) =>
        candidate(
          'interpreter',
          findBeside(python, 'fal-lsp', machine),
          'in the selected Python environment',
        ),
      ),
    async () =>
      (await trustedEnvironments()).flatMap((python) =>
        candidate(
          'project',
          findBeside(python, 'fal-lsp', machine),
          "in the project's Python environment",
        ),
      ),
    async () => candidate('path', findOnPath('fal-lsp', machine), 'on PATH'),
    async () =>
      (await privateServers(storage, version)).flatMap((command) =>
        candidate('private', command, "in the extension's own environment"),
      ),
  ];
}

/** The selected Pythons, then those of the projects; none while the workspace is not trusted. */
export async function trustedPythons(log: vscode.LogOutputChannel): Promise<string[]> {
  const all = [...(await trustedSelection(log)), ...(await trustedEnvironments())];
  return [...new Set(all)];
}

async function trustedEnvironments(): Promise<string[]> {
  const roots = folders().map((folder) => folder.path);
  return vscode.workspace.isTrusted ? projectPythons(roots, machine, homedir()) : [];
}

/** They may be in the workspace. */
async function trustedSelection(log: vscode.LogOutputChannel): Promise<string[]> {
  if (!vscode.workspace.isTrusted) {
    return [];
  }
  const scopes = folders().map((folder) => vscode.Uri.file(folder.path));
  return selectedPythons(scopes.length === 0 ? [undefined] : scopes, log);
}

/** Whether a program may be run now: anything in a trusted workspace, else only what lies outside it. */
export function mayRun(program: string): boolean {
  const roots = folders().map((folder) => folder.path);
  return vscode.workspace.isTrusted || !isInside(program, roots);
}

function fromSetting(): readonly (Candidate | Failure)[] {
  // While the workspace is not trusted VS Code leaves its own value of this setting out.
  const value = vscode.workspace.getConfiguration('fal-lsp').get<string>('path', '').trim();
  if (value === '') {
    return [];
  }
  const place = { source: 'setting', where: 'from the setting fal-lsp.path' } as const;
  const resolved = resolveSetting(value, folders(), machine);
  return 'reason' in resolved
    ? [{ ...place, command: value, reason: resolved.reason }]
    : candidate(place.source, resolved.command, place.where);
}

function candidate(
  source: Source,
  command: string | undefined,
  where: string,
): readonly (Candidate | Failure)[] {
  if (command === undefined) {
    return [];
  }
  return mayRun(command)
    ? [{ source, command, where }]
    : [{ source, command, where, reason: 'is in this workspace, which is not trusted' }];
}

function folders(): { readonly name: string; readonly path: string }[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === 'file')
    .map((folder) => ({ name: folder.name, path: folder.uri.fsPath }));
}
