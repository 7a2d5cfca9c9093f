// What the page and its worker say to each other. Offsets count UTF-16 code units.

export interface Span {
  from: number;
  to: number;
}

export interface Change extends Span {
  insert: string;
}

/** A line of a file, counted from 1. */
export interface Place {
  file: string;
  line: number;
}

export type Severity = 'error' | 'warning' | 'information' | 'hint';

export interface Finding extends Span {
  line: number;
  severity: Severity;
  rule: string;
  url: string;
  message: string;
  help: string;
  tags: string[];
  related: (Place & { message: string })[];
  /** The titles of its fixes. */
  fixes: string[];
}

export interface Checked {
  findings: Record<string, Finding[]>;
  /** How many findings a safe fix resolves. */
  fixable: number;
  apps: string[];
  /** Rules that raised: a bug of ours. */
  failed: string[];
}

export interface Hover extends Span {
  docs: string;
}

export interface Suggestion {
  label: string;
  kind: string;
  change: Change;
  also: Change[];
  isSnippet: boolean;
  docs: string;
  detail: string;
  retrigger: boolean;
}

export interface Setting {
  name: string;
  value: string;
  isMarkdown: boolean;
  origin: string;
  isSet: boolean;
  place: Place | null;
}

export interface App {
  name: string;
  kind: 'class' | 'function' | 'entry-point' | 'container' | 'unknown';
  deployedAs: string;
  target: string | null;
  place: Place | null;
  settings: Setting[];
  kept: string[];
}

export interface Methods {
  files: (params: { files: Record<string, string> }) => null;
  check: (params: Record<string, never>) => Checked;
  hover: (params: { file: string; unit: number }) => Hover | null;
  complete: (params: { file: string; unit: number; explicit: boolean }) => Suggestion[];
  fix: (params: { finding: number; choice: number }) => Change[];
  fixAll: (params: Record<string, never>) => Change[];
  app: (params: { name: string }) => App | null;
}

export type Method = keyof Methods;
export type Params<M extends Method> = Parameters<Methods[M]>[0];
export type Result<M extends Method> = ReturnType<Methods[M]>;

export interface Question {
  id: number;
  method: Method;
  params: unknown;
}

export type FromWorker =
  | { state: 'loading' | 'starting' | 'ready' }
  | { state: 'failed'; error: string }
  | { id: number; result: unknown }
  | { id: number; error: string };
