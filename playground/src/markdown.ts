// Markdown of hovers and values as elements. Its HTML is shown as text, and only links to pages and
// to files of the project lead anywhere.
import type { Nodes, Parents, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { element } from './dom.ts';

const PROJECT = 'file:///project/';

export type OpenFile = (file: string, line: number, unit?: number) => void;

export function markdown(text: string, open: OpenFile): DocumentFragment {
  const tree = fromMarkdown(text, {
    extensions: [gfmTable()],
    mdastExtensions: [gfmTableFromMarkdown()],
  });
  const result = document.createDocumentFragment();
  result.append(...children(tree, open));
  return result;
}

function children(node: Parents, open: OpenFile): Node[] {
  return node.children.map((child) => rendered(child, open));
}

function rendered(node: Nodes, open: OpenFile): Node {
  switch (node.type) {
    case 'text':
    case 'html':
      return document.createTextNode(node.value);
    case 'inlineCode':
      return element('code', {}, node.value);
    case 'code':
      return element('pre', {}, element('code', {}, node.value));
    case 'paragraph':
      return element('p', {}, ...children(node, open));
    case 'heading':
      return element('p', { class: 'heading' }, ...children(node, open));
    case 'strong':
      return element('strong', {}, ...children(node, open));
    case 'emphasis':
      return element('em', {}, ...children(node, open));
    case 'list':
      return element(node.ordered ? 'ol' : 'ul', {}, ...children(node, open));
    case 'listItem':
      return element('li', {}, ...children(node, open));
    case 'link':
      return link(node.url, children(node, open), open);
    case 'table':
      return table(node, open);
    case 'break':
      return element('br');
    case 'thematicBreak':
      return element('hr');
    default:
      return 'children' in node
        ? element('span', {}, ...children(node, open))
        : document.createTextNode('value' in node ? node.value : '');
  }
}

function link(url: string, content: Node[], open: OpenFile): Node {
  if (url.startsWith(PROJECT)) {
    const [path = '', line = ''] = url.slice(PROJECT.length).split('#L');
    const go = () => open(decodeURIComponent(path), Number(line) || 1);
    return element('button', { type: 'button', class: 'link', click: go }, ...content);
  }
  if (!url.startsWith('https://')) return element('span', {}, ...content);
  return element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, ...content);
}

function table(node: Table, open: OpenFile): Node {
  const [head, ...rows] = node.children.map((row, at) => {
    const cells = row.children.map((cell) =>
      element(at === 0 ? 'th' : 'td', {}, ...children(cell, open)),
    );
    return element('tr', {}, ...cells);
  });
  return element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows));
}
