// The list of the findings of all files.
import { element } from './dom.ts';
import { inline, type Page } from './editor.ts';
import type { Checked, Finding, Severity } from './protocol.ts';

const NAMES: Record<Severity, string> = {
  error: 'Error',
  warning: 'Warning',
  information: 'Note',
  hint: 'Hint',
};

/** How many findings there are in all. */
export function count(checked: Checked): number {
  return Object.values(checked.findings).reduce((sum, found) => sum + found.length, 0);
}

export function problems(checked: Checked, page: Page): Node[] {
  const items = Object.entries(checked.findings).flatMap(([file, findings]) =>
    findings.map((finding) => item(file, finding, page)),
  );
  const failed = checked.failed.map((rule) =>
    element('p', { class: 'failed' }, `The rule ${rule} failed; please report it with your text.`),
  );
  if (items.length === 0) return [...failed, element('p', { class: 'none' }, 'No problems found.')];
  return [...failed, element('ul', { class: 'problems' }, ...items)];
}

function item(file: string, finding: Finding, page: Page): Node {
  const go = () => page.open(file, finding.line, finding.from);
  const fixes = finding.fixes.map((title, choice) =>
    element(
      'button',
      { type: 'button', class: 'fix', click: () => page.fix(finding, choice) },
      ...inline(title),
    ),
  );
  const related = finding.related.map((place) => {
    const open = () => page.open(place.file, place.line);
    const where = element(
      'button',
      { type: 'button', class: 'link', click: open },
      `${place.file}:${place.line}`,
    );
    return element('p', { class: 'related' }, ...inline(place.message), ' ', where);
  });
  const rule = finding.url.startsWith('https://')
    ? element(
        'a',
        { href: finding.url, target: '_blank', rel: 'noopener noreferrer', class: 'rule' },
        finding.rule,
      )
    : finding.rule;
  return element(
    'li',
    { class: finding.severity },
    element(
      'p',
      { class: 'place' },
      element('span', { class: 'severity' }, NAMES[finding.severity]),
      element('button', { type: 'button', class: 'link', click: go }, `${file}:${finding.line}`),
      rule,
    ),
    element('p', { class: 'message' }, ...inline(finding.message)),
    finding.help !== '' && element('p', { class: 'help' }, ...inline(finding.help)),
    ...related,
    fixes.length > 0 && element('p', { class: 'fixes' }, ...fixes),
  );
}
