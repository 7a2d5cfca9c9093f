/** Opens the pyproject.toml of the workspace, an empty one where there is none. Must not know what belongs in it. */

import * as vscode from 'vscode';

const elsewhere = '**/{node_modules,.venv,venv,.git}/**';

export async function openProject(): Promise<void> {
  const [first, second] = await vscode.workspace.findFiles('**/pyproject.toml', elsewhere, 2);
  if (second !== undefined) {
    await vscode.commands.executeCommand('workbench.action.quickOpen', 'pyproject.toml');
    return;
  }
  const file = first ?? (await created());
  if (file !== undefined) {
    await vscode.window.showTextDocument(file);
  }
}

async function created(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0];
  if (folder === undefined) {
    if (folders.length === 0) {
      await vscode.commands.executeCommand('workbench.action.files.openFolder');
    }
    return undefined;
  }
  const file = vscode.Uri.joinPath(folder.uri, 'pyproject.toml');
  const edit = new vscode.WorkspaceEdit();
  // Unlike writing it, this leaves a file alone that the search did not find.
  edit.createFile(file, { ignoreIfExists: true });
  await vscode.workspace.applyEdit(edit);
  return file;
}
