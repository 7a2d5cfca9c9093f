/** Small extensions that stand in for ones we can't install: another one for TOML, and the Python extension's API. */

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

function write(folder: string, manifest: object): string {
  mkdirSync(folder, { recursive: true });
  const common = {
    version: '1.0.0',
    engines: { vscode: '^1.91.0' },
    capabilities: { untrustedWorkspaces: { supported: true } },
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...common, ...manifest }));
  return folder;
}

/** Another extension for TOML, in whose grammar a line is all one colour. */
export function plainToml(root: string, id: string): string {
  const [publisher, name] = id.split('.');
  const folder = write(path.join(root, `${id}-1.0.0`), {
    name,
    publisher,
    contributes: {
      languages: [{ id: 'toml', extensions: ['.toml'] }],
      grammars: [{ language: 'toml', scopeName: 'source.toml', path: './toml.json' }],
    },
  });
  const patterns = [{ match: '.+', name: 'comment.line.toml' }];
  writeFileSync(
    path.join(folder, 'toml.json'),
    JSON.stringify({ name: 'toml', scopeName: 'source.toml', patterns }),
  );
  return folder;
}

/** The extensions that know the selected Python, with the part of their API that others use. */
const pythonApis = {
  python: `{
    environments: {
      getActiveEnvironmentPath: () => ({ id: selected(), path: selected() }),
      resolveEnvironment: async ({ path }) => ({ executable: { uri: vscode.Uri.file(path) } }),
      onDidChangeActiveEnvironmentPath: changed.event,
    },
  }`,
  'vscode-python-envs': `{
    getEnvironment: async () => ({ execInfo: { run: { executable: selected() } } }),
    onDidChangeEnvironment: changed.event,
  }`,
};

export type PythonExtension = keyof typeof pythonApis;

/** The selected Python is the content of a file; the command `Python: Select` tells of a change. */
export function pythonExtension(name: PythonExtension, root: string, selection: string): string {
  const folder = write(path.join(root, `ms-python.${name}-1.0.0`), {
    name,
    publisher: 'ms-python',
    main: './main.js',
    activationEvents: [],
    contributes: { commands: [{ command: 'python.select', title: 'Python: Select' }] },
  });
  writeFileSync(
    path.join(folder, 'main.js'),
    `const vscode = require('vscode');
const { readFileSync } = require('node:fs');
const selected = () => readFileSync(${JSON.stringify(selection)}, 'utf8').trim();
exports.activate = (context) => {
  const changed = new vscode.EventEmitter();
  context.subscriptions.push(vscode.commands.registerCommand('python.select', () => changed.fire({})));
  return ${pythonApis[name]};
};
`,
  );
  return folder;
}

/** Another extension for Python, which suggests the other words of the file everywhere. */
export function pythonWords(root: string): string {
  const folder = write(path.join(root, 'words.python-words-1.0.0'), {
    name: 'python-words',
    publisher: 'words',
    main: './main.js',
    activationEvents: ['onLanguage:python'],
  });
  writeFileSync(
    path.join(folder, 'main.js'),
    `const vscode = require('vscode');
exports.activate = () => vscode.languages.registerCompletionItemProvider({ language: 'python' }, {
  provideCompletionItems: (document, position) => {
    const typed = document.getText(document.getWordRangeAtPosition(position));
    const words = new Set(document.getText().match(/\\w+/g));
    return [...words].filter((word) => word !== typed).map((word) => new vscode.CompletionItem(word));
  },
});
`,
  );
  return folder;
}

/** An extension that runs a command as soon as a window starts. */
export function hasty(root: string, command: string): string {
  const folder = write(path.join(root, 'hasty.hasty-1.0.0'), {
    name: 'hasty',
    publisher: 'hasty',
    main: './main.js',
    activationEvents: ['*'],
  });
  writeFileSync(
    path.join(folder, 'main.js'),
    `exports.activate = () => void require('vscode').commands.executeCommand(${JSON.stringify(command)});\n`,
  );
  return folder;
}
