import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CancellationToken, CompletionItem, Position, Range, TextDocument } from 'vscode';
import { CompletionRace } from '../../src/completionRace';

const place = (character: number): Position =>
  ({ line: 0, character, with: (to: { character: number }) => place(to.character) }) as Position;

const range = (start: number, end: number): Range =>
  ({
    start: place(start),
    end: place(end),
    with: (to: { end: Position }) => range(start, to.end.character),
  }) as Range;

/**
 * What is replaced where more is typed before the request leaves (`sent`) and before the answer is
 * there (`late`); `undefined` where there is no list.
 */
async function replaced(
  asked: string,
  [sent, late]: readonly [sent: string, late: string],
  answer: (text: string) => [number, number],
): Promise<[start: number, end: number] | undefined> {
  const at = asked.indexOf('|');
  let text = asked.replace('|', '');
  let version = 1;
  let caret = at;
  const type = (typed: string) => {
    text = text.slice(0, caret) + typed + text.slice(caret);
    caret += typed.length;
    version += typed === '' ? 0 : 1;
  };
  const document = {
    get version() {
      return version;
    },
    lineAt: () => ({ text }),
  } as unknown as TextDocument;
  const race = new CompletionRace();
  const token = {} as CancellationToken;
  const found = await race.answer(document, place(at), token, async () => {
    type(sent);
    race.onText('file:///pyproject.toml', `${text}\r\n`);
    race.onRequest('file:///pyproject.toml', place(at), token);
    const range_ = range(...answer(text));
    await Promise.resolve();
    type(late);
    return [{ label: 'x', range: range_ } as CompletionItem];
  });
  const shown = (found as CompletionItem[] | undefined)?.[0]?.range as Range | undefined;
  return shown && [shown.start.character, shown.end.character];
}

const toBracket = (text: string): [number, number] => [6, text.indexOf(']')];
const overBracket = (text: string): [number, number] => [6, text.indexOf(']') + 1];

test('what is typed meanwhile is left to VS Code to replace', async () => {
  assert.deepEqual(await replaced('[tool.|]', ['fa', ''], toBracket), [6, 6]);
  assert.deepEqual(await replaced('[tool.|]', ['f', 'a'], toBracket), [6, 6]);
  assert.deepEqual(await replaced('[tool.f|]', ['', 'a'], toBracket), [6, 7]);
});

test('what stood behind the cursor is replaced as the server says', async () => {
  assert.deepEqual(await replaced('[tool.|fal]', ['', ''], toBracket), [6, 9]);
  assert.deepEqual(await replaced('[tool.|fal]', ['x', ''], toBracket), [6, 9]);
  assert.deepEqual(await replaced('[tool.|]', ['', 'fal'], overBracket), [6, 7]);
  assert.deepEqual(await replaced('[tool.|]', ['f', 'al'], overBracket), [6, 7]);
});

test('behind anything but a word there is no list', async () => {
  assert.equal(await replaced('[tool.|]', ['m]', ''], toBracket), undefined);
  assert.equal(await replaced('[tool.|]', ['m', '.'], toBracket), undefined);
});
