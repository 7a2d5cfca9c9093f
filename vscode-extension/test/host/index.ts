/** Runs inside the extension host of VS Code: what other extensions and VS Code itself get from ours. */

import assert from 'node:assert/strict';
import * as vscode from 'vscode';

const tests: [name: string, body: () => Promise<void>][] = [];
const test = (name: string, body: () => Promise<void>) => tests.push([name, body]);

interface Manifest {
  readonly contributes: {
    readonly commands: { readonly command: string; readonly title: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly markdownDescription: string }>>;
    };
  };
}

const commands = [
  'run',
  'deploy',
  'deployCheck',
  'restart',
  'showLogs',
  'showVersion',
  'installServer',
  'openProject',
];

function file(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder !== undefined);
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Shows a file: VS Code asks for the diagnostics of files that somebody sees. */
async function open(name: string): Promise<vscode.TextDocument> {
  return (await vscode.window.showTextDocument(file(name))).document;
}

async function eventually<T>(
  look: () => T | undefined | Promise<T | undefined>,
  what: string,
): Promise<T> {
  for (let tries = 0; tries < 150; tries++) {
    const found = await look();
    if (found !== undefined) {
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`no ${what} within 30 s`);
}

/** The diagnostics of a file once there are as many as expected. */
const diagnostics = (uri: vscode.Uri, count: number) =>
  eventually(() => {
    const found = vscode.languages.getDiagnostics(uri);
    return found.length === count ? found : undefined;
  }, `${count} diagnostics`);

function position(document: vscode.TextDocument, text: string): vscode.Position {
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `${text} is not in the file`);
  return document.positionAt(offset + 1);
}

const markdown = (content: vscode.MarkdownString | vscode.MarkedString | string) =>
  typeof content === 'string' ? content : content.value;

// An extension asks for it before anything else.
test('the log opens also while the window still starts', async () => {
  await eventually(
    () => vscode.window.visibleTextEditors.find(({ document: { uri } }) => uri.scheme === 'output'),
    'log',
  );
  await vscode.commands.executeCommand('workbench.action.closePanel');
});

test('the extension is active and its commands are there', async () => {
  const extension = vscode.extensions.getExtension('fal-lsp.fal-lsp');
  assert.ok(extension?.isActive);
  const all = await vscode.commands.getCommands(true);
  for (const command of commands) {
    assert.ok(all.includes(`fal-lsp.${command}`), command);
  }
});

test('each command and setting of the manifest has words for a person', async () => {
  const extension = vscode.extensions.getExtension('fal-lsp.fal-lsp');
  assert.ok(extension !== undefined);
  const { contributes } = extension.packageJSON as Manifest;
  assert.deepEqual(
    contributes.commands.map(({ command }) => command).sort(),
    commands.map((command) => `fal-lsp.${command}`).sort(),
  );
  for (const [name, { markdownDescription }] of Object.entries(
    contributes.configuration.properties,
  )) {
    assert.match(markdownDescription, /\.$/, name);
  }
});

test('diagnostics carry a code with a link, and tags', async () => {
  const { uri } = await open('pyproject.toml');
  const found = await diagnostics(uri, 3);
  const [unknown] = found.filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
  assert.equal(unknown?.source, 'fal-lsp');
  const code = unknown.code as { value: string; target: vscode.Uri };
  assert.equal(code.value, 'unknown-key');
  assert.match(code.target.toString(), /unknown-key/);
  const [deprecated] = found.filter(({ tags }) => tags?.includes(vscode.DiagnosticTag.Deprecated));
  assert.match(deprecated?.message ?? '', /no_scale/);
});

test('completion, hover, definition, symbols and lenses answer', async () => {
  const document = await open('pyproject.toml');
  await diagnostics(document.uri, 3);
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position(document, 'keep_alve'),
  );
  const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  assert.ok(labels.includes('keep_alive'), labels.join(' '));
  assert.ok(!labels.includes('auth'), 'a key that is there is offered again');

  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position(document, 'machine_type'),
  );
  assert.equal(hovers.length, 1);
  assert.match(hovers[0]?.contents.map(markdown).join('\n') ?? '', /machine/);

  const [target] = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    document.uri,
    position(document, 'TextToImage"'),
  );
  assert.ok(target !== undefined);
  const where = 'targetUri' in target ? target.targetUri : target.uri;
  assert.equal(where.toString(), file('src/shop/image.py').toString());

  const symbols = await vscode.commands.executeCommand<vscode.SymbolInformation[]>(
    'vscode.executeWorkspaceSymbolProvider',
    'search',
  );
  assert.deepEqual(
    symbols.map(({ name }) => name),
    ['search'],
  );

  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
  );
  assert.deepEqual(
    lenses.map(({ command }) => [command?.command, ...(command?.arguments ?? [])]).slice(0, 2),
    ['run', 'deploy'].map((verb) => [`fal-lsp.${verb}`, 'text-to-image', document.uri.toString()]),
  );
});

