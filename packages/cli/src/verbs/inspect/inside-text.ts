import type { Inspection, InspectedChild, Insides, RightsmithError } from '@rightsmith/core';
import { STATUS_TEXTS } from '../../render/status-texts.js';
import { visible } from '../../render/visible.js';
import { countInside } from './inside-json.js';

/** What is inside a file, for a person: a summary and a tree, one line a file. */
export function insideText(insides: Insides): string {
  const { files, protected: guarded, unreadable } = countInside(insides);
  if (files + unreadable === 0) return '  Inside: nothing that could be looked into';
  const counts = [
    `${files} ${files === 1 ? 'file' : 'files'}`,
    `${guarded} protected`,
    ...(unreadable === 0 ? [] : [`${unreadable} not readable`]),
  ];
  return [`  Inside: ${counts.join(', ')}`, ...treeLines(insides, '  ')].join('\n');
}

function treeLines({ children, stopped }: Insides, indent: string): string[] {
  const entries = [
    ...children.map((child) => ({ text: childText(child), below: child })),
    ...(stopped === undefined ? [] : [{ text: `not all was looked at: ${errorText(stopped)}`, below: undefined }]),
  ];
  return entries.flatMap(({ text, below }, index) => {
    const isLast = index === entries.length - 1;
    const line = `${indent}${isLast ? '└─' : '├─'} ${text}`;
    return below === undefined ? [line] : [line, ...treeLines(below, `${indent}${isLast ? '   ' : '│  '}`)];
  });
}

function childText({ name, facts, error }: InspectedChild): string {
  if (facts !== undefined) return `${visible(name)}: ${factsText(facts)}`;
  return `${visible(name)}: not readable: ${error === undefined ? '' : errorText(error)}`;
}

function factsText({ status, format, license, labels }: Inspection): string {
  const policy = license?.descriptor?.names[0]?.name;
  const label = labels.map(({ id, name }) => name ?? id);
  return [
    status === 'plain' ? STATUS_TEXTS.plain : `${STATUS_TEXTS[status]} (${visible(format.reason)})`,
    ...(license?.owner === undefined ? [] : [`by ${visible(license.owner)}`]),
    ...(policy === undefined ? [] : [`policy ${visible(policy)}`]),
    ...label.map((text) => `label ${visible(text)}`),
  ].join(', ');
}

function errorText({ message, code }: RightsmithError): string {
  return `${visible(message)} [${code}]`;
}
