/** Keeps a suggestion from replacing the text after the cursor when somebody types fast. Knows nothing of the server. */

import type {
  CancellationToken,
  CompletionItem,
  CompletionList,
  Position,
  Range,
  TextDocument,
} from 'vscode';

type Answer = CompletionItem[] | CompletionList | null | undefined;
type Place = { readonly line: number; readonly character: number };

/** Requests for suggestions, and what the server had of the text when each of them left. */
export class CompletionRace {
  private readonly texts = new Map<string, string>();
  private readonly lines = new WeakMap<CancellationToken, string>();

  /** Another text of a document is on its way to the server. */
  onText(uri: string, text: string): void {
    this.texts.set(uri, text);
  }

  onClose(uri: string): void {
    this.texts.delete(uri);
  }

  /** A request with a token leaves now, behind the texts so far. */
  onRequest(uri: string, position: Place, token: CancellationToken): void {
    const line = this.texts.get(uri)?.split('\n')[position.line];
    if (line !== undefined) {
      this.lines.set(token, line.replace(/\r$/, ''));
    }
  }

  /**
   * The answer, fitted to what was typed meanwhile while that is one word, which VS Code filters the
   * list by; nothing once something else is typed, such as the `]` of a header. To ask again for the
   * word that is there would take as long as it is typed: until there is an answer, VS Code leaves the
   * list from before open, and Enter would take an item of it.
   *
   * The server is sent the text as it is when the request leaves, with what was typed behind the
   * position since. Its suggestions replace that as well; VS Code counts it a second time as typed
   * after the request, and would overwrite as many characters behind the cursor.
   */
  async answer(
    document: Pick<TextDocument, 'version' | 'lineAt'>,
    position: Position,
    token: CancellationToken,
    ask: () => Promise<Answer> | Thenable<Answer> | Answer,
  ): Promise<Answer> {
    const { version } = document;
    const line = document.lineAt(position.line).text;
    const answer = await ask();
    const sent = typedSince(line, position, this.lines.get(token) ?? line)?.length ?? 0;
    if (version !== document.version) {
      const now = typedSince(line, position, document.lineAt(position.line).text);
      if (now === undefined || !/^[\w-]*$/.test(now)) {
        return undefined;
      }
    }
    for (const item of Array.isArray(answer) ? answer : (answer?.items ?? [])) {
      if (item.range !== undefined && 'start' in item.range) {
        item.range = shortened(item.range, position, sent);
      }
    }
    return answer;
  }
}

/** Without as many characters at the end as were typed behind a position. */
function shortened(range: Range, position: Place, by: number): Range {
  const { line, character } = range.end;
  if (by === 0 || line !== position.line || character <= position.character) {
    return range;
  }
  const end = Math.max(position.character, character - by);
  return range.with({ end: range.end.with({ character: end }) });
}

/** What was put at a position of a line since it was `line`; `undefined` where it differs elsewhere. */
function typedSince(line: string, { character }: Place, now: string): string | undefined {
  const [before, behind] = [line.slice(0, character), line.slice(character)];
  const typed = now.slice(character, Math.max(character, now.length - behind.length));
  return now === before + typed + behind ? typed : undefined;
}
