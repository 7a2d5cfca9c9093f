/** A stage for one test file: a home, a PATH, projects and a real VS Code in a page. Knows nothing of what is tested. */

import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { keybindings } from './workbench';

/** What `scripts/test-vscode.sh` installed and built before the tests start. */
export interface Equipment {
  /** The folder of `scripts/install-vscode.sh`. */
  readonly codeServer: string;
  /** The extension as a person installs it: the folder into which VS Code put the .vsix. */
  readonly extensions: string;
  /** An environment into which pip installed our wheel. */
  readonly python: string;
  /** A folder with the packages that our wheel needs. */
  readonly wheels: string;
}

export function equipment(): Equipment {
  const [codeServer, extensions, python, wheels] = [
    'CODE_SERVER',
    'EXTENSIONS',
    'PYTHON',
    'WHEELS',
  ].map((name) => {
    const value = process.env[`FAL_LSP_TEST_${name}`];
    if (value === undefined) {
      throw new Error('start these tests with scripts/test-vscode.sh');
    }
    return value;
  }) as [string, string, string, string];
  return { codeServer, extensions, python, wheels };
}

/** The server that pip installed from our wheel. */
export function server(): string {
  return (
    process.env['FAL_LSP_TEST_SERVER'] ?? path.join(path.dirname(equipment().python), 'fal-lsp')
  );
}

export type Settings = Readonly<Record<string, unknown>>;

export interface StageOptions {
  readonly settings?: Settings;
  /** Further programs on PATH: a name and a shell script or a file to link to. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Whether folders are trusted without a question. */
  readonly trusted?: boolean;
  /** Further variables of the environment of VS Code. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Folders of further, unpacked extensions. */
  readonly extensions?: readonly string[];
}

