/** Which server runs, reported in one message; and what happens when it is broken, dies or may not be used. */

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { SharedWindow } from './support/sharedWindow';
import { Stage, server } from './support/stage';
import { openBrowser, Workbench } from './support/workbench';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser?.close());

/** What the command `Show Version and Paths` says. */
async function version(bench: Workbench): Promise<string> {
  await bench.command('fal-lsp: Show Version and Paths');
  // VS Code's own “Activating Extensions...” is another.
  const message = bench.notification('. Extension ');
  await message.waitFor();
  const text = await message.locator('.notification-list-item-message').innerText();
  await bench.command('Notifications: Clear All Notifications');
  return text;
}

/** A server that answers `--version`, notes each start in a file and then ends. */
const dying = (notes: string) => `
if [ "$1" = --version ]; then echo fal-lsp 9.9.9; exit; fi
echo started >> '${notes}'
echo no luck >&2
exit 1`;

const lines = (file: string) =>
  existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;

describe('a trusted window', () => {
  let stage: Stage;
  let window: SharedWindow;
  before(async () => {
    stage = await new Stage().start();
    window = new SharedWindow(browser, stage);
  });
  after(() => stage?.stop());
  /** The extension starts from nothing, after `arrange` has changed the project. */
  const fresh = (
    act: (bench: Workbench) => Promise<void>,
    arrange: (project: string) => void = () => {},
  ) => window.use(act, { fresh: true, arrange });
  beforeEach(() => {
    stage.addProgram('fal-lsp', server());
    stage.writeSettings({});
  });

  test('says once that there is no server, with a way out, and recovers', async () => {
    stage.removeProgram('fal-lsp');
    await fresh(async (bench) => {
      const message = bench.notification('Install the fal-lsp server to check and complete');
      await message.waitFor();
      assert.equal(await bench.notifications.count(), 1);
      await message.getByText('Show Log').click();
      await bench.page.locator('.part.panel').getByText('No server found').first().waitFor();
      stage.addProgram('fal-lsp', server());
      await bench.command('fal-lsp: Restart Server');
      await bench.squiggles.first().waitFor();
    });
  });

  test('takes the server on PATH and says so when asked', () =>
    fresh(async (bench) => {
      await bench.squiggles.first().waitFor();
      const text = await version(bench);
      assert.match(
        text,
        /^fal-lsp \d+\.\d+\S* on PATH \(\S+\/programs\/fal-lsp\), running\. Extension/,
      );
    }));

  test('shows the server in the language status', () =>
    window.use(async (bench) => {
      await bench.squiggles.first().waitFor();
      await bench.page.locator('.statusbar [id="status.languageStatus"]').click();
      const status = bench.page.locator('.hover-language-status').filter({ hasText: 'fal-lsp' });
      assert.match(
        await status.innerText(),
        /fal-lsp \d+\.\d+[\s\S]*on PATH[\s\S]*Version and Paths/,
      );
    }));

  test('the walkthrough has three steps, and its buttons work', () =>
    window.use(async (bench) => {
      await bench.squiggles.first().waitFor();
      await bench.openWalkthrough('Get Started with fal in pyproject.toml');
      const steps = bench.page.locator('.gettingStartedContainer .getting-started-step');
      await bench.eventually(async () => assert.equal(await steps.count(), 3));
      await steps.first().getByText('Show the Server in Use').click();
      await bench.notification(' on PATH ').waitFor();
      await steps.first().locator('.codicon.complete').first().waitFor();
    }));

  test('takes the one that the setting names, also when the setting changes later', async () => {
    await window.use(async (bench) => {
      await bench.squiggles.first().waitFor();
      const other = stage.addProgram('fal-lsp-other', server());
      stage.writeSettings({ 'fal-lsp.path': other });
      await bench.eventually(async () =>
        assert.match(await version(bench), /from the setting fal-lsp\.path \(\S+other\), running/),
      );
    });
  });

  test('says what is wrong with a broken setting, and uses the next server', async () => {
    stage.writeSettings({ 'fal-lsp.path': '/nowhere/fal-lsp' });
    await fresh(async (bench) => {
      const message = bench.notification(
        "The setting fal-lsp.path doesn't work: /nowhere/fal-lsp doesn't exist. fal-lsp",
      );
      await message.waitFor();
      assert.equal(await bench.notifications.count(), 1);
      await bench.squiggles.first().waitFor();
      await message.getByText('Open Settings').click();
      await bench.page.locator('.settings-editor').getByText('Fal-lsp: Path').first().waitFor();
    });
  });

  test("takes the server of the project's environment without the Python extension", () =>
    fresh(
      async (bench) => {
        await bench.squiggles.first().waitFor();
        assert.match(await version(bench), / in the project's Python environment \(\S+\.venv\/bin/);
      },
      (project) => {
        const bin = path.join(project, '.venv', 'bin');
        mkdirSync(bin, { recursive: true });
        writeFileSync(path.join(bin, 'python'), '');
        writeFileSync(path.join(bin, 'fal-lsp'), `#!/bin/sh\nexec '${server()}' "$@"\n`, {
          mode: 0o755,
        });
      },
    ));

  test('does not speak of a missing server where nothing is for fal', async () => {
    stage.removeProgram('fal-lsp');
    await fresh(
      async (bench) => {
        assert.match(await version(bench), /^no server\./);
        assert.equal(await bench.notifications.count(), 0);
      },
      (project) => writeFileSync(path.join(project, 'pyproject.toml'), '[project]\nname = "x"\n'),
    );
  });

  test('a server that dies before its first answer is started once', async () => {
    const notes = path.join(stage.root, 'first-answer');
    stage.addProgram('fal-lsp', dying(notes));
    await fresh(async (bench) => {
      await bench
        .notification('does not run: it exited before its first response (no luck)')
        .waitFor();
      assert.equal(lines(notes), 1);
      assert.equal(await bench.notifications.count(), 1);
      await bench.notification('does not run').getByText('Restart').click();
      await bench.eventually(() => assert.equal(lines(notes), 2));
    });
  });

  test('a server that dies again and again is started four times and no more', async () => {
    const notes = path.join(stage.root, 'again');
    stage.addProgram(
      'fal-lsp',
      `[ "$1" = --version ] || echo $$ >> '${notes}'\nexec '${server()}' "$@"`,
    );
    await fresh(async (bench) => {
      for (let start = 1; start <= 4; start++) {
        await bench.eventually(() => assert.equal(lines(notes), start));
        // A card is an answer of the server that runs now.
        const card = await bench.hover('5400', '1 h 30 min');
        await bench.page.mouse.move(0, 0);
        await card.waitFor({ state: 'hidden' });
        process.kill(Number(readFileSync(notes, 'utf8').trim().split('\n').at(-1)), 'SIGKILL');
      }
      await bench.notification('does not run: it crashed 4 times within 3 minutes').waitFor();
      assert.equal(await bench.notifications.count(), 1);
      // What would start a fifth would have done so by the time that another command is done.
      assert.match(await version(bench), / not running\. /);
      assert.equal(lines(notes), 4);
    });
  });

  test('restarting brings the findings back, and leaves one server', async () => {
    const notes = path.join(stage.root, 'restarts');
    stage.addProgram(
      'fal-lsp',
      `[ "$1" = --version ] || echo started >> '${notes}'\nexec '${server()}' "$@"`,
    );
    await fresh(async (bench) => {
      await bench.squiggles.first().waitFor();
      await bench.command('fal-lsp: Restart Server');
      await bench.eventually(() => assert.equal(lines(notes), 2));
      await bench.squiggles.first().waitFor();
    });
  });

  test('the walkthrough creates the file where there is none', async () => {
    const project = path.join(stage.root, 'empty');
    mkdirSync(project);
    writeFileSync(path.join(project, 'README.md'), '');
    await Workbench.use(browser, stage.address(project), async (bench) => {
      await bench.openWalkthrough('Get Started with fal in pyproject.toml');
      const step = bench.page.locator('.getting-started-step').nth(1);
      await step.click();
      await step.getByText('Open or Create pyproject.toml').click();
      await bench.page.locator('.tab.active').filter({ hasText: 'pyproject.toml' }).waitFor();
      await bench.editor.click();
      await bench.suggestion('fal app: ref');
      assert.equal(readFileSync(path.join(project, 'pyproject.toml'), 'utf8'), '');
    });
  });
});

describe('an untrusted window', () => {
  let stage: Stage;
  let window: SharedWindow;
  let mark: string;
  before(async () => {
    stage = await new Stage({ trusted: false }).start();
    window = new SharedWindow(browser, stage, (project) => {
      const tool = path.join(project, 'tool.sh');
      writeFileSync(tool, `#!/bin/sh\ntouch '${mark}'\nexec '${server()}' "$@"\n`, { mode: 0o755 });
      mkdirSync(path.join(project, '.vscode'), { recursive: true });
      writeFileSync(
        path.join(project, '.vscode', 'settings.json'),
        JSON.stringify({ 'fal-lsp.path': '${workspaceFolder}/tool.sh' }),
      );
    });
  });
  after(() => stage?.stop());
  /** The extension starts from nothing, after `arrange` has changed the project. */
  const fresh = (
    act: (bench: Workbench) => Promise<void>,
    arrange: (project: string) => void = () => {},
  ) => window.use(act, { fresh: true, arrange });
  beforeEach(() => {
    mark = path.join(stage.root, `mark-${Math.random()}`);
    stage.removeProgram('fal-lsp');
    stage.addProgram('fal-lsp', server());
  });

  test('does not run a program of the workspace that is on PATH', async () => {
    stage.removeProgram('fal-lsp');
    await fresh(
      async (bench) => {
        await bench.notification('is in this workspace, which is not trusted').waitFor();
        assert.equal(existsSync(mark), false);
      },
      (project) => {
        const evil = path.join(project, 'fal-lsp');
        writeFileSync(evil, `#!/bin/sh\ntouch '${mark}'\nexec '${server()}' "$@"\n`, {
          mode: 0o755,
        });
        // A program outside that is a link to one inside.
        stage.linkProgram('fal-lsp', evil);
      },
    );
  });

  test('says that trust is the reason where no server is outside', async () => {
    stage.removeProgram('fal-lsp');
    await fresh(
      async (bench) => {
        const message = bench.notification(
          'This workspace is not trusted, so its Python environments',
        );
        await message.getByText('Manage Workspace Trust').click();
        await bench.page.locator('.workspace-trust-editor').waitFor();
        assert.equal(existsSync(mark), false);
      },
      (project) => {
        const bin = path.join(project, '.venv', 'bin');
        mkdirSync(bin, { recursive: true });
        writeFileSync(path.join(bin, 'python'), '');
        writeFileSync(path.join(bin, 'fal-lsp'), `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 });
      },
    );
  });

  test('does not run an app', async () => {
    const fal = path.join(stage.root, 'fal-was-run');
    stage.addProgram('fal', `touch '${fal}'`);
    await fresh(async (bench) => {
      await bench.lens('fal run').first().click();
      await bench
        .notification('fal run runs code of this workspace, which is not trusted yet')
        .waitFor();
      assert.equal(existsSync(fal), false);
    });
  });

  // The last one, since the window is trusted from then on.
  test('uses the server on PATH and runs nothing of the workspace until it is trusted', async () => {
    await fresh(async (bench) => {
      await bench.squiggles.first().waitFor();
      assert.match(await version(bench), / on PATH /);
      assert.equal(existsSync(mark), false, 'the setting of the workspace was obeyed');

      await bench.command('Workspaces: Manage Workspace Trust');
      await bench.page
        .locator('.workspace-trust-editor')
        .getByRole('button', { name: 'Trust', exact: true })
        .click();
      await bench.eventually(async () =>
        assert.match(
          await version(bench),
          /from the setting fal-lsp\.path \(\S+tool\.sh\), running/,
        ),
      );
      assert.equal(existsSync(mark), true);
    });
  });
});
