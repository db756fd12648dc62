import type { ForecastResult } from '@tandem/contracts/board';
import type { MetricPage } from '@tandem/contracts/metrics';
import type { ReactNode } from 'react';
import { PageLink } from '../../navigation/page-link.js';
import { absenceText } from '../../text/absence-text.js';
import { differenceText, distanceText, NONE, shareText, valueText } from '../../text/number-text.js';
import { oddsText } from '../../text/odds-text.js';
import { STATE_WORDS } from '../../text/state-words.js';
import { targetText } from '../../text/status-words.js';
import { lastDayText, localDayText } from '../../text/time-text.js';
import { PACE_WORDS } from './chart-words.js';
import { METHODS } from './method-words.js';
import { METRIC_WORDS } from './metric-words.js';

type Entry = MetricPage['keyResults'][number];

interface StatProps {
  readonly label: string;
  readonly value: string;
  readonly note: ReactNode;
  readonly tone?: string;
  readonly faint?: boolean;
  readonly half?: boolean;
}

function Stat({ label, value, note, tone = 'text-text-2', faint = false, half = false }: StatProps) {
  return (
    <div className={`min-w-0 lg:col-span-1 ${half ? 'col-span-3' : 'col-span-2'}`}>
      <dt className="eyebrow">{label}</dt>
      <dd className={`num mt-0.5 text-xl font-semibold tracking-tight sm:text-2xl ${faint ? 'text-text-3' : ''}`}>
        {value}
      </dd>
      <dd className={`num text-xs ${tone}`}>{note}</dd>
    </div>
  );
}
const CHANGE_TONES = { better: 'text-ok', worse: 'text-bad', noise: '', tooFewPoints: '' } as const;

function NowStat({ page, entry }: { readonly page: MetricPage; readonly entry: Entry | null }) {
  const { current, metric, freshness, timeZone } = page;
  const change = freshness.stale ? null : (entry?.keyResult.change ?? null);
  const last = lastDayText(current.end, timeZone);
  const state = freshness.stale
    ? METRIC_WORDS.facts.withheldStale
    : current.value === null
      ? absenceText(current)
      : STATE_WORDS[current.state];
  return (
    <Stat
      half
      label={METRIC_WORDS.facts.now(metric.windowDays, last)}
      value={valueText(current.value, metric.unit)}
      faint={freshness.stale || current.value === null}
      note={
        <>
          {change && (
            <span className={CHANGE_TONES[change.verdict]}>
              {METRIC_WORDS.facts.changeIn(
                differenceText(change.delta, metric.unit),
                change.days,
                METRIC_WORDS.facts.changes[change.verdict],
              )}
            </span>
          )}
          {change && state && ' · '}
          {state && <span className={freshness.stale ? 'text-warn' : ''}>{state}</span>}
          {(change ?? state) && <br />}
          {current.n > 0 && (
            <PageLink
              to={`/metrics/${encodeURIComponent(metric.key)}/records`}
              params={{ from: current.start, to: current.end }}
              className="lnk"
            >
              {METRIC_WORDS.facts.records(current.n)}
            </PageLink>
          )}
        </>
      }
    />
  );
}

function PaceStat({ entry }: { readonly entry: Entry | null }) {
  if (entry === null)
    return <Stat half label={METRIC_WORDS.facts.paceToday} value={NONE} note={METRIC_WORDS.facts.noTarget} faint />;
  const { keyResult, goal } = entry;
  const { metric } = keyResult;
  if (keyResult.kind === 'stay') {
    const share = keyResult.shareInside;
    return (
      <Stat
        half
        label={METRIC_WORDS.facts.weeksInside}
        value={share === null ? NONE : shareText(share)}
        note={METRIC_WORDS.facts.held}
      />
    );
  }
  if (keyResult.expected === null) {
    return (
      <Stat
        half
        label={METRIC_WORDS.facts.paceToday}
        value={NONE}
        note={METRIC_WORDS.facts.from(localDayText(goal.start))}
        faint
      />
    );
  }
  const gap =
    keyResult.paceGap === null || keyResult.paceSide === null
      ? METRIC_WORDS.facts.withheld
      : PACE_WORDS[keyResult.paceSide](distanceText(keyResult.paceGap, metric.unit));
  return (
    <Stat half label={METRIC_WORDS.facts.paceToday} value={valueText(keyResult.expected, metric.unit)} note={gap} />
  );
}

