/** One window for the tests of a file that only need a project in it: to open one takes longer than most of them. */

import type { Browser } from 'playwright-core';
import type { Stage } from './stage';
import { type Size, Workbench } from './workbench';

export interface Wishes {
  readonly size?: Size;
  /** Whether the extensions start from nothing. */
  readonly fresh?: boolean;
  /** Changes the project before it is shown and before the extensions start. */
  readonly arrange?: (project: string) => void;
}

export class SharedWindow {
  private opened: { readonly bench: Workbench; readonly project: string } | undefined;

  /** `prepare` changes a fresh copy of the project before it is shown. */
  constructor(
    private readonly browser: Browser,
    private readonly stage: Stage,
    private readonly prepare: (project: string) => void = () => {},
  ) {}

  /** Shows the shop as it was at first, with nothing else open, and goes on from there. */
  async use(
    act: (bench: Workbench, project: string) => Promise<void>,
    { size, fresh = false, arrange = () => {} }: Wishes = {},
  ): Promise<void> {
    const known = this.opened;
    // After a failure nobody knows what the window shows: the next test gets a new one.
    this.opened = undefined;
    const project = known?.project ?? this.stage.project('shop');
    const ready = () => {
      this.prepare(project);
      arrange(project);
    };
    if (known === undefined) {
      ready();
    }
    const bench =
      known?.bench ?? (await Workbench.open(this.browser, this.stage.address(project), size));
    try {
      await bench.act(async () => {
        if (known !== undefined) {
          this.stage.restore('shop', project);
          ready();
          await bench.clear();
          await bench.resize(size);
          if (fresh) {
            await bench.reload();
          }
        }
        await bench.openFile('pyproject.toml');
        await act(bench, project);
      });
    } catch (error) {
      await bench.close();
      throw error;
    }
    this.opened = { bench, project };
  }
}
