import type { GuardrailForm, GuardrailItem } from '@tandem/contracts/guardrails';
import type { Thing } from '../settings/flat-thing.js';

export type Kind = GuardrailItem['kind'];

/** What stands in the form: texts, and what the form does not ask for as it was written. */
export interface GuardrailDraft {
  readonly kind: Kind;
  readonly fields: Readonly<Record<string, string>>;
  readonly kept: Readonly<Record<string, unknown>>;
}

const NAMED = ['id', 'title', 'metric'];
const COMMON = [
  'windowDays',
  'minimumEvents',
  'for',
  'keepFiringFor',
  'severity',
  'onNoData',
  'onError',
  'by',
  'mostSlices',
];
const SLICING = ['by', 'mostSlices'];
/** What has a part of the form to itself. */
const APART = ['owners', 'routes', 'windows'];
const SIDES = ['marketing', 'it'] as const;
export const mostBurnPairs = 10;
const OF_KIND: Readonly<Record<Kind, readonly string[]>> = {
  threshold: ['atLeast', 'atMost', 'equal', 'clearAt'],
  change: ['of', 'atLeast', 'atMost', 'clearAt'],
  pace: ['goal', 'keyResult', 'of', 'atLeast', 'clearAt'],
  burn: ['objective', 'budgetDays'],
  specialCause: ['baselineFrom', 'baselinePoints', 'side'],
  freshness: ['within'],
};
const NUMBERS = ['windowDays', 'minimumEvents', 'budgetDays', 'baselinePoints', 'mostSlices'];
const EVERY = [...new Set([...NAMED, ...COMMON, ...Object.values(OF_KIND).flat()])];

/** The fields that a kind has, in the order of a file. */
export function fieldsOf(kind: Kind): readonly string[] {
  const sliced = kind !== 'pace' && kind !== 'freshness';
  return [...NAMED, ...OF_KIND[kind], ...COMMON.filter((field) => !SLICING.includes(field) || sliced)];
}

/** What the form shows, as the answers of the API name it: what is wrong with it is told beside its field. */
export function shownFields({ kind, fields }: GuardrailDraft): readonly string[] {
  const windows = Array.from({ length: mostBurnPairs }, (_, pair) =>
    ['budgetShare', 'long', 'short'].map((part) => `windows[${pair}].${part}`),
  );
  const apart = ['kind', ...SIDES.map((side) => `owners.${side}`), ...(kind === 'burn' ? windows.flat() : [])];
  const isHidden = (field: string) => field === 'id' || (field === 'mostSlices' && (fields['by'] ?? '') === '');
  return [...fieldsOf(kind).filter((field) => !isHidden(field)), ...apart].map((field) => `guardrails[0].${field}`);
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
  const fields = {
    ...Object.fromEntries(written.map((field) => [field, String(document[field])])),
    ...apartOf(document),
  };
  const kept = Object.fromEntries(
    Object.entries(document).filter(([field]) => !EVERY.includes(field) && !APART.includes(field) && field !== 'kind'),
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
  return { ...kept, kind, ...Object.fromEntries(filled), ...ofPace, ...ofChange, ...apartIn(kind, fields) };
}

type BurnPair = Readonly<Record<string, unknown>>;

function apartOf(document: Readonly<Record<string, unknown>>): Record<string, string> {
  const owners = Object.entries((document['owners'] ?? {}) as Record<string, string>);
  const routes = (document['routes'] ?? []) as readonly string[];
  const windows = (document['windows'] ?? []) as readonly BurnPair[];
  const pairs = windows.flatMap(({ budgetShare, longDays, shortDays }, index) => [
    [`windows[${index}].budgetShare`, String(budgetShare)],
    [`windows[${index}].long`, `${String(longDays)}d`],
    [`windows[${index}].short`, `${String(shortDays)}d`],
  ]);
  return {
    ...Object.fromEntries(owners.map(([side, owner]) => [`owners.${side}`, owner])),
    ...(routes.length === 0 ? {} : { routes: routes.join(' ') }),
    ...(Object.fromEntries(pairs) as Record<string, string>),
  };
}

/** Owners, routes and burn windows as a file writes them. */
function apartIn(kind: Kind, fields: GuardrailDraft['fields']): Record<string, unknown> {
  const filled = (field: string) => fields[field]?.trim() ?? '';
  const owners = Object.fromEntries(
    SIDES.flatMap((side) => (filled(`owners.${side}`) === '' ? [] : [[side, filled(`owners.${side}`)]])),
  );
  const routes = filled('routes').split(' ').filter(Boolean);
  const windows = Array.from({ length: mostBurnPairs }, (_, index) =>
    Object.fromEntries(
      ['budgetShare', 'long', 'short'].flatMap((part) => {
        const text = filled(`windows[${index}].${part}`);
        return text === '' ? [] : [[part, text]];
      }),
    ),
  ).filter((pair) => Object.keys(pair).length > 0);
  return {
    ...(Object.keys(owners).length === 0 ? {} : { owners }),
    ...(routes.length === 0 ? {} : { routes }),
    ...(kind !== 'burn' || windows.length === 0 ? {} : { windows }),
  };
}

/** A file with this one guardrail, and the alert policies that change with it; null while what names it is missing. */
export function fileOf(draft: GuardrailDraft, alertPolicies: readonly Thing[] = []): string | null {
  const { id = '', title = '', metric = '' } = draft.fields;
  if (id.trim() === '' || title.trim() === '' || metric === '') return null;
  const policies = alertPolicies.length === 0 ? {} : { alertPolicies };
  return JSON.stringify({ version: 1, guardrails: [documentOf(draft)], ...policies }, null, 2);
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