function ForecastStat({ entry }: { readonly entry: Entry }) {
  const { keyResult, goal } = entry;
  const { forecast, metric, freshness } = keyResult;
  const label = METRIC_WORDS.facts.forecastAt(localDayText(goal.due));
  if (forecast === null) {
    const missing = freshness.stale
      ? METRIC_WORDS.facts.paused
      : keyResult.kind === 'stay'
        ? METRIC_WORDS.facts.heldNotForecast
        : METRIC_WORDS.facts.tooLittle;
    return <Stat label={label} value={NONE} note={missing} faint />;
  }
  return (
    <Stat
      label={label}
      value={valueText(forecast.value, metric.unit)}
      tone={forecast.meetsTarget ? 'text-text-2' : 'text-bad'}
      note={
        forecast.meetsTarget
          ? METRIC_WORDS.facts.meets
          : METRIC_WORDS.facts.misses(distanceText(forecast.gap, metric.unit))
      }
    />
  );
}

function OddsStat({ forecast, unit }: { readonly forecast: ForecastResult | null; readonly unit: string }) {
  if (forecast === null)
    return <Stat label={METRIC_WORDS.facts.odds} value={NONE} note={METRIC_WORDS.facts.noForecast} faint />;
  return (
    <Stat
      label={METRIC_WORDS.facts.odds}
      value={oddsText(forecast.probability)}
      note={METRIC_WORDS.facts.error(
        METHODS[forecast.method],
        distanceText(forecast.error, unit),
        forecast.coverage80 === null ? null : shareText(forecast.coverage80),
      )}
    />
  );
}

/** Where nothing is aimed at, both sides can agree on something. */
function Aim({ page }: { readonly page: MetricPage }) {
  if (page.asKnownAt !== null) return METRIC_WORDS.facts.notAgreed;
  return (
    <PageLink to="/goals/new" params={{ metric: page.metric.key }} className="lnk">
      {METRIC_WORDS.facts.agree}
    </PageLink>
  );
}

/** Five facts: now, pace, target, forecast, odds. */
export function MetricFacts({ page, entry }: { readonly page: MetricPage; readonly entry: Entry | null }) {
  const unit = page.metric.unit;
  return (
    <dl className="panel mt-4 grid grid-cols-6 gap-x-4 gap-y-3 px-4 py-3 lg:grid-cols-5 lg:gap-x-6">
      <NowStat page={page} entry={entry} />
      <PaceStat entry={entry} />
      {entry === null ? (
        <>
          <Stat label={METRIC_WORDS.facts.target} value={NONE} note={<Aim page={page} />} faint />
          <Stat label={METRIC_WORDS.facts.forecast} value={NONE} note={METRIC_WORDS.facts.needsTarget} faint />
          <Stat label={METRIC_WORDS.facts.odds} value={NONE} note={METRIC_WORDS.facts.needsTarget} faint />
        </>
      ) : (
        <>
          <Stat
            label={METRIC_WORDS.facts.targetAt(entry.keyResult.kind, localDayText(entry.goal.due))}
            value={targetText(entry.keyResult)}
            note={
              entry.keyResult.baseline === null
                ? METRIC_WORDS.facts.toBeHeld
                : METRIC_WORDS.facts.from(valueText(entry.keyResult.baseline, unit))
            }
          />
          <ForecastStat entry={entry} />
          <OddsStat forecast={entry.keyResult.forecast} unit={unit} />
        </>
      )}
    </dl>
  );
}
