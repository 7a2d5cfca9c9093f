/** Keeps a suggestion from replacing the text after the cursor when somebody types fast. Knows nothing of the server. */

import type { CompletionItem, CompletionList, Position, Range, TextDocument } from 'vscode';

type Answer = CompletionItem[] | CompletionList | null | undefined;

/**
 * Asks until nothing is typed meanwhile, and returns the result for that text; nothing for somebody
 * who types on, for whom each list is too old: VS Code asks again at the next key.
 *
 * The server is sent the text as it is when the request leaves, with what was typed behind the
 * position since. Its suggestions replace that as well; VS Code counts it a second time as typed
 * after the request, and would overwrite as many characters behind the cursor, such as the `]` of
 * a header.
 */
export async function whileTyping(
  document: Pick<TextDocument, 'version' | 'lineAt'>,
  position: Position,
  ask: () => Promise<Answer> | Thenable<Answer> | Answer,
): Promise<Answer> {
  const asked = document.lineAt(position.line).text.length;
  let version: number;
  let answer: Answer;
  let tries = 0;
  do {
    version = document.version;
    answer = await ask();
    tries += 1;
  } while (version !== document.version && tries < 3);
  if (version !== document.version) {
    return undefined;
  }
  const typed = document.lineAt(position.line).text.length - asked;
  const items = Array.isArray(answer) ? answer : (answer?.items ?? []);
  for (const item of typed > 0 ? items : []) {
    if (item.range !== undefined && 'start' in item.range) {
      item.range = shortened(item.range, position, typed);
    }
  }
  return answer;
}

function shortened(range: Range, position: Position, by: number): Range {
  const { line, character } = range.end;
  if (line !== position.line || character <= position.character) {
    return range;
  }
  const end = Math.max(position.character, character - by);
  return range.with({ end: range.end.with({ character: end }) });
}
