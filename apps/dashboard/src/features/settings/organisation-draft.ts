import type { Thing } from './flat-thing.js';

export const KEPT_STREAMS = ['deployment', 'change', 'incident', 'slaCycle', 'funnelCount', 'measurement'] as const;
export const KEPT_PARTS = ['records', 'versions', 'observations'] as const;
export const CUT_OFFS = ['onTrackProbability', 'atRiskProbability', 'onTrackPace', 'atRiskPace'] as const;
export const FAILING = ['warnAfterRuns', 'pauseAfterRuns', 'pauseAfter'] as const;
const PLAIN = ['name', 'timeZone', 'weekStartsOn', 'fiscalYearStartsIn', 'linkWithinHours'] as const;

/** The organisation as its form holds it: a text for each field by its path, empty where nothing is said. */
export type OrganisationDraft = Readonly<Record<string, string>>;

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

function memberOf(thing: unknown, name: string): unknown {
  return typeof thing === 'object' && thing !== null
    ? new Map<string, unknown>(Object.entries(thing)).get(name)
    : undefined;
}

function valueAt(thing: Thing, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => memberOf(value, name), thing);
}

const PATHS: readonly string[] = [
  ...PLAIN,
  'keep.uploads',
  ...KEPT_PARTS.flatMap((part) => KEPT_STREAMS.map((stream) => `keep.${part}.${stream}`)),
  ...CUT_OFFS.map((name) => `statusCutOffs.${name}`),
  ...FAILING.map((name) => `failingSources.${name}`),
];

export function organisationDraft(thing: Thing): OrganisationDraft {
  return Object.fromEntries(PATHS.map((path) => [path, textOf(valueAt(thing, path))]));
}

/** What is no number goes as it is, so that the answer names the field. */
function written(path: string, text: string): string | number {
  const isNumber =
    path === 'linkWithinHours' ||
    path.startsWith('statusCutOffs.') ||
    (path.startsWith('failingSources.') && !path.endsWith('pauseAfter'));
  const number = Number(text);
  return isNumber && text !== '' && !Number.isNaN(number) ? number : text;
}

/** As a configuration file writes it. What a file leaves out stays as it is, so that every part is said, also an empty one. */
export function writtenOrganisation(draft: OrganisationDraft): Thing {
  const thing: Record<string, unknown> = {};
  for (const path of PATHS) {
    const text = (draft[path] ?? '').trim();
    const names = path.split('.');
    const last = names.pop() ?? '';
    let at = thing;
    // The groups of the organisation are said even when empty; those inside them are not.
    for (const [depth, name] of names.entries()) {
      if (depth > 0 && text === '' && at[name] === undefined) break;
      at[name] ??= {};
      at = at[name] as Record<string, unknown>;
    }
    if (text !== '') at[last] = written(path, text);
  }
  return thing;
}
