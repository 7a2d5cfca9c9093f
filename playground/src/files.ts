// The files of the project: which names they may have. Knows no editor.

export type Files = Record<string, string>;

export const MANIFEST = 'pyproject.toml';
const MOST_FILES = 30;
const LONGEST_NAME = 120;

/** Why a file cannot be named so, beside others; empty where it can. */
export function nameProblem(name: string, others: readonly string[]): string {
  if (name === '' || name.length > LONGEST_NAME) return 'A name is needed, such as src/app.py.';
  const parts = name.split('/');
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.trim() !== part))
    return 'The name must be a path below the project, such as src/app.py.';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  if (/[\u0000-\u001f\u007f\\:*?"<>|]/.test(name))
    return 'The name has a character that it cannot have.';
  if (others.includes(name)) return `${name} is there already.`;
  if (others.some((other) => other.startsWith(`${name}/`) || name.startsWith(`${other}/`)))
    return 'A file and a directory cannot have the same name.';
  if (others.length >= MOST_FILES) return `There can be no more than ${MOST_FILES} files.`;
  return '';
}

/** Files that come from a link; `null` where they cannot be those of a project. */
export function asFiles(data: unknown): Files | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null;
  const files: Files = {};
  for (const [name, text] of Object.entries(data)) {
    if (typeof text !== 'string' || nameProblem(name, Object.keys(files)) !== '') return null;
    files[name] = text;
  }
  return MANIFEST in files ? files : null;
}
