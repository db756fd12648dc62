import type { GuardrailForm, GuardrailItem } from '@tandem/contracts/guardrails';

export type Kind = GuardrailItem['kind'];

/** What stands in the form: texts, and what the form does not ask for as it was written. */
export interface GuardrailDraft {
  readonly kind: Kind;
  readonly fields: Readonly<Record<string, string>>;
  readonly kept: Readonly<Record<string, unknown>>;
}

export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  threshold: 'Limit on the value',
  change: 'Change against the period before',
  pace: 'Pace or odds of a key result',
  burn: 'Error budget burns',
  specialCause: 'More than ordinary variation',
  freshness: 'Source is silent',
};

const NAMED = ['id', 'title', 'metric'];
const COMMON = ['windowDays', 'minimumEvents', 'for', 'keepFiringFor', 'severity', 'onNoData', 'by'];
const OF_KIND: Readonly<Record<Kind, readonly string[]>> = {
  threshold: ['atLeast', 'atMost', 'clearAt'],
  change: ['of', 'atLeast', 'atMost', 'clearAt'],
  pace: ['goal', 'keyResult', 'of', 'atLeast', 'clearAt'],
  burn: ['objective', 'budgetDays'],
  specialCause: ['baselineFrom', 'baselinePoints', 'side'],
  freshness: ['within'],
};
const NUMBERS = ['windowDays', 'minimumEvents', 'budgetDays', 'baselinePoints'];
const EVERY = [...new Set([...NAMED, ...COMMON, ...Object.values(OF_KIND).flat()])];

/** The fields that a kind has, in the order of a file. */
export function fieldsOf(kind: Kind): readonly string[] {
  const sliced = kind !== 'pace' && kind !== 'freshness';
  return [...NAMED, ...OF_KIND[kind], ...COMMON.filter((field) => field !== 'by' || sliced)];
}

/** A stored guardrail, or an empty one on a metric. */
export function draftOf({ document, metrics }: GuardrailForm, metric: string | null): GuardrailDraft {
  if (document === null) {
    const fields = {
      metric: metric ?? metrics[0]?.key ?? '',
      severity: 'warning',
      onNoData: 'keepLast',
      of: 'relative',
    };
    return { kind: 'threshold', fields, kept: {} };
  }
  const written = EVERY.filter((field) => document[field] !== undefined);
  const fields = Object.fromEntries(written.map((field) => [field, String(document[field])]));
  const kept = Object.fromEntries(
    Object.entries(document).filter(([field]) => !EVERY.includes(field) && field !== 'kind'),
  );
  return { kind: document['kind'] as Kind, fields, kept };
}

/** The guardrail as a configuration file writes it; what is empty is left out. */
export function documentOf({ kind, fields, kept }: GuardrailDraft): Record<string, unknown> {
  const filled = fieldsOf(kind).flatMap((field) => {
    const text = fields[field]?.trim() ?? '';
    if (text === '') return [];
    const whole = NUMBERS.includes(field) && /^\d+$/.test(text);
    return [[field, whole ? Number(text) : text] as const];
  });
  const ofPace = kind === 'pace' && !['pace', 'odds'].includes(fields['of'] ?? '') ? { of: 'pace' } : {};
  const ofChange =
    kind === 'change' && !['relative', 'absolute'].includes(fields['of'] ?? '') ? { of: 'relative' } : {};
  return { ...kept, kind, ...Object.fromEntries(filled), ...ofPace, ...ofChange };
}

/** A file with this one guardrail; null while what names it is missing. */
export function fileOf(draft: GuardrailDraft): string | null {
  const { id = '', title = '', metric = '' } = draft.fields;
  if (id.trim() === '' || title.trim() === '' || metric === '') return null;
  return JSON.stringify({ version: 1, guardrails: [documentOf(draft)] }, null, 2);
}

/** "Conversion stays high" → "conversion-stays-high": an id that nobody has to think of. */
export function idFor(title: string): string {
  const plain = title
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}
