// Makes the two archives of Python files: the part of the standard library that is needed, and the
// wheel of the project with its dependencies. PYTHON names the Python whose pip fetches them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, '../..');

/** What the features import; of `rpds`, which is no Python, python/rpds.py takes the place. */
const DEPENDENCIES = [
  'attrs',
  'jsonschema',
  'jsonschema-specifications',
  'packaging',
  'pathspec',
  'referencing',
  'tomli',
];

/** Fetches the wheels in the versions that the tests run with, those in plain Python alone. */
function fetchWheels(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pip = (...args) =>
    execFileSync(
      process.env.PYTHON ?? 'python3',
      ['-m', 'pip', '--disable-pip-version-check', ...args],
      {
        cwd: root, // a relative PYTHON is one of the repository
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
  pip('wheel', '-q', '--no-deps', '-w', folder, root);
  const pure = ['--only-binary=:all:', '--platform=any', '--python-version=3.14'];
  pip(
    'download',
    '-q',
    '--no-deps',
    ...pure,
    '--implementation=py',
    '--abi=none',
    `--constraint=${path.join(root, 'requirements-dev.txt')}`,
    `--dest=${folder}`,
    ...DEPENDENCIES,
  );
}

/** Writes stdlib.bin and packages.bin into `target`; returns the licences of what is in them. */
export async function buildPython(work, target) {
  const wheels = path.join(work, 'wheels');
  fetchWheels(wheels);
  // The files are compiled by the Python that will run them, without the columns that a traceback
  // would underline: nobody sees one, and they are a tenth of what a page loads.
  const env = { HOME: '/', PYTHONNODEBUGRANGES: '1' };
  const python = await loadPyodide({ env });
  const mount = (name, folder) => {
    python.FS.mkdirTree(name);
    python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, name);
  };
  mount('/wheels', wheels);
  mount('/own', path.join(here, '../python'));
  mount('/target', target);
  mount('/pyodide', path.join(here, '../node_modules/pyodide'));
  const licences = python.runPython(readFileSync(path.join(here, 'archives.py'), 'utf8'));
  return JSON.parse(licences);
}
