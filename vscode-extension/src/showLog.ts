/** Opens the log, also in a window that still starts. Must not know what is in it. */

import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

/** Milliseconds between two tries. */
const pause = 500;
/** As many as a slow window may need. */
const tries = 40;

/**
 * VS Code gets to know the logs some seconds after a window is there. Until then `show` does nothing and
 * reports nothing, so it is called until the log is to be seen.
 */
export async function showLog(log: vscode.LogOutputChannel): Promise<void> {
  for (let count = 0; count < tries; count++) {
    log.show();
    await delay(pause);
    if (vscode.window.visibleTextEditors.some(({ document }) => isLog(document, log))) {
      return;
    }
  }
}

/** The address of a log has the id of its extension and its name in it. */
function isLog({ uri }: vscode.TextDocument, log: vscode.LogOutputChannel): boolean {
  return uri.scheme === 'output' && uri.path.includes(`.${log.name}.`);
}
