// What fal would deploy for an app: the table of `fal-lsp show`.
import { element } from './dom.ts';
import { markdown, type OpenFile } from './markdown.ts';
import type { App, Setting } from './protocol.ts';

const KINDS: Record<App['kind'], string> = {
  class: 'the fal.App class',
  function: 'the function',
  'entry-point': 'an installed package',
  container: 'a container with its own server',
  unknown: 'an app that cannot be resolved from these files',
};

export function card(app: App, open: OpenFile): Node[] {
  const { place } = app;
  const target =
    place === null || app.target === null
      ? []
      : [
          ' ',
          element('code', {}, app.target),
          ' (',
          link(`${place.file}:${place.line}`, () => open(place.file, place.line)),
          ')',
        ];
  const set = app.settings.filter((each) => each.isSet);
  const rest = app.settings.filter((each) => !each.isSet);
  return [
    element(
      'p',
      {},
      element('code', {}, `fal deploy ${app.name}`),
      ` deploys ${KINDS[app.kind]}`,
      ...target,
      ' as ',
      element('code', {}, app.deployedAs),
      '.',
    ),
    table('What you set', set, open),
    table('Defaults', rest, open),
    app.kept.length > 0 &&
      element(
        'p',
        { class: 'kept' },
        `A redeploy keeps the running app’s ${app.kept.join(', ')}: app_scale_settings is false.`,
      ),
  ].filter((each) => each instanceof Node);
}

function table(title: string, settings: Setting[], open: OpenFile): Node | null {
  if (settings.length === 0) return null;
  const rows = settings.map((setting) => {
    const { place } = setting;
    return element(
      'tr',
      {},
      element('th', { scope: 'row' }, setting.name),
      element('td', {}, value(setting, open)),
      place !== null &&
        element(
          'td',
          {},
          link(setting.origin, () => open(place.file, place.line)),
        ),
    );
  });
  return element('table', { class: 'settings' }, element('caption', {}, title), ...rows);
}

function value(setting: Setting, open: OpenFile): Node {
  return setting.isMarkdown ? markdown(setting.value, open) : element('code', {}, setting.value);
}

function link(text: string, click: () => void): Node {
  return element('button', { type: 'button', class: 'link', click }, text);
}
