/** Types as hands do: key by key, at a pace with jitter, as somebody who does not look at the suggestions. Knows nothing of fal. */

import type { Page } from 'playwright-core';

/**
 * The keys that write a text into an empty editor that closes brackets and indents by itself: the
 * indentation is the editor's, and a bracket that it closed on a line of its own is walked to.
 */
export function keysFor(text: string): string[] {
  const keys: string[] = [];
  const lines = text.replace(/\n$/, '').split('\n');
  for (const [index, line] of lines.entries()) {
    const closing = /^[\]}]$/.test(line);
    if (index > 0) {
      keys.push(closing ? 'ArrowDown' : 'Enter');
    }
    if (closing) {
      keys.push('End');
    } else {
      keys.push(...line.trimStart());
    }
  }
  if (text.endsWith('\n')) {
    keys.push('Enter');
  }
  return keys;
}

/** Numbers from 0 to 1 that are the same in each run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export class Typist {
  /** How many keys were pressed. */
  keys = 0;
  /** Milliseconds that they took: more than the pace allows where the machine is busy. */
  time = 0;
  private readonly next: () => number;

  /** `pace` is the mean time between two keys in milliseconds; a key takes from half to one and a half of it. */
  constructor(
    private readonly page: Page,
    private readonly pace: number,
    seed = 1,
  ) {
    this.next = dice(seed);
  }

  async press(keys: Iterable<string>): Promise<void> {
    for (const key of keys) {
      const start = Date.now();
      const end = start + this.pace * (0.5 + this.next());
      if ([...key].length === 1) {
        await this.page.keyboard.type(key);
      } else {
        await this.page.keyboard.press(key);
      }
      this.keys += 1;
      // To send the key is part of its time.
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, end - Date.now())));
      this.time += Date.now() - start;
    }
  }

  /** Moves down to a suggestion of the list that is open, or opens by itself, and takes it with a key. */
  async take(label: string, key: 'Enter' | 'Tab'): Promise<void> {
    const list = this.page.locator('.suggest-widget.visible');
    const focused = list.locator('.monaco-list-row.focused .label-name');
    await list
      .locator('.monaco-list-row')
      .filter({ has: this.page.getByText(label, { exact: true }) })
      .first()
      .waitFor();
    for (let steps = 0; (await focused.textContent()) !== label; steps++) {
      if (steps === 100) {
        throw new Error(`the list has no ${label}`);
      }
      await this.press(['ArrowDown']);
    }
    await this.press([key]);
  }
}
