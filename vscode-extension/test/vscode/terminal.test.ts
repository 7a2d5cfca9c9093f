/** Running and deploying an app: the command that a terminal gets, character by character. */

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type PythonExtension, pythonExtension } from './support/extensions';
import { SharedWindow } from './support/sharedWindow';
import { Stage, server } from './support/stage';
import { openBrowser, Workbench } from './support/workbench';

let browser: Browser;
let stage: Stage;
let notes: string;
let shop: SharedWindow;
let withNames: SharedWindow;
before(async () => {
  browser = await openBrowser();
  stage = await new Stage({ programs: { 'fal-lsp': server() } }).start();
  notes = path.join(stage.root, 'fal-calls');
  shop = new SharedWindow(browser, stage);
  withNames = new SharedWindow(browser, stage, prepareNames);
});
after(async () => {
  await browser?.close();
  await stage?.stop();
});
beforeEach(() => {
  rmSync(notes, { force: true });
  stage.addProgram('fal', noting(notes, 'on-path'));
});

/** A `fal` that writes down who it is, where it was started and each of its arguments. */
const noting = (file: string, who: string) =>
  `printf '%s\\n' ${who} "$PWD" "$@" > '${file}.new'; mv '${file}.new' '${file}'`;

async function called(bench: Workbench): Promise<string[]> {
  await bench.eventually(() => assert.ok(existsSync(notes)));
  return readFileSync(notes, 'utf8').trimEnd().split('\n');
}

/** Agrees to deploy; the shop has errors. */
const agree = (bench: Workbench) =>
  bench.page
    .locator('.monaco-dialog-box')
    .getByRole('button', { name: 'Deploy Anyway', exact: true })
    .click();

function inShop(act: (bench: Workbench, project: string) => Promise<void>): Promise<void> {
  return shop.use(async (bench, project) => {
    await bench.lens('fal run').first().waitFor();
    await act(bench, project);
  });
}

/** Names of apps, and what fal gets for each; `undefined` is nothing. */
const names: readonly (readonly [name: string, reaches: readonly string[] | undefined])[] = [
  ...["it's $(touch gone) `touch gone`; touch gone", 'größe ☕ "q" \\'].map(
    (name) => [name, [name]] as const,
  ),
  ['-x --help', ['--', '-x --help']],
  ['x\u0015touch gone', undefined],
];

/** Puts an app of each name into a project that lies deeper, the only one of the folder. */
function prepareNames(root: string): void {
  const folder = path.join(root, 'services', 'api server');
  mkdirSync(folder, { recursive: true });
  rmSync(path.join(root, 'pyproject.toml'));
  const tables = names.map(
    ([name]) => `[tool.fal.apps.${JSON.stringify(name)}]\npython_entry_point = "x:y"\n`,
  );
  writeFileSync(path.join(folder, 'pyproject.toml'), tables.join('\n'));
}

for (const verb of ['run', 'deploy']) {
  test(`the lens “fal ${verb}” starts fal in the folder of the project`, () =>
    inShop(async (bench, project) => {
      await bench.lens(`fal ${verb}`).first().click();
      if (verb === 'deploy') {
        await agree(bench);
      }
      assert.deepEqual(await called(bench), ['on-path', project, verb, 'text-to-image']);
      await bench.eventually(async () =>
        assert.match(await bench.terminalText(), new RegExp(`fal ${verb} text-to-image`)),
      );
    }));
}

test('the lens “fal deploy --check” saves the file and lets fal ask', () =>
  inShop(async (bench, project) => {
    await bench.goToText('keep_alve = 300', 'keep_alve = 300'.length);
    await bench.type('0');
    await bench.lens('fal deploy --check').first().click();
    assert.deepEqual(await called(bench), [
      ...['on-path', project, 'deploy', '--check', 'text-to-image'],
    ]);
    assert.match(readFileSync(path.join(project, 'pyproject.toml'), 'utf8'), /keep_alve = 3000/);
  }));

test('one terminal is used again once it is idle, and each command is shown once', () =>
  inShop(async (bench) => {
    await bench.command('Terminal: Kill All Terminals').catch(() => undefined);
    const lines = async () => (await bench.terminalText()).match(/^.*fal .*$/gm);
    await bench.lens('fal run').first().click();
    await called(bench);
    await bench.eventually(async () =>
      assert.deepEqual(await lines(), ['$ fal run text-to-image']),
    );
    rmSync(notes);
    await bench.lens('fal run').nth(1).click();
    await called(bench);
    await bench.eventually(async () =>
      assert.deepEqual(await lines(), ['$ fal run text-to-image', '$ fal run search']),
    );
    assert.equal(await bench.page.locator('.terminal-tabs-entry').count(), 0, 'two terminals');
    // A program that still runs, and may wait for an answer, is left alone.
    stage.addProgram('fal', `echo asks; read -r answer; echo "$answer" > '${notes}'`);
    rmSync(notes);
    await bench.lens('fal run').first().click();
    await bench.eventually(async () => assert.match(await bench.terminalText(), /asks/));
    stage.addProgram('fal', noting(notes, 'on-path'));
    await bench.lens('fal run').first().click();
    assert.equal((await called(bench))[2], 'run');
    await bench.eventually(async () =>
      assert.deepEqual(await lines(), ['$ fal run text-to-image']),
    );
  }));

