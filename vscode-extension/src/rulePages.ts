/** The explanations of rules, as read-only documents in a preview. Must not know what a rule does. */

import * as vscode from 'vscode';

export class RulePages implements vscode.TextDocumentContentProvider {
  static readonly scheme = 'fal-lsp-rule';

  readonly #pages = new Map<string, string>();

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.#pages.get(uri.path);
  }

  /** Shows the page of a rule, which the server passes with its name, beside the file. */
  async show(rule: unknown, page: unknown): Promise<void> {
    if (typeof rule !== 'string' || typeof page !== 'string') {
      return;
    }
    const uri = vscode.Uri.from({ scheme: RulePages.scheme, path: `/${rule}.md` });
    this.#pages.set(uri.path, `# ${rule}\n\n${page}`);
    try {
      await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
    } catch {
      // The extension that shows previews can be turned off.
      await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside });
    }
  }
}
