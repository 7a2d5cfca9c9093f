/** Command lines for the shells of a terminal: words in, one line out, or nothing where that can't be safe. Pure. */

/** Shells that quote alike. `other` is any shell whose rules we don't know. */
export type Shell = 'posix' | 'fish' | 'powershell' | 'cmd' | 'other';

const shells: Readonly<Record<string, Shell>> = {
  sh: 'posix',
  bash: 'posix',
  dash: 'posix',
  ash: 'posix',
  ksh: 'posix',
  mksh: 'posix',
  zsh: 'posix',
  fish: 'fish',
  pwsh: 'powershell',
  'pwsh-preview': 'powershell',
  powershell: 'powershell',
  cmd: 'cmd',
};

/** The kind of a shell by the path of its program. */
export function shellOf(program: string): Shell {
  const name =
    program
      .split(/[/\\]/)
      .at(-1)
      ?.toLowerCase()
      .replace(/\.exe$/, '') ?? '';
  return shells[name] ?? 'other';
}

/**
 * A line that makes the shell start the first word with the others as its arguments, each exactly
 * as given. `undefined` where that is not certain: a control character, which a terminal obeys
 * before any shell sees a quote, or a character that the shell expands inside quotes.
 */
export function commandLine(shell: Shell, words: readonly string[]): string | undefined {
  const quoted = words.map((word) => quote(shell, word));
  if (quoted.includes(undefined)) {
    return undefined;
  }
  const line = quoted.join(' ');
  // PowerShell takes a quoted first word for a value, not for a program.
  return shell === 'powershell' && line.startsWith("'") ? `& ${line}` : line;
}

/** Means itself in every shell, also at the start of a line. */
const plain = /^[A-Za-z0-9_./-]+$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u001f\u007f-\u009f]/;

function quote(shell: Shell, word: string): string | undefined {
  if (plain.test(word)) {
    return word;
  }
  if (control.test(word)) {
    return undefined;
  }
  switch (shell) {
    case 'posix':
      return `'${word.replaceAll("'", "'\\''")}'`;
    case 'fish':
      return `'${word.replaceAll(/[\\']/g, '\\$&')}'`;
    case 'powershell':
      // Typographic quotes end a string here too. Windows PowerShell loses a `"` on the way to a
      // program, and a `\` before the closing quote that it adds.
      return /"|\\$/.test(word) ? undefined : `'${word.replaceAll(/['‘’‚‛]/g, '$&$&')}'`;
    case 'cmd':
      // `%` and `!` are expanded inside quotes, `"` has no escape that every program understands.
      return /["%!]|\\$/.test(word) ? undefined : `"${word}"`;
    case 'other':
      return undefined;
  }
}
