/**
 * What is typed is what is there: whole files, key by key, at the pace of hands, with the defaults of
 * VS Code. `FAL_LSP_TEST_TYPING=all` types everything at every pace, `FAL_LSP_TEST_TYPING=60,110` at
 * these, else a sample is typed.
 */

import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { Stage, server } from './support/stage';
import { keysFor, Typist } from './support/typist';
import { openBrowser, Workbench } from './support/workbench';

const wish = process.env['FAL_LSP_TEST_TYPING'] ?? '';
const everything = wish !== '';
const windows = Number(process.env['FAL_LSP_TEST_TYPING_WINDOWS'] ?? (everything ? 3 : 2));
const paces = everything && wish !== 'all' ? wish.split(',').map(Number) : [30, 60, 110, 250];
const examples = path.resolve('..', 'examples', 'spec');
const header = '[tool.fal.apps.image-generator]\n';

/** Some keys of a person, what they end in, and at which paces a sample types it. */
interface Scene {
  readonly name: string;
  /** The example beside whose files it is typed. */
  readonly example: string;
  readonly act: (typist: Typist, bench: Workbench) => Promise<void>;
  readonly text: string;
  readonly sample: readonly number[];
  /** Whether the file must be without findings. */
  readonly clean?: boolean;
}

/** A text that is typed without a look at the suggestions. */
function typed(name: string, example: string, text: string, sample: readonly number[]): Scene {
  return { name, example, text, sample, act: (typist) => typist.press(keysFor(text)) };
}

/** Text with keys between `« »`, and `…` for a pause in which a list opens. */
function edited(name: string, keys: string, text: string, sample: readonly number[] = []): Scene {
  const act = async (typist: Typist, bench: Workbench) => {
    await typist.press(keysFor(header));
    for (const [, named, character = ''] of keys.matchAll(/«(.+?)»|(.|\n)/gu)) {
      if (character === '…') {
        await bench.page.waitForTimeout(700);
      } else {
        await typist.press([named ?? (character === '\n' ? 'Enter' : character)]);
      }
    }
  };
  return { name, example: 'one-line', text: header + text, sample, act };
}

