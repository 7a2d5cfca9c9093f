// The page: files in tabs, the editor, the findings, and the link that holds all of it.
import type { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { card } from './card.ts';
import { Client, type State } from './client.ts';
import { byId, element } from './dom.ts';
import { fileState, makeChanges, type Page, showFindings } from './editor.ts';
import { examples, first } from './examples.ts';
import { type Files, MANIFEST, nameProblem } from './files.ts';
import { fromFragment, toFragment } from './link.ts';
import { count, problems } from './problems.ts';
import type { Change, Checked, Finding, Method, Params, Result } from './protocol.ts';

const CHECK_AFTER = 60;
const LINK_AFTER = 400;

class Playground implements Page {
  readonly #view = new EditorView({ parent: byId('editor') });
  readonly #client = new Client((state, error) => this.#showState(state, error));
  #files = new Map<string, EditorState>();
  #current = MANIFEST;
  /** Counts the changes of all files. */
  #version = 0;
  #sent = -1;
  #checked: Checked = { findings: {}, fixable: 0, apps: [], failed: [] };
  #checkedVersion = -1;
  #isChecking = false;
  #readyAt = Number.POSITIVE_INFINITY;
  #checkTimer = 0;
  #linkTimer = 0;

  async start(): Promise<void> {
    const select = byId<HTMLSelectElement>('examples');
    select.append(...Object.keys(examples).map((name) => element('option', {}, name)));
    select.addEventListener('change', () => {
      const chosen = examples[select.value];
      select.value = '';
      if (chosen === undefined) return;
      // What was there comes back with the browser's Back.
      history.pushState(null, '', location.pathname + location.search);
      this.#load(chosen);
    });
    byId('fix-all').addEventListener('click', () => this.#fixAll());
    byId('share').addEventListener('click', () => this.#share());
    byId('apps').addEventListener('change', () => this.#showCard());
    for (const name of ['problems', 'settings'])
      byId(`${name}-tab`).addEventListener('click', () => this.#showPanel(name));
    byId('new-file').addEventListener('submit', (event) => this.#addFile(event));
    window.addEventListener('popstate', () => this.#loadLink());
    await this.#loadLink();
    document.documentElement.dataset['ready'] = 'page';
  }

  // What the editor and the lists ask for.

  changed(): void {
    this.#version++;
    this.#scheduleCheck(CHECK_AFTER);
    clearTimeout(this.#linkTimer);
    this.#linkTimer = window.setTimeout(() => this.#keepLink(), LINK_AFTER);
    this.#note('');
  }

  hover(file: string, unit: number) {
    return this.#ask('hover', { file, unit });
  }

  complete(file: string, unit: number, explicit: boolean) {
    return this.#ask('complete', { file, unit, explicit });
  }

  async fix(finding: Finding, choice: number): Promise<void> {
    const at = this.#checked.findings[MANIFEST]?.indexOf(finding) ?? -1;
    if (at < 0 || this.#version !== this.#checkedVersion) return;
    await this.#change(this.#client.ask('fix', { finding: at, choice }));
  }

  readonly open: Page['open'] = (file, line, unit) => {
    if (!this.#files.has(file)) return;
    this.#switchTo(file);
    const { doc } = this.#view.state;
    const start = doc.line(Math.min(Math.max(line, 1), doc.lines)).from;
    const anchor = Math.min(unit ?? start, doc.length);
    this.#view.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
    });
    this.#view.focus();
  };

  // Files.

  async #loadLink(): Promise<void> {
    const files = await fromFragment(location.hash);
    this.#load(files ?? first);
    if (files === null && location.hash.length > 1)
      this.#note('This link holds no files that can be read; here is an example.');
  }

  #load(files: Files): void {
    this.#files = new Map(
      Object.entries(files).map(([name, text]) => [name, fileState(name, text, this)]),
    );
    this.#current = MANIFEST;
    this.#view.setState(this.#state(MANIFEST));
    this.#version++;
    this.#showTabs();
    this.#scheduleCheck(0);
  }

  #state(name: string): EditorState {
    return this.#files.get(name) ?? fileState(name, '', this);
  }

  /** The texts of all files as they are now. */
  #texts(): Files {
    this.#files.set(this.#current, this.#view.state);
    return Object.fromEntries(
      [...this.#files].map(([name, state]) => [name, state.doc.toString()]),
    );
  }

  #switchTo(name: string): void {
    if (name === this.#current) return;
    this.#files.set(this.#current, this.#view.state);
    this.#current = name;
    this.#view.setState(this.#state(name));
    this.#showTabs();
    if (this.#version === this.#checkedVersion) this.#showFindings();
  }

  #addFile(event: Event): void {
    event.preventDefault();
    const input = byId<HTMLInputElement>('new-name');
    const name = input.value.trim();
    const problem = nameProblem(name, [...this.#files.keys()]);
    byId('name-problem').textContent = problem;
    if (problem !== '') return;
    input.value = '';
    byId<HTMLDetailsElement>('add').open = false;
    this.#files.set(name, fileState(name, '', this));
    this.changed();
    this.#switchTo(name);
    this.#view.focus();
  }

  #remove(name: string): void {
    if (this.#current === name) this.#switchTo(MANIFEST);
    this.#files.delete(name);
    this.changed();
    this.#showTabs();
  }

  #showTabs(): void {
    const tabs = [...this.#files.keys()].map((name) => {
      const isCurrent = name === this.#current;
      const found = this.#checked.findings[name] ?? [];
      const worst = found.some((each) => each.severity === 'error') ? 'error' : 'warning';
      return element(
        'span',
        { class: isCurrent ? 'file current' : 'file' },
        element(
          'button',
          {
            type: 'button',
            'aria-pressed': String(isCurrent),
            click: () => {
              this.#switchTo(name);
              this.#view.focus();
            },
          },
          name,
          found.length > 0 && element('span', { class: `count ${worst}` }, String(found.length)),
        ),
        name !== MANIFEST &&
          element(
            'button',
            {
              type: 'button',
              class: 'remove',
              'aria-label': `Remove ${name}`,
              click: () => this.#remove(name),
            },
            '×',
          ),
      );
    });
    byId('files').replaceChildren(...tabs);
  }

  // Checks.

  /** Ask about the files as they are now. */
  async #ask<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    if (this.#sent !== this.#version) {
      this.#sent = this.#version;
      this.#client.ask('files', { files: this.#texts() }).catch(() => {});
    }
    return this.#client.ask(method, params);
  }

  #scheduleCheck(after: number): void {
    clearTimeout(this.#checkTimer);
    this.#checkTimer = window.setTimeout(() => this.#check(), after);
  }

  async #check(): Promise<void> {
    // One at a time: what changes meanwhile is checked once more.
    if (this.#isChecking) return;
    this.#isChecking = true;
    const version = this.#version;
    try {
      const start = performance.now();
      const checked = await this.#ask('check', {});
      if (version === this.#version) {
        this.#checked = checked;
        this.#checkedVersion = version;
        // The first one had to wait for Python.
        this.#show(performance.now() - Math.max(start, this.#readyAt));
      }
    } catch (error) {
      // What is wrong with Python itself is said already.
      if (this.#readyAt === Number.POSITIVE_INFINITY) return;
      this.#say(`The check failed: ${error instanceof Error ? error.message : error}`, 'failed');
    } finally {
      this.#isChecking = false;
      if (version !== this.#version) this.#scheduleCheck(0);
    }
  }

  async #change(answer: Promise<Change[]>): Promise<void> {
    const version = this.#version;
    const changes = await answer;
    if (version !== this.#version || changes.length === 0) return;
    this.#switchTo(MANIFEST);
    this.#view.dispatch(makeChanges(this.#view.state, changes));
  }

  #fixAll(): void {
    this.#change(this.#ask('fixAll', {}));
  }

  // What is shown.

  #show(milliseconds: number): void {
    const total = count(this.#checked);
    byId('problems').replaceChildren(...problems(this.#checked, this));
    byId('problem-count').textContent = String(total);
    const button = byId<HTMLButtonElement>('fix-all');
    button.disabled = this.#checked.fixable === 0;
    button.textContent =
      this.#checked.fixable === 0 ? 'Fix all' : `Fix all (${this.#checked.fixable})`;
    this.#showFindings();
    this.#showTabs();
    this.#showApps();
    this.#say(`Checked in ${Math.round(milliseconds)} ms, in your browser.`);
    const { dataset } = document.documentElement;
    dataset['ready'] = 'checked';
    dataset['version'] = String(this.#checkedVersion);
  }

  #showFindings(): void {
    showFindings(this.#view, this.#checked.findings[this.#current] ?? [], this);
  }

  #showApps(): void {
    const select = byId<HTMLSelectElement>('apps');
    const chosen = select.value;
    select.replaceChildren(...this.#checked.apps.map((name) => element('option', {}, name)));
    if (this.#checked.apps.includes(chosen)) select.value = chosen;
    select.hidden = this.#checked.apps.length < 2;
    this.#showCard();
  }

  async #showCard(): Promise<void> {
    const name = byId<HTMLSelectElement>('apps').value;
    const app = name === '' ? null : await this.#ask('app', { name });
    byId('card').replaceChildren(
      ...(app === null
        ? [element('p', { class: 'none' }, 'There is no app in [tool.fal.apps].')]
        : card(app, this.open)),
    );
  }

  #showPanel(chosen: string): void {
    for (const name of ['problems', 'settings']) {
      byId(`${name}-panel`).hidden = name !== chosen;
      byId(`${name}-tab`).setAttribute('aria-selected', String(name === chosen));
    }
  }

  #showState(state: State, error: string): void {
    if (state === 'ready') this.#readyAt = performance.now();
    if (state === 'loading') this.#wait('Loading Python, some 7 MB. You can type meanwhile.');
    if (state === 'starting') this.#wait('Starting fal-lsp.');
    if (state === 'failed') {
      const again = element(
        'button',
        { type: 'button', class: 'link', click: () => location.reload() },
        'Try again',
      );
      const text = `fal-lsp could not be started: ${error} `;
      byId('problems').replaceChildren(element('p', { class: 'failed' }, text, again));
      this.#say('Not checked.', 'failed');
    }
  }

  #wait(text: string): void {
    byId('problems').replaceChildren(element('p', { class: 'none' }, text));
    this.#say(text, 'busy');
  }

  #say(text: string, kind = ''): void {
    const status = byId('status');
    status.className = kind;
    status.textContent = text;
  }

  #note(text: string): void {
    byId('note').textContent = text;
  }

  // The link.

  async #keepLink(): Promise<void> {
    history.replaceState(null, '', await toFragment(this.#texts()));
  }

  async #share(): Promise<void> {
    await this.#keepLink();
    try {
      await navigator.clipboard.writeText(location.href);
      this.#note('The link is copied. It holds the files themselves; nothing was uploaded.');
    } catch {
      this.#note('Copy the link from the address bar. It holds the files themselves.');
    }
  }
}

new Playground().start();
