/** Saves the file of an app and asks before it is deployed, with what would be deployed. Starts nothing. */

import * as vscode from 'vscode';
import {
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
  const mistakes = mistakesIn(app.file);
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

function mistakesIn(file: vscode.Uri): Mistake[] {
  return vscode.languages
    .getDiagnostics(file)
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
    .map(({ range, message }) => ({ line: range.start.line + 1, message }));
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
