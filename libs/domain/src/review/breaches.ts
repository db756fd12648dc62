import type { AlertStateName } from '../alert/alert.js';
import type { Side } from '../metric/definition.js';
import { durationText, lastDayText } from '../metric/period-text.js';
import { sideNames, type HeadlineSentence, type NamedMetric, type Section } from './section.js';

/** What a guardrail was on a day, the gravest that it was in it. */
export type DayState = 'inside' | 'near' | 'breach' | 'noData';

export interface BreachEpisode {
  readonly alertId: string;
  readonly firedAt: string;
  readonly resolvedAt: string | null;
  /** When a person of each side first opened the alert; null for never. */
  readonly seen: Readonly<Record<Side, { readonly at: string; readonly by: string } | null>>;
}

/** What is known of a guardrail over the days of the strip. */
export interface GuardrailFacts {
  readonly id: string;
  readonly title: string;
  readonly severity: 'warning' | 'critical';
  readonly metric: NamedMetric;
  readonly owners: Readonly<Record<Side, string | null>>;
  /** The alerts of it, one for each slice. */
  readonly alerts: readonly {
    readonly stateBefore: AlertStateName;
    readonly transitions: readonly { readonly at: string; readonly to: AlertStateName }[];
  }[];
  /** Those that were open at any time of the days, oldest first. */
  readonly episodes: readonly BreachEpisode[];
  /** For each day what its value says of the limit, or that there is none; null where values are not held against a limit. */
  readonly valuesOfDays: readonly ('near' | 'beyond' | 'absent' | 'inside' | null)[];
}

export interface BreachStrip {
  readonly id: string;
  readonly title: string;
  readonly severity: 'warning' | 'critical';
  readonly metric: NamedMetric;
  readonly days: readonly DayState[];
  readonly open: boolean;
  /** Of the latest breach; null without one in these days. */
  readonly latest: BreachEpisode | null;
  readonly text: string;
  readonly evidence: string;
}

export interface BreachesSection {
  /** Local dates of the strips, oldest first. */
  readonly dates: readonly string[];
  readonly strips: readonly BreachStrip[];
  readonly more: number;
  /** Guardrails that were inside on every day. */
  readonly heldCount: number;
  readonly sentence: string;
}

export const stripDays = 14;
const listedAtMost = 6;
const sides: readonly Side[] = ['marketing', 'it'];
const breaching: readonly AlertStateName[] = ['firing', 'recovering'];
const unknown: readonly AlertStateName[] = ['noData', 'error'];

/**
 * The last fourteen days of each guardrail that was not inside on all of them: breached now first, then by severity, then by days in breach.
 * `days`: [start, end) of each local day, oldest first, and its date. A day counts as what was gravest in it. A value beyond the limit is a
 * breach, whether or not an alert fired; where there is only the alert to go by, one that waits for its hold is `near`.
 */
export function breaches(
  guardrails: readonly GuardrailFacts[],
  {
    days,
    timeZone,
  }: {
    readonly days: readonly { readonly date: string; readonly start: Date; readonly end: Date }[];
    readonly timeZone: string;
  },
): Section<BreachesSection> {
  const strips = guardrails.map((facts) => stripOf(facts, days, timeZone));
  const notable = strips
    .filter(({ days: states, open }) => open || states.some((state) => state !== 'inside'))
    .sort((a, b) => rank(b) - rank(a) || (a.id < b.id ? -1 : 1));
  const inBreach = strips.filter(({ open }) => open);
  const heldCount = strips.length - notable.length;
  return {
    content: {
      dates: days.map(({ date }) => date),
      strips: notable.slice(0, listedAtMost),
      more: Math.max(0, notable.length - listedAtMost),
      heldCount,
      sentence: sentenceOf(notable, heldCount),
    },
    sentences: notable.flatMap((strip) => headlineOf(strip)),
    counts: [
      {
        code: 'guardrailsInBreach',
        label: 'Guardrails in breach',
        value: inBreach.length,
        of: null,
        evidence: '/alerts',
      },
    ],
  };
}

