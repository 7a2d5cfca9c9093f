/** Asks before a class that a `ref` names is renamed in its Python file, too. Must not know how the edits are found. */

import * as vscode from 'vscode';

/**
 * The edits of a rename, with those in a Python file if the person agrees, none if they cancel.
 *
 * The server marks those as to be confirmed, for which VS Code shows a preview where they are not
 * ticked: “Apply” would rename the class in the `ref` alone, which then names none.
 */
export async function confirmRename(
  edit: vscode.WorkspaceEdit | null | undefined,
  name: string,
): Promise<vscode.WorkspaceEdit | null | undefined> {
  const entries = edit?.entries() ?? [];
  const isProject = (uri: vscode.Uri) => uri.path.endsWith('/pyproject.toml');
  const python = entries.find(([uri]) => !isProject(uri));
  if (python === undefined) {
    return edit;
  }
  const everywhere = 'Rename';
  const chosen = await vscode.window.showInformationMessage(
    `Rename the class to ${name} in ${vscode.workspace.asRelativePath(python[0])}, too?`,
    { modal: true, detail: 'Imports in other files are not changed.' },
    everywhere,
    'Only in pyproject.toml',
  );
  const agreed = new vscode.WorkspaceEdit();
  for (const [uri, edits] of chosen === undefined ? [] : entries) {
    if (chosen === everywhere || isProject(uri)) {
      agreed.set(uri, edits);
    }
  }
  return agreed;
}