/** An example of fal's reference without the comments, which explain the file. */
const reference = (name: string) =>
  readFileSync(path.join(examples, name, 'pyproject.toml'), 'utf8')
    .replace(/^#.*\n/gm, '')
    // The editor indents by four.
    .replace(/^ {2}/gm, '    ')
    .trimStart();

/** Other notations of two of the examples. */
const notations: Readonly<Record<string, readonly [example: string, text: string]>> = {
  'several-apps inline': [
    'several-apps',
    `[project]
name = "my-package"
version = "0.1.0"

[tool.fal.apps]
image-generator = { ref = "src/image_app.py::ImageGenerator", auth = "private", machine_type = "GPU-H100" }
captioner = { python_entry_point = "my_package.captioner:Captioner", requirements = ["."], auth = "shared", machine_type = "GPU-A100" }
`,
  ],
  'several-apps dotted': [
    'several-apps',
    `[project]
name = "my-package"
version = "0.1.0"

[tool.fal]
apps.image-generator.ref = "src/image_app.py::ImageGenerator"
apps.image-generator.auth = "private"
apps.image-generator.machine_type = "GPU-H100"
apps.captioner.python_entry_point = "my_package.captioner:Captioner"
apps.captioner.requirements = ["."]
apps.captioner.auth = "shared"
apps.captioner.machine_type = "GPU-A100"
`,
  ],
  'health-check inline': [
    'health-check',
    `[tool.fal.apps]
image-generator = { ref = "src/app.py::ImageGenerator", health_check = { path = "/health", start_period_seconds = 30, timeout_seconds = 5, failure_threshold = 3, call_regularly = true } }
`,
  ],
  'health-check dotted': [
    'health-check',
    `[tool.fal.apps.image-generator]
ref = "src/app.py::ImageGenerator"
health_check.path = "/health"
health_check.start_period_seconds = 30
health_check.timeout_seconds = 5
health_check.failure_threshold = 3
health_check.call_regularly = true
`,
  ],
};

/** Each suggestion is taken with a key, and the next key is the one that a person would press. */
const taking = (key: 'Enter' | 'Tab'): Scene => ({
  name: `suggestions taken by ${key}`,
  example: 'one-line',
  sample: [60],
  clean: true,
  text: `${header}ref = "src/app.py::ImageGenerator"
auth = "shared"
machine_type = "GPU-H100"
private_logs = true
max_concurrency = 1
num_gpus = 2
`,
  act: async (typist) => {
    await typist.press(keysFor(header));
    await typist.press('ref');
    await typist.take('ref', key);
    await typist.take('src/app.py::ImageGenerator', key);
    await typist.press(['Enter', ...'aut']);
    await typist.take('auth', key);
    await typist.take('shared', key);
    await typist.press(['Enter', ...'mach']);
    await typist.take('machine_type', key);
    await typist.take('GPU-H100', key);
    await typist.press(['Enter', ...'priv']);
    await typist.take('private_logs', key);
    await typist.take('true', key);
    await typist.press(['Enter', ...'max_c']);
    await typist.take('max_concurrency', key);
    await typist.press(['1', 'Enter', ...'num']);
    await typist.take('num_gpus', key);
    await typist.press(['2', 'Enter']);
  },
});

const scenes: readonly Scene[] = [
  ...readdirSync(examples).map((name) =>
    typed(name, name, reference(name), name === 'health-check' ? [60] : []),
  ),
  ...Object.entries(notations).map(([name, [example, text]]) =>
    typed(name, example, text, name.startsWith('health-check') ? [30] : []),
  ),
  typed(
    'a number and Enter',
    'one-line',
    `${header}max_concurrency = 1\nnum_gpus = 2\n`,
    [60, 110],
  ),
  typed(
    'a boolean and Enter',
    'one-line',
    `${header}private_logs = true\nnum_gpus = 2\n`,
    [60, 110],
  ),
  typed(
    'short names',
    'one-line',
    '[tool.fal.apps.a]\nmax_concurrency = 8\nrequirements = ["."]\n[tool.fal.apps.b.health_check]\npath = "/"\n',
    [30],
  ),
  {
    name: 'a class that was picked and Enter',
    example: 'one-line',
    sample: [110],
    text: `${header}ref = "src/app.py::ImageGenerator"\nnum_gpus = 2\n`,
    act: async (typist) => {
      await typist.press([...keysFor(header), ...'ref = ']);
      await typist.take('src/app.py::ImageGenerator', 'Enter');
      await typist.press(['Enter', ...'num_gpus = 2', 'Enter']);
    },
  },
  taking('Enter'),
  taking('Tab'),
  edited(
    'mistakes',
    `auht«Backspace»«Backspace»th = "pirv…«Backspace»«Backspace»«Backspace»riv…ate"
machien…«Backspace»«Backspace»ne_type… = "GPU-H10…0"
num_gpus = 12…«Backspace»
`,
    'auth = "private"\nmachine_type = "GPU-H100"\nnum_gpus = 1\n',
    [60],
  ),
  edited(
    'closed lists',
    `au…«Escape»th = …"pr…«Escape»ivate"…
private_logs = t…«Escape»rue…
regions = […"…«Escape»us-east"…«Escape»]…
`,
    'auth = "private"\nprivate_logs = true\nregions = ["us-east"]\n',
  ),
  edited(
    'behind emoji',
    'health_check = { path = "/🎨𝒳漢…", call_regularly = tr…ue…, timeout_seconds = 5… }\n',
    'health_check = { path = "/🎨𝒳漢", call_regularly = true, timeout_seconds = 5 }\n',
  ),
  edited(
    'in the middle of a number',
    'keep_alive = 300«ArrowLeft»«ArrowLeft»1…5…«ArrowRight»7…«Home»…«End»9\nnum_gpus = 2\n',
    'keep_alive = 3150709\nnum_gpus = 2\n',
  ),
];

let browser: Browser;
let stage: Stage;
before(async () => {
  browser = await openBrowser();
  stage = await new Stage({ programs: { 'fal-lsp': server() } }).start();
});
after(async () => {
  await browser?.close();
  await stage?.stop();
});

interface Work {
  readonly scene: Scene;
  readonly pace: number;
  /** The folder of its project. */
  readonly name: string;
}

/** Everything that is to be typed, the longest first, in folders beside each other. */
function plan(root: string): Work[] {
  const work = scenes.flatMap((scene) =>
    (everything ? paces : scene.sample).map((pace) => ({
      scene,
      pace,
      name: `${scene.name} ${pace}`.replaceAll(' ', '-'),
    })),
  );
  for (const { scene, name } of work) {
    cpSync(path.join(examples, scene.example), path.join(root, name), { recursive: true });
    writeFileSync(path.join(root, name, 'pyproject.toml'), '');
  }
  return work.sort((one, other) => other.pace * size(other) - one.pace * size(one));
}

const size = ({ scene }: Work) => scene.text.length;

/** Types one file and says what is there in the end that should not, in words. */
async function type(bench: Workbench, root: string, work: Work) {
  const { scene, pace, name } = work;
  const file = path.join(root, name, 'pyproject.toml');
  await bench.openFile(`${name}/pyproject.toml`);
  await bench.page.waitForTimeout(500);
  const typist = new Typist(bench.page, pace, pace);
  let problem = '';
  try {
    await scene.act(typist, bench);
  } catch (error) {
    problem = String(error);
  }
  await bench.page.waitForTimeout(400);
  await bench.press('Escape');
  await bench.press('Control+s');
  await bench.page.waitForTimeout(300);
  await bench.eventually(() => assert.notEqual(readFileSync(file, 'utf8'), ''));
  const text = readFileSync(file, 'utf8');
  if (text !== scene.text) {
    problem += `\ntyped:\n${scene.text}\ngot:\n${text}`;
  } else if (scene.clean && (await bench.squiggles.count()) > 0) {
    problem += '\nthe file has findings';
  }
  await bench.command('View: Close All Editors');
  return { keys: typist.keys, time: typist.time, problem };
}

test('what is typed is what is there', { timeout: everything ? 3_600_000 : 240_000 }, async () => {
  const root = path.join(stage.root, 'typing');
  mkdirSync(path.join(root, 'started'), { recursive: true });
  writeFileSync(path.join(root, 'started/pyproject.toml'), `${header}ref = 1\n`);
  const queue = plan(root);
  const count = queue.length;
  const problems: string[] = [];
  const figures = new Map(paces.map((pace) => [pace, { keys: 0, time: 0 }]));
  const hand = async (_: unknown, index: number) => {
    // Windows that start at once keep each other waiting.
    await new Promise((resolve) => setTimeout(resolve, index * 20_000));
    await Workbench.use(browser, stage.address(root), async (bench) => {
      // What is typed before the server has started gets no suggestions.
      await bench.openFile('started/pyproject.toml');
      await bench.squiggles.first().waitFor();
      await bench.command('View: Close All Editors');
      for (let work = queue.shift(); work !== undefined; work = queue.shift()) {
        const done = await type(bench, root, work);
        const figure = figures.get(work.pace) as { keys: number; time: number };
        figure.keys += done.keys;
        figure.time += done.time;
        if (everything) {
          console.log(`${work.name}: ${done.keys} keys${done.problem && ', DIFFERENT'}`);
        }
        if (done.problem !== '') {
          problems.push(`${work.scene.name} at ${work.pace} ms a key: ${done.problem}`);
          console.log(problems.at(-1));
        }
      }
    });
  };
  await Promise.all(Array.from({ length: windows }).map(hand));
  const each = [...figures].map(
    ([pace, { keys, time }]) =>
      `${keys} keys at ${pace} ms (${Math.round(time / keys)} ms in fact)`,
  );
  console.log(`${count} files, ${each.join(', ')}: ${problems.length} differences`);
  assert.deepEqual(problems, []);
});
