import type { Goal } from '@tandem/domain/goal/goal';
import { clockOf, type MetricDefinition } from '@tandem/domain/metric/definition';
import { canonicalJson } from '@tandem/domain/organisation/canonical-json';
import type { ConfigurationPart } from '@tandem/domain/organisation/configuration-part';
import { placed } from '@tandem/domain/organisation/in-file-order';
import { openingText } from '@tandem/domain/organisation/opening-text';
import type { Configuration, Connection } from '@tandem/domain/organisation/organisation';
import { thingDocument, type DocumentThing } from './export-configuration.js';
import type { ConfigurationChange, ConfigurationKind } from './ports.js';

interface Compared<Thing> {
  readonly kind: ConfigurationKind;
  readonly before: readonly Thing[];
  readonly after: readonly Thing[];
  readonly named: readonly Thing[] | undefined;
  readonly idOf: (thing: Thing) => string;
  readonly document: (thing: Thing) => DocumentThing;
}

/**
 * What a file does to the configuration, thing by thing in the order of the file, things that stay the same included. Fields are told
 * in the words of the file; a secret is only said to be there or to be another one.
 */
export function configurationDifference(
  before: Configuration,
  after: Configuration,
  part: ConfigurationPart,
): readonly ConfigurationChange[] {
  return [
    ...settingDifference(before, after, part),
    ...targetDifference(before, after, part),
    ...changesOf({
      kind: 'alertPolicy',
      before: placed(before.alertPolicies),
      after: placed(after.alertPolicies),
      named: part.alertPolicies,
      idOf,
      document: thingDocument.alertPolicy,
    }),
    ...changesOf({
      kind: 'initiative',
      before: before.initiatives,
      after: after.initiatives,
      named: part.initiatives,
      idOf,
      document: thingDocument.initiative,
    }),
  ];
}

/** What differs between two definitions of a metric, field by field in the words of the file. */
export function definitionDifference(before: MetricDefinition, after: MetricDefinition): ConfigurationChange['fields'] {
  const [change] = changesOf({
    kind: 'metric',
    before: [before],
    after: [after],
    named: [after],
    idOf: ({ key }) => key,
    document: metricInWords,
  });
  return change?.fields ?? [];
}

/** The same of two goals. */
export function goalDifference(before: Goal, after: Goal): ConfigurationChange['fields'] {
  const compared = { before: [before], after: [after], named: [after], idOf, document: thingDocument.goal };
  return changesOf({ kind: 'goal', ...compared })[0]?.fields ?? [];
}

/** What differs between two states of a thing of any kind; null where it was not there, or is not any more. */
export function thingDifference(
  kind: ConfigurationKind,
  before: object | null,
  after: object | null,
): ConfigurationChange['fields'] {
  const document = thingDocument[kind] as (thing: object) => DocumentThing;
  const written = (thing: object | null): DocumentThing => (thing === null ? {} : shown(thing, document));
  return fieldDifference(written(before), written(after), before, after ?? {});
}

/** Who and what there is: organisation, teams, people, routes, connections, calendars. */
function settingDifference(
  before: Configuration,
  after: Configuration,
  part: ConfigurationPart,
): readonly ConfigurationChange[] {
  return [
    ...changesOf({
      kind: 'organisation',
      before: [before.organisation],
      after: [after.organisation],
      named: part.organisation && [after.organisation],
      idOf: () => 'organisation',
      document: thingDocument.organisation,
    }),
    ...changesOf({
      kind: 'team',
      before: before.teams,
      after: after.teams,
      named: part.teams,
      idOf,
      document: thingDocument.team,
    }),
    ...changesOf({
      kind: 'person',
      before: before.people,
      after: after.people,
      named: part.people,
      idOf,
      document: thingDocument.person,
    }),
    ...changesOf({
      kind: 'route',
      before: before.routes,
      after: after.routes,
      named: part.routes,
      idOf,
      document: thingDocument.route,
    }),
    ...changesOf({
      kind: 'connection',
      before: before.connections,
      after: after.connections,
      named: part.connections,
      idOf,
      document: thingDocument.connection,
    }),
    ...changesOf({
      kind: 'calendar',
      before: before.calendars,
      after: after.calendars,
      named: part.calendars,
      idOf,
      document: thingDocument.calendar,
    }),
  ];
}

