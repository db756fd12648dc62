import type { ApplyAnswer } from '@tandem/contracts/system';

type Change = ApplyAnswer['changes'][number];

const longestValue = 100;
const colours = { create: '\u001b[32m', change: '\u001b[33m', propose: '\u001b[36m', unchanged: '' } as const;
const plain = '\u001b[0m';
const marks = { create: '+', change: '~', propose: '?', unchanged: ' ' } as const;
const sideNames = { marketing: 'marketing', it: 'IT' } as const;

/** What an apply did, or what a dry run found that it would do, for people to read; things that stay as they are are only counted. */
export function describeChanges(answer: ApplyAnswer, options: { readonly useColour: boolean }): string {
  const warnings = answer.warnings.map(({ message }) => `Warning: ${printable(message)}\n`);
  return `${agreed(answer)}${whatChanged(answer, options)}${warnings.join('')}`;
}

/** Agreements are decisions of both sides, and counted by themselves. */
function agreed({ agreements = [] }: ApplyAnswer): string {
  const lines = agreements.flatMap(({ id, action, waitsFor }) => {
    if (action === 'unchanged') return [];
    const names = waitsFor.map((side) => sideNames[side]).join(' and ');
    const note = action === 'agree' ? 'both sides have signed' : `waits for the signature of ${names}`;
    return [`${action === 'agree' ? marks.create : marks.propose} agreement ${printable(id)}: ${note}\n`];
  });
  return lines.join('');
}

function whatChanged({ applied, changes }: ApplyAnswer, options: { readonly useColour: boolean }): string {
  const lines = changes
    .filter(({ action }) => action !== 'unchanged')
    .flatMap((change) => linesOf(change, options.useColour));
  const count = (action: Change['action']) => changes.filter((change) => change.action === action).length;
  const [created, changed, unchanged] = [count('create'), count('change'), count('unchanged')];
  const proposed = count('propose');
  if (created + changed + proposed === 0) return `Nothing to change: ${unchanged} as written already.\n`;
  const counts = applied
    ? `Applied: ${created} created, ${changed} changed, ${waiting(proposed)}${unchanged} unchanged.`
    : `Dry run: ${created} would be created, ${changed} changed, ${waiting(proposed)}${unchanged} unchanged. Nothing was written.`;
  return `${[...lines, counts].join('\n')}\n`;
}

function waiting(proposed: number): string {
  return proposed ? `${proposed} proposed, ` : '';
}

function linesOf({ kind, id, action, fields, waitsFor = [] }: Change, useColour: boolean): string[] {
  const signatures = waitsFor.map((side) => sideNames[side]).join(' and ');
  const note = signatures && `: waits for the signature of ${signatures}`;
  const head = `${marks[action]} ${kind}${id === kind ? '' : ` ${printable(id)}`}${note}`;
  return [
    useColour ? `${colours[action]}${head}${plain}` : head,
    ...fields.map(({ field, from, to }) => `    ${printable(field)}: ${difference(from, to)}`),
  ];
}

function difference(from: string | null, to: string | null): string {
  if (from === null) return shown(to);
  return to === null ? `${shown(from)} → (none)` : `${shown(from)} → ${shown(to)}`;
}

function shown(value: string | null): string {
  if (value === null) return '(none)';
  const text = printable(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

/** Text that cannot move the cursor or colour the terminal, whatever a title holds. */
export function printable(text: string): string {
  return text.replace(/\r?\n/g, '⏎').replace(/[\p{Cc}\p{Cf}]/gu, '·');
}
