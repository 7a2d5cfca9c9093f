/** Drops a list of suggestions that is older than the text. Knows nothing of the server. */

import type { CompletionItem, CompletionList, TextDocument } from 'vscode';

type Answer = CompletionItem[] | CompletionList | null | undefined;

/**
 * The answer, or nothing where the text became another meanwhile. Its ranges are of another text then:
 * VS Code would overwrite what was typed since, such as the `]` of a header. It asks again at the next
 * key.
 *
 * It does not ask again here: until there is an answer, VS Code leaves the list from before open, and
 * Enter would take an item of it.
 */
export async function unlessTyped(
  document: Pick<TextDocument, 'version'>,
  ask: () => Promise<Answer> | Thenable<Answer> | Answer,
): Promise<Answer> {
  const { version } = document;
  const answer = await ask();
  return version === document.version ? answer : undefined;
}