/** What is measured and what is wanted: metrics, goals, guardrails. */
function targetDifference(
  before: Configuration,
  after: Configuration,
  part: ConfigurationPart,
): readonly ConfigurationChange[] {
  return [
    ...changesOf({
      kind: 'metric',
      before: before.metrics,
      after: after.metrics,
      named: part.metrics,
      idOf: ({ key }) => key,
      document: metricInWords,
    }),
    ...changesOf({
      kind: 'goal',
      before: before.goals,
      after: after.goals,
      named: part.goals,
      idOf,
      document: thingDocument.goal,
    }),
    ...changesOf({
      kind: 'guardrail',
      before: before.guardrails,
      after: after.guardrails,
      named: part.guardrails,
      idOf,
      document: thingDocument.guardrail,
    }),
  ];
}

/** With the opening hours by which it measures time, which a file only names: they are part of what it counts. */
function metricInWords(metric: MetricDefinition): DocumentThing {
  const document = thingDocument.metric(metric);
  const clock = clockOf(metric.formula);
  if (clock?.opening === undefined) return document;
  const inWords = `${clock.calendar} (${openingText(clock.opening, { withDates: true })})`;
  return { ...document, formula: { ...(document['formula'] as DocumentThing), clock: inWords } };
}

function idOf(thing: { readonly id: string }): string {
  return thing.id;
}

function changesOf<Thing extends object>({
  kind,
  before,
  after,
  named,
  idOf,
  document,
}: Compared<Thing>): ConfigurationChange[] {
  return (named ?? []).map((thing) => {
    const id = idOf(thing);
    const old = before.find((candidate) => idOf(candidate) === id);
    const next = after.find((candidate) => idOf(candidate) === id) ?? thing;
    if (old === undefined)
      return { kind, id, action: 'create', fields: fieldDifference({}, shown(next, document), null, next) };
    if (canonicalJson(old) === canonicalJson(next)) return { kind, id, action: 'unchanged', fields: [] };
    return {
      kind,
      id,
      action: 'change',
      fields: fieldDifference(shown(old, document), shown(next, document), old, next),
    };
  });
}

function shown<Thing extends object>(thing: Thing, document: (thing: Thing) => DocumentThing): DocumentThing {
  // What names the thing stands beside its fields already, and a secret is told apart.
  const { id: _id, key: _key, secret: _secret, ...fields } = document(thing);
  return fields;
}

function fieldDifference(
  before: DocumentThing,
  after: DocumentThing,
  old: object | null,
  next: object,
): ConfigurationChange['fields'] {
  const [from, to] = [flattened(before), flattened(after)];
  const fields = [...new Set([...to.keys(), ...from.keys()])]
    .map((field) => ({ field, from: from.get(field) ?? null, to: to.get(field) ?? null }))
    .filter((field) => field.from !== field.to);
  const places = [...new Set([old, next].flatMap((thing) => Object.keys(secretsOf(thing))))];
  return [
    ...fields.filter(({ field }) => !places.some((place) => field === `settings.${place}`)),
    ...secretDifference('secret', secretOf(old), secretOf(next)),
    ...places.flatMap((place) =>
      secretDifference(`settings.${place}`, secretsOf(old)[place] ?? null, secretsOf(next)[place] ?? null),
    ),
  ];
}

function secretOf(thing: object | null): string | null {
  return thing !== null && 'secret' in thing && typeof thing.secret === 'string' ? thing.secret : null;
}

function secretsOf(thing: object | null): Readonly<Record<string, string>> {
  return (thing as Partial<Connection> | null)?.secrets?.given ?? {};
}

function secretDifference(field: string, from: string | null, to: string | null): ConfigurationChange['fields'] {
  if (from === to) return [];
  return [
    {
      field,
      from: from === null ? null : '(secret)',
      to: to === null ? null : from === null ? '(secret)' : '(new secret)',
    },
  ];
}

/** Leaves by their path, such as `keyResults[attainment].target`; a list of plain values is one leaf, and nothing is none. */
function flattened(thing: DocumentThing): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const visit = (path: string, value: unknown): void => {
    if (Array.isArray(value)) {
      if (value.some((item) => typeof item === 'object' && item !== null)) {
        value.forEach((item: unknown, index) => visit(`${path}[${placeOf(item, index)}]`, item));
      } else if (value.length) leaves.set(path, value.join(', '));
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) visit(path === '' ? key : `${path}.${key}`, member);
    } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      leaves.set(path, String(value));
  };
  visit('', thing);
  return leaves;
}

function placeOf(item: unknown, index: number): string {
  return typeof item === 'object' && item !== null && 'id' in item ? String(item.id) : String(index);
}