test('before a deployment the file is saved, and the dialog says what is deployed and what is wrong', () =>
  inShop(async (bench, project) => {
    await bench.goToText('keep_alve = 300', 'keep_alve = 300'.length);
    await bench.type('0');
    await bench.lens('fal deploy').first().click();
    const dialog = bench.page.locator('.monaco-dialog-box');
    await dialog.getByText('Deploy text-to-image?').waitFor();
    const text = await dialog.innerText();
    assert.match(text, /fal deploy text-to-image deploys .* as text-to-image: auth "private"/);
    assert.match(text, /machine_type: "GPU-H100" \(pyproject\.toml\)/);
    assert.match(text, /Line 15: Unknown key `keep_alve`/);
    assert.doesNotMatch(text, /timeout_seconds/, 'that is an error of the other app');
    assert.match(readFileSync(path.join(project, 'pyproject.toml'), 'utf8'), /keep_alve = 3000/);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await bench.page.waitForTimeout(1000);
    assert.equal(existsSync(notes), false, 'it was deployed after a no');
  }));

test('an error in the class of the app is one of the deployment', () =>
  inShop(async (bench, project) => {
    const file = path.join(project, 'src', 'shop', 'image.py');
    writeFileSync(file, `from shop.missing import x\n${readFileSync(file, 'utf8')}`);
    const dialog = bench.page.locator('.monaco-dialog-box');
    await bench.eventually(async () => {
      await bench.lens('fal deploy').first().click();
      const text = await dialog.innerText();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'hidden' });
      assert.match(text, /src\/shop\/image\.py:1: Module `shop\.missing` does not exist/);
    });
    assert.equal(existsSync(notes), false);
  }));

for (const [index, [name, reaches]] of names.entries()) {
  const what = reaches === undefined ? 'never reaches a terminal' : 'reaches fal as it is';
  test(`the name ${JSON.stringify(name)} ${what}`, () =>
    withNames.use(async (bench, root) => {
      const folder = path.join(root, 'services', 'api server');
      await bench.eventually(async () =>
        assert.equal(await bench.lens('fal run').count(), names.length),
      );
      await bench.lens('fal run').nth(index).click();
      if (reaches === undefined) {
        await bench.notification("can't be written safely in a command line").waitFor();
        assert.equal(existsSync(notes), false);
      } else {
        assert.deepEqual(await called(bench), ['on-path', folder, 'run', ...reaches]);
        assert.equal(existsSync(path.join(folder, 'gone')), false);
      }
    }));
}

test('the palette asks for the app', () =>
  inShop(async (bench, project) => {
    await bench.command('fal: Deploy App');
    const rows = bench.page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'text-to-image' }).waitFor();
    assert.equal(await rows.count(), 2);
    await rows.filter({ hasText: 'search' }).click();
    await agree(bench);
    assert.deepEqual(await called(bench), ['on-path', project, 'deploy', 'search']);
  }));

test('without fal a hint types the command and leaves Enter to the person', () =>
  inShop(async (bench) => {
    stage.removeProgram('fal');
    await bench.lens('fal run').first().click();
    const message = bench.notification('fal is not installed on PATH');
    await message.getByText('Prepare the Command').click();
    await bench.eventually(async () =>
      assert.match(await bench.terminalText(), /\$ pip install fal$/),
    );
  }));

for (const extension of ['python', 'vscode-python-envs'] satisfies PythonExtension[]) {
  test(`the server and fal of the Python selected in ms-python.${extension} are used, also after a change`, async () => {
    const selection = path.join(stage.root, 'selected-python');
    const own = await new Stage({
      extensions: [pythonExtension(extension, path.join(stage.root, extension), selection)],
      programs: { 'fal-lsp': server(), fal: noting(notes, 'on-path') },
    }).start();
    try {
      const python = (name: string) => {
        const folder = path.join(own.root, name, 'bin');
        mkdirSync(folder, { recursive: true });
        const script = (file: string, text: string) =>
          writeFileSync(path.join(folder, file), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
        script('fal-lsp', `exec '${server()}' "$@"`);
        script('fal', noting(notes, name));
        return path.join(folder, 'python');
      };
      const [one, two] = [python('one'), python('two')];
      writeFileSync(selection, one);
      const project = own.project('shop');
      await Workbench.use(browser, own.address(project), async (bench) => {
        await bench.openFile('pyproject.toml');
        await bench.lens('fal run').first().click();
        assert.deepEqual(await called(bench), ['one', project, 'run', 'text-to-image']);
        const expectServer = (name: string) =>
          bench.eventually(async () => {
            await bench.command('fal-lsp: Show Version and Paths');
            await bench
              .notification(
                `in the selected Python environment (${own.root}/${name}/bin/fal-lsp), running`,
              )
              .waitFor({ timeout: 3000 });
          });
        await expectServer('one');
        writeFileSync(selection, two);
        await bench.command('Python: Select');
        await expectServer('two');
        rmSync(notes);
        await bench.lens('fal deploy').first().click();
        await agree(bench);
        assert.deepEqual(await called(bench), ['two', project, 'deploy', 'text-to-image']);
      });
    } finally {
      await own.stop();
    }
  });
}
