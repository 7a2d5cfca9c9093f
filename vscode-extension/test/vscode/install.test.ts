/** The private environment: offered, made after a yes, cancelled, failed. pip and uv are real and get packages from a folder alone. */

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import { SharedWindow } from './support/sharedWindow';
import { equipment, Stage, server } from './support/stage';
import { openBrowser, type Workbench } from './support/workbench';

let browser: Browser;
let stage: Stage;
let window: SharedWindow;
before(async () => {
  browser = await openBrowser();
  stage = await new Stage({
    environment: {
      PIP_NO_INDEX: '1',
      PIP_FIND_LINKS: equipment().wheels,
      UV_OFFLINE: '1',
      UV_FIND_LINKS: equipment().wheels,
      UV_PYTHON_DOWNLOADS: 'never',
    },
  }).start();
  window = new SharedWindow(browser, stage);
});
after(async () => {
  await browser?.close();
  await stage?.stop();
});
beforeEach(() => {
  for (const name of ['python3', 'python', 'uv']) {
    stage.removeProgram(name);
  }
});

const environments = () => path.join(stage.storage, 'environments');

/** The environments that were made, by name. */
function made(): string[] {
  return existsSync(environments()) ? readdirSync(environments()) : [];
}

/** The extension starts from nothing, where no environment is but the one that `arrange` makes. */
function fresh(
  act: (bench: Workbench, project: string) => Promise<void>,
  arrange: () => void = () => {},
): Promise<void> {
  return window.use(act, {
    fresh: true,
    arrange: () => {
      rmSync(environments(), { recursive: true, force: true });
      arrange();
    },
  });
}

/** Shows a project for fal where no server is, and presses the button of the message. */
function offered(act: (bench: Workbench, question: Locator, project: string) => Promise<void>) {
  return fresh(async (bench, project) => {
    await bench.notification(offer).waitFor();
    await bench.command('fal-lsp: Install Server');
    const question = bench.page.locator('.monaco-dialog-box');
    await question.getByText('Install the fal-lsp server 0.1.0?').waitFor();
    await act(bench, question, project);
  });
}

const offer = 'Install the fal-lsp server to check and complete [tool.fal]?';

const press = (message: Locator, button: string) =>
  message.getByRole('button', { name: button, exact: true }).click();

const agree = (question: Locator) =>
  question.getByRole('button', { name: 'Install', exact: true }).click();

async function expectPrivateServer(bench: Workbench): Promise<void> {
  await bench.squiggles.first().waitFor({ timeout: 120_000 });
  await bench.command('fal-lsp: Show Version and Paths');
  await bench.notification("in the extension's own environment").waitFor();
}

test('with Python: made after a yes, and used again the next time', async () => {
  stage.addProgram('python3', equipment().python);
  await offered(async (bench, question, project) => {
    const detail = await question.innerText();
    assert.match(detail, /fal-lsp is bundled with this extension; its dependencies are downloaded/);
    assert.match(detail, /programs\/python3/);
    assert.deepEqual(made(), [], 'nothing is made before the answer');
    await agree(question);
    await expectPrivateServer(bench);
    assert.deepEqual(made(), ['0.1.0']);
    assert.equal(existsSync(path.join(project, '.venv')), false);
  });
  await window.use(expectPrivateServer, { fresh: true });
});

test('one click on the message installs it, and a word says that it is done', async () => {
  stage.addProgram('python3', equipment().python);
  await fresh(async (bench) => {
    await press(bench.notification(offer), 'Install');
    await bench.notification('installing the packages (2 of 2)').waitFor({ timeout: 60_000 });
    await bench
      .notification('fal-lsp 0.1.0 is installed and checks this workspace now.')
      .waitFor({ timeout: 120_000 });
    assert.deepEqual(made(), ['0.1.0']);
  });
});

test('with uv', async () => {
  stage.addProgram('python3', equipment().python);
  stage.addProgram('uv', path.join(path.dirname(equipment().python), 'uv'));
  await offered(async (bench, question) => {
    assert.match(await question.innerText(), /programs\/uv/);
    await agree(question);
    await expectPrivateServer(bench);
  });
});

test('a no makes nothing', async () => {
  stage.addProgram('python3', equipment().python);
  await offered(async (bench, question) => {
    await question.getByRole('button', { name: 'Cancel' }).click();
    await question.waitFor({ state: 'hidden' });
    await bench.page.waitForTimeout(1000);
    assert.deepEqual(made(), []);
  });
});

test('cancelled on the way, what was made is removed', async () => {
  // It makes the environment, and then takes its time.
  stage.addProgram(
    'python3',
    `case "$*" in *venv*) mkdir -p "$4"; sleep 60;; *) exec '${equipment().python}' "$@";; esac`,
  );
  await offered(async (bench, question) => {
    await agree(question);
    const progress = bench.notification('Installing fal-lsp 0.1.0');
    await progress.waitFor();
    await bench.eventually(() => assert.deepEqual(made(), ['0.1.0']));
    await progress.getByRole('button', { name: 'Cancel' }).click();
    await progress.waitFor({ state: 'hidden' });
    await bench.eventually(() => assert.deepEqual(made(), []));
  });
});

test('a failure is reported in its own words, and leaves nothing', async () => {
  stage.addProgram(
    'python3',
    `case "$*" in *venv*) echo "ensurepip is not available" >&2; exit 1;; *) exec '${equipment().python}' "$@";; esac`,
  );
  await offered(async (bench, question) => {
    await agree(question);
    await bench.notification('Could not install fal-lsp: ensurepip is not available').waitFor();
    assert.deepEqual(made(), []);
  });
});

test('without Python and uv the person is reported what is needed', async () => {
  stage.addProgram('python3', 'echo 3.8');
  stage.addProgram('python', 'exit 1');
  await fresh(async (bench) => {
    await press(bench.notification(offer), 'Install');
    await bench.notification('fal-lsp requires Python 3.10 or newer').waitFor();
  });
});

test('an environment of an older version is used, and a newer one is offered', async () => {
  stage.addProgram('python3', equipment().python);
  await fresh(
    async (bench) => {
      await bench.squiggles.first().waitFor();
      const message = bench.notification('has fal-lsp 0.0.9, but this extension comes with 0.1.0');
      await press(message, 'Update');
      await bench.eventually(() => assert.deepEqual(made(), ['0.1.0']));
    },
    () => {
      const bin = path.join(environments(), '0.0.9', 'bin');
      mkdirSync(bin, { recursive: true });
      const old = `#!/bin/sh\n[ "$1" = --version ] && echo fal-lsp 0.0.9 && exit\nexec '${server()}' "$@"\n`;
      writeFileSync(path.join(bin, 'fal-lsp'), old, { mode: 0o755 });
      writeFileSync(path.join(bin, '..', '.complete'), '');
    },
  );
});
