// Snippets of the Language Server Protocol as CodeMirror writes them. Knows neither editor.

const PART = new RegExp(
  [
    String.raw`\\([\\$}])`, // an escaped character
    String.raw`\$(\d+)`, // $1
    String.raw`\$\{(\d+)(?::((?:\\.|[^\\}])*))?\}`, // ${1} or ${1:text}
    String.raw`\$\{(\d+)\|((?:\\.|[^\\|,])*)(?:,(?:\\.|[^\\|])*)?\|\}`, // ${1|first,second|}
  ].join('|'),
  'g',
);

/** `$1` becomes `${1}`, of a choice the first is taken; braces of the text are escaped. */
export function toTemplate(snippet: string): string {
  let template = '';
  let end = 0;
  for (const match of snippet.matchAll(PART)) {
    template += escaped(snippet.slice(end, match.index));
    end = match.index + match[0].length;
    const [, character, plain, numbered, text, chosen, first] = match;
    template +=
      character !== undefined
        ? escaped(character)
        : field(plain ?? numbered ?? chosen ?? '', text ?? first ?? '');
  }
  return template + escaped(snippet.slice(end));
}

function field(number: string, written: string): string {
  const text = written.replace(/\\(.)/g, '$1');
  // A field cannot hold braces; then the text is only text.
  if (/[{}]/.test(text)) return escaped(text);
  return text === '' ? `\${${number}}` : `\${${number}:${text}}`;
}

function escaped(text: string): string {
  return text.replace(/[{}]/g, '\\$&');
}