function stripOf(
  facts: GuardrailFacts,
  days: readonly { readonly start: Date; readonly end: Date }[],
  timeZone: string,
): BreachStrip {
  const states = days.map(({ start, end }, index) => stateOfDay(facts, { start, end, index }));
  const latest = facts.episodes.at(-1) ?? null;
  const open = latest !== null && latest.resolvedAt === null;
  return {
    id: facts.id,
    title: facts.title,
    severity: facts.severity,
    metric: facts.metric,
    days: states,
    open,
    latest,
    text: textOf(states, latest, timeZone),
    evidence: latest === null ? `/guardrails/${encodeURIComponent(facts.id)}` : `/alerts/${latest.alertId}`,
  };
}

function stateOfDay(
  { alerts, valuesOfDays }: GuardrailFacts,
  { start, end, index }: { readonly start: Date; readonly end: Date; readonly index: number },
): DayState {
  const states = alerts.flatMap(({ stateBefore, transitions }) => {
    const before = transitions.findLast(({ at }) => Date.parse(at) <= start.getTime())?.to ?? stateBefore;
    const during = transitions.filter(({ at }) => Date.parse(at) > start.getTime() && Date.parse(at) < end.getTime());
    return [before, ...during.map(({ to }) => to)];
  });
  const value = valuesOfDays[index] ?? null;
  if (value === 'beyond' || states.some((state) => breaching.includes(state))) return 'breach';
  if (states.some((state) => unknown.includes(state)) || value === 'absent') return 'noData';
  return states.includes('pending') || value === 'near' ? 'near' : 'inside';
}

function textOf(states: readonly DayState[], latest: BreachEpisode | null, timeZone: string): string {
  if (latest !== null) {
    const fired = lastDayText(new Date(Date.parse(latest.firedAt) + 1).toISOString(), timeZone);
    const since = latest.resolvedAt === null ? `In breach since ${fired}.` : `Broke on ${fired}, over since.`;
    return `${since} ${sides.map((side) => seenText(side, latest)).join(' ')}`;
  }
  const count = (state: DayState) => states.filter((one) => one === state).length;
  if (count('breach') > 0) return `Beyond its limit on ${daysText(count('breach'))}, without an alert.`;
  if (count('noData') > 0) return `No data on ${daysText(count('noData'))}.`;
  return `Near its limit on ${daysText(count('near'))}.`;
}

function seenText(side: Side, { firedAt, seen }: BreachEpisode): string {
  const by = seen[side];
  if (by === null) return `${sideNames[side]} has not seen it.`;
  return `${sideNames[side]} saw it after ${durationText(Date.parse(by.at) - Date.parse(firedAt))}.`;
}

function headlineOf(strip: BreachStrip): HeadlineSentence[] {
  const { latest, title, open, severity, evidence } = strip;
  if (latest === null) return [];
  const blind = sides.filter((side) => latest.seen[side] === null);
  const base = (open ? 80 : 40) + (severity === 'critical' ? 5 : 0);
  const [unseenBy] = blind;
  if (blind.length === 2) {
    return [{ code: 'brokeUnseen', weight: base + 10, text: `${title} broke and nobody has looked at it.`, evidence }];
  }
  if (unseenBy !== undefined) {
    const saw = unseenBy === 'it' ? 'Marketing' : 'IT';
    return [{ code: 'brokeSeenByOne', weight: base + 8, text: `${title} broke and only ${saw} noticed.`, evidence }];
  }
  return [
    { code: 'broke', weight: base, text: open ? `${title} is in breach.` : `${title} broke and is over.`, evidence },
  ];
}

function sentenceOf(notable: readonly BreachStrip[], heldCount: number): string {
  const count = heldCount === 0 ? 'No guardrail' : heldCount === 1 ? 'One guardrail' : `${heldCount} guardrails`;
  const held = `${count} held on all days.`;
  if (notable.length === 0) return heldCount === 0 ? 'There is no guardrail.' : held;
  const broken = notable.filter(({ days, open }) => open || days.includes('breach')).length;
  const near = notable.length - broken;
  const parts = [
    ...(broken === 0 ? [] : [`${broken} in breach on at least one day`]),
    ...(near === 0 ? [] : [`${near} near a limit or without data`]),
  ];
  return `${parts.join(', ')}. ${held}`;
}

function daysText(count: number): string {
  return count === 1 ? 'one day' : `${count} days`;
}

function rank({ open, severity, days }: BreachStrip): number {
  const inBreach = days.filter((state) => state === 'breach').length;
  return (
    (open ? 1000 : 0) +
    (severity === 'critical' ? 100 : 0) +
    inBreach * 2 +
    days.filter((state) => state !== 'inside').length / 100
  );
}