test('the explanation of a rule opens beside the file', async () => {
  const document = await open('pyproject.toml');
  const found = await diagnostics(document.uri, 3);
  const first = found.find(({ code }) => JSON.stringify(code).includes('unknown-key'));
  assert.ok(first !== undefined);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    first.range,
  );
  const explain = actions.find(({ title }) => title === 'Explain `unknown-key`');
  assert.ok(explain?.command !== undefined);
  const { command, arguments: values = [] } = explain.command;
  await vscode.commands.executeCommand(command, ...values);
  const tab = await eventually(
    () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ label }) => label.includes('unknown-key')),
    'page of the rule',
  );
  await vscode.window.tabGroups.close(tab);
});

test('paths follow a file that is renamed', async () => {
  const document = await open('pyproject.toml');
  await diagnostics(document.uri, 3);
  const [here, there] = [file('src/shop/image.py'), file('src/shop/pictures.py')];
  for (const [from, to] of [
    [here, there],
    [there, here],
  ] as const) {
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(from, to);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const name = to.path.slice(to.path.lastIndexOf('/') + 1);
    await eventually(
      () => document.getText().includes(`src/shop/${name}::`) || undefined,
      `path with ${name}`,
    );
    await diagnostics(document.uri, 3);
  }
  await document.save();
});

test('a setting is obeyed at once', async () => {
  const document = await open('pyproject.toml');
  await diagnostics(document.uri, 3);
  const settings = vscode.workspace.getConfiguration('fal-lsp');
  await settings.update('ignore', ['unknown-key'], vscode.ConfigurationTarget.Workspace);
  await diagnostics(document.uri, 2);
  await settings.update('ignore', undefined, vscode.ConfigurationTarget.Workspace);
  await diagnostics(document.uri, 3);
});

test('other files get nothing, whatever is in them', async () => {
  const pyproject = await open('pyproject.toml');
  await diagnostics(pyproject.uri, 3);
  const other = file('other.toml');
  await vscode.workspace.fs.writeFile(other, new TextEncoder().encode(pyproject.getText()));
  const document = await vscode.workspace.openTextDocument(other);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    document.uri,
    position(document, 'machine_type'),
  );
  assert.deepEqual([vscode.languages.getDiagnostics(other), hovers], [[], []]);
});

test('the whole workspace is checked where that is asked for', async () => {
  const { uri } = await open('pyproject.toml');
  const closed = file('deeper/pyproject.toml');
  await vscode.workspace.fs.writeFile(
    closed,
    new TextEncoder().encode('[tool.fal.apps.x]\nrfe = "x.py::X"\n'),
  );
  const settings = vscode.workspace.getConfiguration('fal-lsp');
  await settings.update('diagnosticMode', 'workspace', vscode.ConfigurationTarget.Workspace);
  await eventually(
    () => vscode.languages.getDiagnostics(closed).find(({ message }) => message.includes('rfe')),
    'finding in a closed file',
  );
  await diagnostics(uri, 3);
  await settings.update('diagnosticMode', undefined, vscode.ConfigurationTarget.Workspace);
  await diagnostics(closed, 0);
});

test('any language id will do', async () => {
  const document = await open('pyproject.toml');
  const plain = await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
  assert.equal(plain.languageId, 'plaintext');
  await diagnostics(plain.uri, 3);
  await vscode.languages.setTextDocumentLanguage(plain, 'toml');
});

test('after a restart the findings are there again', async () => {
  const { uri } = await open('pyproject.toml');
  await diagnostics(uri, 3);
  await vscode.commands.executeCommand('fal-lsp.restart');
  await diagnostics(uri, 3);
});

test('ten restarts at once end with a server that answers', async () => {
  const { uri } = await open('pyproject.toml');
  await Promise.all(
    Array.from({ length: 10 }, () => vscode.commands.executeCommand('fal-lsp.restart')),
  );
  await diagnostics(uri, 3);
});

/** VS Code calls this; what is printed reaches the one who opened the window. */
export async function run(): Promise<void> {
  let failed = 0;
  for (const [name, body] of tests) {
    try {
      await body();
      console.log(`ok: ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`not ok: ${name}\n${error instanceof Error ? error.stack : String(error)}`);
    }
  }
  console.log(`${tests.length - failed} passed, ${failed} failed`);
  if (failed > 0) {
    throw new Error(`${failed} failed`);
  }
}
