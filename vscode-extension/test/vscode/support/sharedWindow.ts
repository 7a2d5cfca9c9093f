/** One window for the tests of a file that only need a project in it: to open one takes longer than most of them. */

import type { Browser } from 'playwright-core';
import type { Stage } from './stage';
import { type Size, Workbench } from './workbench';

export class SharedWindow {
  private opened: { readonly bench: Workbench; readonly project: string } | undefined;

  /** `prepare` changes a fresh copy of the project before it is shown. */
  constructor(
    private readonly browser: Browser,
    private readonly stage: Stage,
    private readonly prepare: (project: string) => void = () => {},
  ) {}

  /** Shows the shop as it was at first, with nothing else open, and goes on from there. */
  async use(act: (bench: Workbench, project: string) => Promise<void>, size?: Size): Promise<void> {
    const known = this.opened;
    // After a failure nobody knows what the window shows: the next test gets a new one.
    this.opened = undefined;
    const { bench, project } = known ?? (await this.open(size));
    try {
      await bench.act(async () => {
        if (known !== undefined) {
          this.stage.restore('shop', project);
          this.prepare(project);
          await bench.clear();
          await bench.resize(size);
        }
        await bench.openFile('pyproject.toml');
        if (known !== undefined) {
          // VS Code puts the cursor where it was when the file was closed.
          await bench.goTo(1, 1);
        }
        await act(bench, project);
      });
    } catch (error) {
      await bench.close();
      throw error;
    }
    this.opened = { bench, project };
  }

  async close(): Promise<void> {
    await this.opened?.bench.close();
    this.opened = undefined;
  }

  private async open(size?: Size): Promise<{ bench: Workbench; project: string }> {
    const project = this.stage.project('shop');
    this.prepare(project);
    const bench = await Workbench.open(this.browser, this.stage.address(project), size);
    return { bench, project };
  }
}
