import type { MetricPage, ObservationsAnswer } from '@tandem/contracts/metrics';
import { DAY_MS } from '../../text/time-text.js';
import { drawnLimit } from '../../text/status-words.js';

type Goal = MetricPage['keyResults'][number]['goal'];
type KeyResult = MetricPage['keyResults'][number]['keyResult'];
type Guardrail = MetricPage['guardrails'][number];
type Observation = ObservationsAnswer['points'][number];
type Behaviour = MetricPage['behaviour'];

/** One place on the time axis with all that is known of it. Values are the server's digits; `end` places it. */
export interface ChartPoint {
  readonly start: string;
  readonly end: string;
  readonly endMs: number;
  /** Value of the trailing window, or of the week or month. */
  readonly value: string | null;
  /** Value of the single day, where the line is a trailing window. */
  readonly single: string | null;
  readonly partial: boolean;
  /** It may still change without that being a restatement. */
  readonly provisional: boolean;
  readonly version: number;
  /** The first one that this version of the definition answers, where another one answers what lies before. */
  readonly beginsVersion: boolean;
  /** What an older version says in another unit: told, but not drawn on an axis that is not its own. */
  readonly foreign: { readonly value: string | null; readonly single: string | null; readonly unit: string } | null;
  readonly previous: string | null;
  readonly expected: string | null;
}

export interface ChartBreach {
  readonly fromMs: number;
  readonly toMs: number;
  readonly days: number;
}

export interface ChartModel {
  readonly points: readonly ChartPoint[];
  /** The agreed path; when it is a straight line it also runs into the future. */
  readonly path: readonly { readonly atMs: number; readonly value: number }[];
  readonly dueMs: number | null;
  readonly breaches: readonly ChartBreach[];
  /** Where another version of the definition takes over. */
  readonly versionChanges: readonly { readonly atMs: number; readonly version: number }[];
  readonly dataToMs: number | null;
  /** Ends of the points that a rule for special causes takes for a signal. */
  readonly signals: ReadonlySet<number>;
}

export interface ChartInput {
  readonly line: readonly Observation[];
  readonly singles: readonly Observation[];
  readonly previous: readonly Observation[];
  readonly previousShiftDays: number;
  readonly keyResult: KeyResult | null;
  readonly goal: Goal | null;
  readonly guardrail: Guardrail | null;
  readonly precision: number;
  readonly unit: string;
  readonly versions: ObservationsAnswer['versions'];
  readonly behaviour: Behaviour;
  readonly dataTo: string | null;
}

/** The end of a local date. Zones differ by hours, which no chart of weeks shows. */
export function endOfDateMs(localDate: string): number {
  return Date.parse(`${localDate}T00:00:00Z`) + DAY_MS;
}

function byEnd(points: readonly Observation[]): Map<number, Observation> {
  return new Map(points.map((point) => [Date.parse(point.end), point]));
}

/** Days that follow each other beyond the guardrail. */
function breachesOf(points: readonly ChartPoint[], guardrail: Guardrail | null): readonly ChartBreach[] {
  const drawn = drawnLimit(guardrail);
  if (drawn === null) return [];
  const { side, limit } = drawn;
  const beyond = (value: string): boolean => (side === 'floor' ? Number(value) < limit : Number(value) > limit);
  const found: { fromMs: number; toMs: number; days: number }[] = [];
  let open: { fromMs: number; toMs: number; days: number } | null = null;
  for (const point of points) {
    if (point.partial || point.value === null || !beyond(point.value)) {
      open = null;
      continue;
    }
    const startMs = point.endMs - DAY_MS;
    if (open === null) {
      open = { fromMs: startMs, toMs: point.endMs, days: 0 };
      found.push(open);
    }
    open.toMs = point.endMs;
    open.days = Math.round((open.toMs - open.fromMs) / DAY_MS);
  }
  return found;
}

/**
 * The path as the server says it for each day. When those days lie on the straight line from baseline to target, that line is the agreement
 * itself and is drawn to the due date; a path of milestones is drawn only as far as it is known.
 */