/** Quiet, and the same on every machine; nothing of a person's own settings. */
const calm: Settings = {
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'editor.fontFamily': "'JetBrains Mono', 'DejaVu Sans Mono', monospace",
  'editor.fontSize': 14,
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'search.followSymlinks': false,
  'security.workspace.trust.banner': 'never',
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  // The keys of `Workbench` work where a terminal has the focus, too.
  'terminal.integrated.commandsToSkipShell': ['runCommands'],
  'terminal.integrated.fontFamily': "'JetBrains Mono', 'DejaVu Sans Mono', monospace",
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.stickyScroll.enabled': false,
  'terminal.integrated.suggest.enabled': false,
  'window.restoreWindows': 'none',
  'workbench.colorTheme': 'Dark Modern',
  // A file that is opened again is shown from its start.
  'workbench.editor.restoreViewState': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

export class Stage {
  readonly root = mkdtempSync(path.join(tmpdir(), 'fal-lsp-vscode-'));
  readonly home = this.folder('home');
  readonly programs = this.folder('programs');
  private readonly data = this.folder('data');
  private readonly extensions = this.folder('extensions');
  private process: ChildProcess | undefined;
  private port = 0;
  private count = 0;

  constructor(readonly options: StageOptions = {}) {}

  /** Brings the extension, starts the server of VS Code and waits until it answers. */
  async start(): Promise<this> {
    cpSync(equipment().extensions, this.extensions, { recursive: true });
    await this.prepare();
    const trust = this.options.trusted === false ? [] : ['--disable-workspace-trust'];
    this.launch([
      ...this.base,
      ...['--auth', 'none', '--bind-addr', `127.0.0.1:${this.port}`],
      ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'],
      ...trust,
    ]);
    await this.healthy('healthz');
    return this;
  }

  /** The same without our extension installed: a window that tests it from its folder brings it along. */
  async startForHostTests(): Promise<this> {
    await this.prepare();
    this.launch([
      path.join(equipment().codeServer, 'node_modules/code-server/lib/vscode/out/server-main.js'),
      ...['--host', '127.0.0.1', '--port', String(this.port), '--without-connection-token'],
      ...['--accept-server-license-terms', '--server-data-dir', this.root],
      ...['--extensions-dir', this.extensions, '--enable-smoke-test-driver'],
    ]);
    await this.healthy('version');
    return this;
  }

  private async prepare(): Promise<void> {
    for (const [name, what] of Object.entries(this.options.programs ?? {})) {
      this.addProgram(name, what);
    }
    this.writeHome();
    this.writeSettings(this.options.settings ?? {});
    writeFileSync(
      path.join(this.data, 'User', 'keybindings.json'),
      JSON.stringify(keybindings, undefined, 2),
    );
    for (const extension of this.options.extensions ?? []) {
      cpSync(extension, path.join(this.extensions, path.basename(extension)), { recursive: true });
    }
    rmSync(path.join(this.extensions, 'extensions.json'), { force: true });
    this.port = await freePort();
  }

  /** The address of a window that runs a file of tests inside its extension host. */
  hostTestAddress(folder: string, tests: string): string {
    const remote = (file: string) => `vscode-remote://127.0.0.1:${this.port}${file}`;
    const payload = [
      ['extensionDevelopmentPath', remote(path.resolve('.'))],
      ['extensionTestsPath', remote(tests)],
    ];
    return `${this.address(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
  }

  /** Ends VS Code and removes all that the stage made. */
  async stop(): Promise<void> {
    const { process: server } = this;
    if (server !== undefined && server.exitCode === null) {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
    }
    const left = await this.leftOver();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    if (left.length > 0) {
      throw new Error(`these programs outlived VS Code: ${left.join(', ')}`);
    }
  }

  /** The servers that still run some seconds after the end of VS Code, by what started them. */
  private async leftOver(): Promise<string[]> {
    let left: string[] = [];
    for (let tries = 0; tries < 50; tries++) {
      left = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && this.isServer(pid));
      if (left.length === 0) {
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return left.map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '));
  }

  private isServer(pid: string): boolean {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === this.storage;
    } catch {
      return false; // It has ended meanwhile.
    }
  }

  /** The address of a window that shows a folder or a `.code-workspace` file. */
  address(opened: string): string {
    const kind = opened.endsWith('.code-workspace') ? 'workspace' : 'folder';
    return `http://127.0.0.1:${this.port}/?${kind}=${encodeURIComponent(opened)}`;
  }

  /** A fresh copy of a folder of `test/vscode/projects`, so that no test sees another's edits. */
  project(name: string, as = name): string {
    this.count += 1;
    const folder = path.join(this.root, 'work', String(this.count), as);
    this.restore(name, folder);
    return folder;
  }

  /** Makes such a copy again what it was. */
  restore(name: string, folder: string): void {
    const original = path.join('test', 'vscode', 'projects', name);
    const there = existsSync(folder) ? readdirSync(folder, { recursive: true }) : [];
    for (const file of there.map(String)) {
      const left = path.join(folder, file);
      // A directory may be the one that a terminal works in.
      if (!existsSync(path.join(original, file)) && !lstatSync(left).isDirectory()) {
        rmSync(left);
      }
    }
    cpSync(original, folder, { recursive: true });
  }

  /** Where our extension may keep files. */
  get storage(): string {
    return path.join(this.data, 'User', 'globalStorage', 'fal-lsp.fal-lsp');
  }

  /** Puts a program on the PATH of VS Code and its terminals. */
  addProgram(name: string, what: string): string {
    const file = path.join(this.programs, name);
    const text = existsSync(what) ? `#!/bin/sh\nexec '${what}' "$@"\n` : `#!/bin/sh\n${what}\n`;
    writeFileSync(file, text);
    chmodSync(file, 0o755);
    return file;
  }

  linkProgram(name: string, target: string): void {
    symlinkSync(target, path.join(this.programs, name));
  }

  removeProgram(name: string): void {
    rmSync(path.join(this.programs, name), { force: true });
  }

  /** Replaces the settings of the person; VS Code notifications by itself. */
  writeSettings(settings: Settings): void {
    const all: Settings = { ...calm, ...settings };
    // Those that belong to the machine are read from a file of their own.
    const machine = Object.entries(all).filter(([name]) => name === 'fal-lsp.path');
    this.writeJson('Machine', Object.fromEntries(machine));
    this.writeJson('User', all);
  }

  private writeJson(scope: string, value: Settings): void {
    const folder = path.join(this.data, scope);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(value, null, 2));
  }

  private writeHome(): void {
    // A login shell of the system would put its own PATH before ours.
    const profile = `export PATH='${this.path}'\nexport PS1='$ '\n`;
    for (const file of ['.bash_profile', '.bashrc']) {
      writeFileSync(path.join(this.home, file), profile);
    }
  }

  private folder(name: string): string {
    const folder = path.join(this.root, name);
    mkdirSync(folder);
    return folder;
  }

  private get path(): string {
    return `${this.programs}:/usr/bin:/bin`;
  }

  private get node(): string {
    return path.join(equipment().codeServer, 'node');
  }

  private get base(): string[] {
    const entry = 'node_modules/code-server/out/node/entry.js';
    return [
      path.join(equipment().codeServer, entry),
      ...['--user-data-dir', this.data, '--extensions-dir', this.extensions],
      ...['--config', path.join(this.root, 'config.yaml')],
    ];
  }

  private get environment(): NodeJS.ProcessEnv {
    return {
      HOME: this.home,
      PATH: this.path,
      SHELL: '/bin/bash',
      LANG: 'C.UTF-8',
      // No marketplace: nothing is looked up in a network.
      EXTENSIONS_GALLERY: '{"serviceUrl":"","itemUrl":"","resourceUrlTemplate":""}',
      ...this.options.environment,
    };
  }

  private launch(args: readonly string[]): void {
    this.process = spawn(this.node, args, {
      env: this.environment,
      stdio: process.env['FAL_LSP_TEST_VERBOSE'] ? 'inherit' : 'ignore',
    });
  }

  private async healthy(page: string): Promise<void> {
    for (let tries = 0; tries < 300; tries++) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/${page}`).catch(() => undefined);
      if (answer?.ok) {
        return;
      }
      if (this.process?.exitCode !== null) {
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('code-server did not start');
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
