/** What a deployment would do, as plain text for a dialog: made of the server's hover of the app. Pure. */

/** A finding of severity error; `place` is `Line 15` of pyproject.toml, or `app.py:15`. */
export interface Mistake {
  readonly place: string;
  readonly message: string;
}

/** Rows of settings and mistakes that a dialog shows; more would not fit on a small screen. */
const limit = 12;

/** The sentence on what is deployed, the settings with their values, then the mistakes. */
export function deploySummary(hover: string | undefined, mistakes: readonly Mistake[]): string {
  const parts = hover === undefined ? [] : [firstParagraph(hover), settings(hover)];
  if (mistakes.length > 0) {
    const rows = mistakes.map(({ place, message }) => `${place}: ${message}`);
    parts.push(['Errors:', ...shortened(rows)].join('\n'));
  }
  return parts.filter((part) => part !== '').join('\n\n');
}

function firstParagraph(markdown: string): string {
  return plain(markdown.split('\n\n')[0] ?? '');
}

/** `auth: shared (pyproject.toml)` for each row of the table, `auth: shared (class A, app.py:5)`. */
function settings(markdown: string): string {
  const rows = markdown
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .slice(1)
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => plain(cell.trim())),
    );
  const lines = rows.map(([name, value, from = '']) => {
    const place = from.replace(/ \((.*)\)$/, ', $1');
    return `${name}: ${value}${place === '' ? '' : ` (${place})`}`;
  });
  return shortened(lines).join('\n');
}

function shortened(lines: readonly string[]): readonly string[] {
  const more = lines.length - limit;
  return more > 0 ? [...lines.slice(0, limit), `and ${more} more`] : lines;
}

/** Without the marks of emphasis, code and links, and without escapes. */
function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*|`/g, '')
    .replace(/\\([\\|*_[\]<>`])/g, '$1');
}