function pathOf(input: ChartInput): ChartModel['path'] {
  const { keyResult, goal } = input;
  if (keyResult === null || goal === null || keyResult.baseline === null || keyResult.target === null) return [];
  const known = keyResult.trend.flatMap((point) =>
    point.expected === null ? [] : [{ atMs: Date.parse(point.end), value: Number(point.expected) }],
  );
  const start = Date.parse(`${goal.start}T00:00:00Z`);
  const end = endOfDateMs(goal.due);
  const baseline = Number(keyResult.baseline);
  const target = Number(keyResult.target);
  const perMs = (target - baseline) / (end - start);
  // A day of difference between zones, and half a unit of rounding, do not make a line crooked.
  const tolerance = Math.abs(perMs) * DAY_MS + 10 ** -input.precision;
  const straight = known.every((point) => Math.abs(baseline + (point.atMs - start) * perMs - point.value) <= tolerance);
  if (!straight || known.length === 0) return known;
  return [
    { atMs: start, value: baseline },
    { atMs: end, value: target },
  ];
}

/** The changes that fall between two points that are shown. */
function versionChangesOf(
  points: readonly ChartPoint[],
  versions: ChartInput['versions'],
): ChartModel['versionChanges'] {
  return points
    .filter(({ beginsVersion }) => beginsVersion)
    .map((point) => {
      const begins = versions.find(({ version }) => version === point.version)?.validFrom ?? point.start;
      return { atMs: Date.parse(begins), version: point.version };
    });
}

/**
 * A point of the behaviour chart stands on the line only where the line says the same of the same time: another window, or single days, are
 * judged by no rule.
 */
function signalsOf(points: readonly ChartPoint[], behaviour: Behaviour): ReadonlySet<number> {
  const signals = new Map(
    behaviour?.points.flatMap(({ end, value, signal }) => (signal === null ? [] : [[Date.parse(end), value] as const])),
  );
  return new Set(
    points.filter(({ endMs, value }) => value !== null && signals.get(endMs) === value).map(({ endMs }) => endMs),
  );
}

export function chartModel(input: ChartInput): ChartModel {
  const unitOf = new Map(input.versions.map(({ version, unit }) => [version, unit]));
  const singles = byEnd(input.singles);
  const isOwn = ({ version }: Observation) => (unitOf.get(version) ?? input.unit) === input.unit;
  const previous = new Map(
    input.previous
      .filter(isOwn)
      .map((point) => [Date.parse(point.end) + input.previousShiftDays * DAY_MS, point.value]),
  );
  const expected = new Map(input.keyResult?.trend.map((point) => [Date.parse(point.end), point.expected]) ?? []);
  const line = byEnd(input.line);
  const ends = [...new Set([...line.keys(), ...singles.keys()])].sort((a, b) => a - b);
  let before: number | null = null;
  const points = ends.flatMap((endMs): ChartPoint[] => {
    const whole = line.get(endMs);
    const single = singles.get(endMs);
    const shown = whole ?? single;
    if (!shown) return [];
    const partial = shown.state === 'partial';
    // A day without any value after the end of the data is not a gap in the line: it has not come yet.
    if (!whole && single?.value === null) return [];
    const dayStartMs = single ? Date.parse(single.start) : endMs - DAY_MS;
    const beginsVersion = before !== null && before !== shown.version;
    before = shown.version;
    const values = { value: whole?.value ?? null, single: single?.value ?? null };
    const startMs = input.singles.length > 0 ? dayStartMs : Date.parse(shown.start);
    return [
      {
        start: new Date(startMs).toISOString(),
        end: shown.end,
        endMs,
        ...(isOwn(shown) ? values : { value: null, single: null }),
        foreign: isOwn(shown) ? null : { ...values, unit: unitOf.get(shown.version) ?? input.unit },
        partial,
        provisional: shown.state === 'provisional',
        version: shown.version,
        beginsVersion,
        previous: previous.get(endMs) ?? null,
        expected: expected.get(endMs) ?? null,
      },
    ];
  });
  return {
    points,
    path: pathOf(input),
    dueMs: input.goal === null ? null : endOfDateMs(input.goal.due),
    breaches: breachesOf(points, input.guardrail),
    versionChanges: versionChangesOf(points, input.versions),
    dataToMs: input.dataTo === null ? null : Date.parse(input.dataTo),
    signals: signalsOf(points, input.behaviour),
  };
}
