import type { AlertState } from '../alert/alert.js';
import { newAlertState, nextAlertState } from '../alert/next-alert-state.js';
import { periodsBetween } from '../metric/periods.js';
import { seriesAsOf } from '../metric/series-as-of.js';
import type { MetricSeries } from '../metric/series.js';
import { evaluateGuardrail, type TrackKeyResult } from './evaluate-guardrail.js';
import type { Guardrail, Verdict, VerdictKind } from './guardrail.js';
import { judgedSlices } from './judged-slices.js';

/** A firing within this time after the one before it had ended is a flap. */
export const flapWithinMs = 7 * 86_400_000;

export interface RehearsalRequest {
  readonly from: Date;
  readonly to: Date;
  readonly track: TrackKeyResult;
  /** How far the sources had delivered, each step from its time on; for freshness alone, oldest first. */
  readonly collected?: readonly { readonly at: Date; readonly to: Date | null }[];
  /** More slices than this are left out, those with the fewest events first. */
  readonly mostSlices: number;
}

/** A time in which the alert would have been firing. */
export interface RehearsedEpisode {
  readonly breachedAt: string;
  readonly firedAt: string;
  /** When it would have been resolved; null when it still is firing at the end. */
  readonly endedAt: string | null;
  readonly flap: boolean;
  /** The verdict that it fired with. */
  readonly verdict: Verdict;
}

/** What each look would have found. */
export interface RehearsedLook {
  readonly at: string;
  readonly verdict: Verdict;
  readonly state: AlertState['state'];
}

export interface RehearsedSlice {
  /** Value of the guardrail's dimension; '' for the whole. */
  readonly slice: string;
  readonly episodes: readonly RehearsedEpisode[];
  /** Breaches that ended before they had lasted long enough to fire. */
  readonly lapsed: number;
  readonly flaps: number;
  readonly firingMs: number;
  readonly verdicts: Readonly<Record<VerdictKind, number>>;
  readonly looks: readonly RehearsedLook[];
}

export interface Rehearsal {
  readonly slices: readonly RehearsedSlice[];
  /** Slices that were left out. */
  readonly left: number;
}

/**
 * Plays a guardrail over history by the very functions that judge it live (semantics §7): once at the end of each local day, when a daily
 * source has delivered it, and whenever a hold or a recovery ends in between. Values are as they stand now; which slices there are is decided
 * by the latest window. Times outside [from, to] are not looked at, and the alert begins calm. Pure.
 */
export function rehearseGuardrail(guardrail: Guardrail, series: MetricSeries, request: RehearsalRequest): Rehearsal {
  const most = Math.min(guardrail.mostSlices ?? request.mostSlices, request.mostSlices);
  const { judged, left } = judgedSlices({ ...guardrail, mostSlices: most }, series, []);
  const moments = momentsOf(guardrail, series, request);
  return { slices: judged.map((slice) => rehearseSlice(guardrail, moments, slice, request)), left };
}

interface Moment {
  readonly at: Date;
  readonly series: MetricSeries;
}

function momentsOf(guardrail: Guardrail, series: MetricSeries, { from, to, collected }: RehearsalRequest): Moment[] {
  const midnights = periodsBetween(from, to, 'day', series.calendar).map(({ end }) => end.getTime());
  const arrivals = guardrail.kind === 'freshness' ? arrivalsOf(guardrail, series, collected ?? []) : [];
  const times = [...new Set([...midnights, ...arrivals])]
    .filter((time) => time >= from.getTime() && time <= to.getTime())
    .sort((a, b) => a - b);
  return times.map((time) => {
    const at = new Date(time);
    const known = collected?.findLast((step) => step.at <= at);
    const reach = collected === undefined ? undefined : (known?.to ?? null);
    return { at, series: seriesAsOf(series, at, guardrail.kind === 'freshness' ? reach : undefined) };
  });
}

/** When data arrived, and when it had been waited for long enough. */
function arrivalsOf(
  guardrail: Extract<Guardrail, { kind: 'freshness' }>,
  series: MetricSeries,
  collected: NonNullable<RehearsalRequest['collected']>,
): number[] {
  const within = guardrail.withinMs ?? series.freshness.expectedEveryMs;
  return collected.flatMap(({ at, to }) => [at.getTime(), ...(to === null ? [] : [to.getTime() + within + 1])]);
}

function rehearseSlice(
  guardrail: Guardrail,
  moments: readonly Moment[],
  slice: string,
  { from, to, track }: RehearsalRequest,
): RehearsedSlice {
  const played = new PlayedAlert(guardrail, newAlertState(from));
  moments.forEach(({ at, series }, index) => {
    const judge = (now: Date) => evaluateGuardrail(guardrail, { series, slice, alert: played.state, now, track });
    played.look(judge(at), at);
    const next = moments[index + 1]?.at ?? to;
    const due = played.dueAt();
    // Between two days only time passes: the verdict of a hold or a recovery that ends is that of the day.
    if (due !== null && due > at && due < next) played.step(judge(due), due);
  });
  return played.result(slice, to);
}

class PlayedAlert {
  private readonly episodes: {
    breachedAt: string;
    firedAt: string;
    endedAt: string | null;
    flap: boolean;
    verdict: Verdict;
  }[] = [];
  private readonly looks: RehearsedLook[] = [];
  private readonly verdicts: Record<VerdictKind, number> = { ok: 0, breached: 0, tooFew: 0, noData: 0, error: 0 };
  private lapsed = 0;

  constructor(
    private readonly guardrail: Guardrail,
    public state: AlertState,
  ) {}

  look(verdict: Verdict, at: Date): void {
    this.step(verdict, at);
    this.verdicts[verdict.kind] += 1;
    this.looks.push({ at: at.toISOString(), verdict, state: this.state.state });
  }

  step(verdict: Verdict, at: Date): void {
    const { state, transitions } = nextAlertState(this.state, verdict, this.guardrail, at);
    for (const { from, to, at: when } of transitions) {
      if (from === 'pending' && to === 'inactive') this.lapsed += 1;
      if (from === 'pending' && to === 'firing') {
        const before = this.episodes.at(-1)?.endedAt ?? null;
        const flap = before !== null && Date.parse(when) - Date.parse(before) < flapWithinMs;
        this.episodes.push({ breachedAt: state.breachedSince ?? when, firedAt: when, endedAt: null, flap, verdict });
      }
      const open = this.episodes.at(-1);
      if (to === 'resolved' && open?.endedAt === null) open.endedAt = when;
    }
    this.state = state;
  }

  /** When a hold or a recovery that goes on is over. */
  dueAt(): Date | null {
    const { state, breachedSince, recoveringSince } = this.state;
    if (state === 'pending' && breachedSince) return new Date(Date.parse(breachedSince) + this.guardrail.forMs);
    if (state !== 'recovering' || recoveringSince === null) return null;
    return new Date(Date.parse(recoveringSince) + this.guardrail.keepFiringForMs);
  }

  result(slice: string, to: Date): RehearsedSlice {
    const { episodes, lapsed, verdicts, looks } = this;
    const lasted = ({ firedAt, endedAt }: RehearsedEpisode) =>
      Date.parse(endedAt ?? to.toISOString()) - Date.parse(firedAt);
    return {
      slice,
      episodes,
      lapsed,
      flaps: episodes.filter(({ flap }) => flap).length,
      firingMs: episodes.reduce((sum, episode) => sum + lasted(episode), 0),
      verdicts,
      looks,
    };
  }
}
