/** Saves the file of an app and asks before it is deployed, with what would be deployed. Starts nothing. */

import * as vscode from 'vscode';
import {
  type DocumentSymbol,
  DocumentSymbolRequest,
  HoverRequest,
  MarkupContent,
  type SymbolInformation,
  WorkspaceSymbolRequest,
} from 'vscode-languageclient';
import type { QuietClient } from '../client';
import type { App } from './fal';
import { deploySummary, type Mistake } from './summary';

/** Whether to go on; a file that can't be saved is not deployed. */
export async function confirmDeploy(app: App, client: QuietClient | undefined): Promise<boolean> {
  if (!(await saveFile(app.file))) {
    return false;
  }
  const mistakes = mistakesOf(app, await tablesIn(app.file, client));
  const go = mistakes.length === 0 ? 'Deploy' : 'Deploy Anyway';
  const detail = deploySummary(await hoverOf(app, client), mistakes);
  const question = `Deploy ${app.name}?`;
  return (await vscode.window.showWarningMessage(question, { modal: true, detail }, go)) === go;
}

/** Whether what is on disk, where fal reads it, is what the editor shows now. */
export async function saveFile(file: vscode.Uri): Promise<boolean> {
  const document = vscode.workspace.textDocuments.find(
    ({ uri }) => uri.toString() === file.toString(),
  );
  return document === undefined || !document.isDirty || document.save();
}

/** A table of an app, or one in it. */
interface Table {
  readonly app: string;
  readonly range: vscode.Range;
}

/** None where no server runs or it cannot say. */
async function tablesIn(file: vscode.Uri, client: QuietClient | undefined): Promise<Table[]> {
  const textDocument = { uri: file.toString() };
  const answer = await client
    ?.sendRequest(DocumentSymbolRequest.type, { textDocument })
    .catch(() => undefined);
  const tables = (app: string, { children, range }: DocumentSymbol): Table[] => [
    { app, range: toRange(range) },
    ...(children ?? []).flatMap((child) => tables(app, child)),
  ];
  return ((answer ?? []) as DocumentSymbol[]).flatMap((symbol) => tables(symbol.name, symbol));
}

const toRange = ({ start, end }: DocumentSymbol['range']) =>
  new vscode.Range(start.line, start.character, end.line, end.character);

/** The errors that keep an app from being deployed: its own, and those outside of any app. */
function mistakesOf(app: App, tables: readonly Table[]): Mistake[] {
  /** Between two tables of an app there may be those of another: the nearest start decides. */
  const appAt = (position: vscode.Position) =>
    tables
      .filter(({ range }) => range.contains(position))
      .reduce<Table | undefined>(
        (nearest, each) =>
          nearest?.range.start.isAfter(each.range.start) === true ? nearest : each,
        undefined,
      )?.app;
  const isThere = (uri: vscode.Uri) => uri.toString() === app.file.toString();
  return vscode.languages.getDiagnostics().flatMap(([uri, diagnostics]) =>
    diagnostics
      .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
      .filter(({ range, relatedInformation, source }) =>
        isThere(uri)
          ? [app.name, undefined].includes(appAt(range.start))
          : source === 'fal-lsp' &&
            relatedInformation?.some(
              ({ location }) => isThere(location.uri) && appAt(location.range.start) === app.name,
            ),
      )
      .map(({ message, range }) => {
        const line = range.start.line + 1;
        const place = isThere(uri)
          ? `Line ${line}`
          : `${vscode.workspace.asRelativePath(uri)}:${line}`;
        return { place, message };
      }),
  );
}

/** The hover of the app's name as Markdown; `undefined` where no server runs or it knows no such app. */
async function hoverOf(app: App, client: QuietClient | undefined): Promise<string | undefined> {
  if (client === undefined) {
    return undefined;
  }
  const file = app.file.toString();
  try {
    const symbols = await client.sendRequest(WorkspaceSymbolRequest.type, { query: app.name });
    const symbol = (symbols as SymbolInformation[] | null)?.find(
      ({ name, location }) =>
        name === app.name && vscode.Uri.parse(location.uri).toString() === file,
    );
    if (symbol === undefined) {
      return undefined;
    }
    const { uri, range } = symbol.location;
    const hover = await client.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: range.start,
    });
    return MarkupContent.is(hover?.contents) ? hover.contents.value : undefined;
  } catch {
    // The server has just died; the person may deploy without a summary.
    return undefined;
  }
}
