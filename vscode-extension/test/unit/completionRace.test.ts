import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompletionItem, Position, Range, TextDocument } from 'vscode';
import { whileTyping } from '../../src/completionRace';

const place = (character: number): Position =>
  ({ line: 0, character, with: (to: { character: number }) => place(to.character) }) as Position;

const range = (start: number, end: number): Range =>
  ({
    start: place(start),
    end: place(end),
    with: (to: { end: Position }) => range(start, to.end.character),
  }) as Range;

/** What is replaced where the text becomes another while the first request is under way. */
async function replaced(
  asked: string,
  typed: string,
  answer: (text: string) => [number, number],
): Promise<[start: number, end: number, requests: number]> {
  const at = asked.indexOf('|');
  let text = asked.replace('|', '');
  let version = 1;
  const document = {
    get version() {
      return version;
    },
    lineAt: () => ({ text }),
  } as unknown as TextDocument;
  let requests = 0;
  const found = await whileTyping(document, place(at), async () => {
    requests += 1;
    await Promise.resolve();
    if (typed !== '' && requests === 1) {
      text = text.slice(0, at) + typed + text.slice(at);
      version += 1;
    }
    return [{ label: 'x', range: range(...answer(text)) } as CompletionItem];
  });
  const shown = (found as CompletionItem[])[0]?.range as Range;
  return [shown.start.character, shown.end.character, requests];
}

const toBracket = (text: string): [number, number] => [6, text.indexOf(']')];

test('what is typed meanwhile is left to VS Code to replace', async () => {
  assert.deepEqual(await replaced('[tool.|]', 'fa', toBracket), [6, 6, 2]);
  assert.deepEqual(await replaced('[tool.f|]', 'a', toBracket), [6, 7, 2]);
});

test('what stood behind the cursor is replaced as the server says', async () => {
  assert.deepEqual(await replaced('[tool.|fal]', '', toBracket), [6, 9, 1]);
  assert.deepEqual(await replaced('[tool.|fal]', 'x', toBracket), [6, 9, 2]);
});

test('somebody who types on gets no list that is too old', async () => {
  let version = 1;
  const document = {
    get version() {
      return version++;
    },
    lineAt: () => ({ text: '[tool.]' }),
  } as unknown as TextDocument;
  assert.equal(await whileTyping(document, place(6), async () => [{ label: 'x' }]), undefined);
});
