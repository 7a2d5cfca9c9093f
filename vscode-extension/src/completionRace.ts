/** Keeps a suggestion from replacing the text after the cursor when somebody types fast. Knows nothing of the server. */

import type { CompletionItem, CompletionList, Position, Range, TextDocument } from 'vscode';

type Answer = CompletionItem[] | CompletionList | null | undefined;

/**
 * Asks while the same word is typed on, and returns the result for the word that is there; nothing once
 * something else is typed, such as the `]` of a header: VS Code leaves the list from before open until
 * there is an answer, and Enter would take an item of it. It asks again at the next word.
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
  const line = document.lineAt(position.line).text;
  const asked = line.length;
  let version: number;
  let answer: Answer;
  do {
    version = document.version;
    answer = await ask();
  } while (version !== document.version && isWordSince(line, position, document));
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

/** Whether only letters of one word were typed at a position since a line was this one. */
function isWordSince(
  line: string,
  { line: number, character }: Position,
  document: Pick<TextDocument, 'lineAt'>,
): boolean {
  const { text } = document.lineAt(number);
  const [before, behind] = [line.slice(0, character), line.slice(character)];
  const word = text.slice(character, text.length - behind.length);
  return text === before + word + behind && /^[\w-]+$/.test(word);
}
