// The editor: CodeMirror with the findings, hovers and suggestions of the worker.
import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  snippet,
  startCompletion,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import {
  bracketMatching,
  HighlightStyle,
  indentUnit,
  StreamLanguage,
  syntaxHighlighting,
} from '@codemirror/language';
import { dockerFile } from '@codemirror/legacy-modes/mode/dockerfile';
import { python } from '@codemirror/legacy-modes/mode/python';
import { toml } from '@codemirror/legacy-modes/mode/toml';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  hoverTooltip,
  keymap,
  lineNumbers,
  type Tooltip,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { element } from './dom.ts';
import { MANIFEST } from './files.ts';
import { markdown, type OpenFile } from './markdown.ts';
import type { Change, Finding, Hover, Suggestion } from './protocol.ts';
import { toTemplate } from './snippet.ts';

/** What the editor asks of the page. */
export interface Page {
  changed: () => void;
  hover: (file: string, unit: number) => Promise<Hover | null>;
  complete: (file: string, unit: number, explicit: boolean) => Promise<Suggestion[]>;
  fix: (finding: Finding, choice: number) => void;
  open: OpenFile;
}

const COMPLETION_TYPES: Record<string, string> = {
  key: 'property',
  table: 'class',
  app: 'namespace',
  value: 'enum',
  snippet: 'text',
  module: 'namespace',
};

const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.atom], color: 'var(--key)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--string)' },
  { tag: [tags.number, tags.bool, tags.literal], color: 'var(--number)' },
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--keyword)' },
  { tag: [tags.definition(tags.variableName), tags.className], color: 'var(--key)' },
  { tag: tags.comment, color: 'var(--comment)', fontStyle: 'italic' },
]);

/** An editor's state for one file. */
export function fileState(name: string, text: string, page: Page): EditorState {
  return EditorState.create({ doc: text, extensions: extensions(name, page) });
}

function extensions(name: string, page: Page): Extension[] {
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    highlightActiveLine(),
    bracketMatching(),
    closeBrackets(),
    indentUnit.of('    '),
    language(name),
    syntaxHighlighting(COLOURS),
    lintGutter(),
    EditorView.contentAttributes.of({ 'aria-label': name, spellcheck: 'false' }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) page.changed();
    }),
    hoverTooltip((view, position) => tooltip(view, position, name, page)),
    autocompletion({
      override: [(context) => suggestions(context, name, page)],
      icons: false,
      maxRenderedOptions: 60,
    }),
    // Tab takes a suggestion where there is one, and indents otherwise.
    Prec.highest(keymap.of([{ key: 'Tab', run: acceptCompletion }])),
    keymap.of([
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...historyKeymap,
      ...completionKeymap,
      ...lintKeymap,
      indentWithTab,
    ]),
  ];
}

function language(name: string): Extension {
  if (name.endsWith('.toml')) return StreamLanguage.define(toml);
  if (name.endsWith('.py')) return StreamLanguage.define(python);
  if (/dockerfile/i.test(name)) return StreamLanguage.define(dockerFile);
  return [];
}

/** Show the findings of the file that is open. */
export function showFindings(view: EditorView, findings: readonly Finding[], page: Page): void {
  const length = view.state.doc.length;
  const diagnostics = findings.map(
    (finding): Diagnostic => ({
      from: Math.min(finding.from, length),
      to: Math.min(finding.to, length),
      severity: finding.severity === 'information' ? 'info' : finding.severity,
      source: finding.rule,
      message: finding.message,
      renderMessage: () => message(finding),
      ...(finding.tags.includes('unnecessary') ? { markClass: 'unnecessary' } : {}),
      actions: finding.fixes.map((title, choice) => ({
        name: title.replaceAll('`', ''),
        apply: () => page.fix(finding, choice),
      })),
    }),
  );
  view.dispatch(setDiagnostics(view.state, diagnostics));
}

function message(finding: Finding): Node {
  const text = document.createDocumentFragment();
  text.append(...inline(finding.message), finding.help === '' ? '' : ' ', ...inline(finding.help));
  return text;
}

/** A sentence with its `code` marked. */
export function inline(text: string): Node[] {
  return text
    .split('`')
    .map((part, at) => (at % 2 === 1 ? element('code', {}, part) : document.createTextNode(part)));
}

async function tooltip(
  view: EditorView,
  position: number,
  name: string,
  page: Page,
): Promise<Tooltip | null> {
  const { doc } = view.state;
  const hover = await page.hover(name, position);
  if (hover === null || view.state.doc !== doc) return null;
  return {
    pos: hover.from,
    end: hover.to,
    create: () => ({
      dom: element('div', { class: 'docs' }, markdown(hover.docs, page.open)),
    }),
  };
}

async function suggestions(
  context: CompletionContext,
  name: string,
  page: Page,
): Promise<CompletionResult | null> {
  const found = await page.complete(name, context.pos, context.explicit);
  const [first] = found;
  if (context.aborted || first === undefined) return null;
  return {
    from: Math.min(first.change.from, context.pos),
    // Those of pyproject.toml fit what is typed and come in the order to show.
    filter: name !== MANIFEST,
    options: found.map((each) => option(each, page)),
  };
}

function option(suggestion: Suggestion, page: Page): Completion {
  const { label, detail, docs } = suggestion;
  return {
    label,
    detail,
    type: COMPLETION_TYPES[suggestion.kind] ?? 'text',
    apply: (view) => accept(view, suggestion),
    ...(docs === ''
      ? {}
      : { info: () => element('div', { class: 'docs' }, markdown(docs, page.open)) }),
  };
}

function accept(view: EditorView, suggestion: Suggestion): void {
  const { change, also } = suggestion;
  const changes = view.state.changes(also);
  view.dispatch({ changes });
  const from = changes.mapPos(change.from);
  const to = changes.mapPos(change.to);
  if (suggestion.isSnippet) {
    snippet(toTemplate(change.insert))(view, null, from, to);
  } else {
    view.dispatch({
      changes: { from, to, insert: change.insert },
      selection: { anchor: from + change.insert.length },
      userEvent: 'input.complete',
      scrollIntoView: true,
    });
  }
  if (suggestion.retrigger) startCompletion(view);
}

/** Make changes of the text that was asked about. */
export function makeChanges(state: EditorState, changes: readonly Change[]) {
  return state.update({ changes, userEvent: 'input.fix', scrollIntoView: true });
}
