import type { ForecastResult } from '@tandem/contracts/board';
import type { MetricPage } from '@tandem/contracts/metrics';
import type { ReactNode } from 'react';
import { PageLink } from '../../navigation/page-link.js';
import { absenceText } from '../../text/absence-text.js';
import { counted, differenceText, distanceText, NONE, shareText, valueText } from '../../text/number-text.js';
import { oddsText } from '../../text/odds-text.js';
import { STATE_WORDS } from '../../text/state-words.js';
import { targetText } from '../../text/status-words.js';
import { lastDayText, localDayText } from '../../text/time-text.js';

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

const CHANGES = { better: 'better', worse: 'worse', noise: 'noise', tooFewPoints: 'too few points to tell' } as const;
const CHANGE_TONES = { better: 'text-ok', worse: 'text-bad', noise: '', tooFewPoints: '' } as const;

function NowStat({ page, entry }: { readonly page: MetricPage; readonly entry: Entry | null }) {
  const { current, metric, freshness, timeZone } = page;
  const change = freshness.stale ? null : (entry?.keyResult.change ?? null);
  const last = lastDayText(current.end, timeZone);
  const state = freshness.stale
    ? 'stale: verdict withheld'
    : current.value === null
      ? absenceText(current)
      : STATE_WORDS[current.state];
  return (
    <Stat
      half
      label={`Now, ${counted(metric.windowDays, 'day')} to ${last}`}
      value={valueText(current.value, metric.unit)}
      faint={freshness.stale || current.value === null}
      note={
        <>
          {change && (
            <span className={CHANGE_TONES[change.verdict]}>
              {differenceText(change.delta, metric.unit)} in {change.days} d, {CHANGES[change.verdict]}
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
              the {counted(current.n, 'record')} behind it
            </PageLink>
          )}
        </>
      }
    />
  );
}

function PaceStat({ entry }: { readonly entry: Entry | null }) {
  if (entry === null) return <Stat half label="Pace today" value={NONE} note="no target is agreed" faint />;
  const { keyResult, goal } = entry;
  const { metric } = keyResult;
  if (keyResult.kind === 'stay') {
    const share = keyResult.shareInside;
    return (
      <Stat
        half
        label="Weeks inside the limit"
        value={share === null ? NONE : shareText(share)}
        note="to be held, not reached"
      />
    );
  }
  if (keyResult.expected === null) {
    return <Stat half label="Pace today" value={NONE} note={`from ${localDayText(goal.start)}`} faint />;
  }
  const gap =
    keyResult.paceGap === null || keyResult.paceSide === null
      ? 'withheld'
      : `${distanceText(keyResult.paceGap, metric.unit)} ${keyResult.paceSide}`;
  return <Stat half label="Pace today" value={valueText(keyResult.expected, metric.unit)} note={gap} />;
}

export const METHODS: Record<ForecastResult['method'], string> = {
  naive: 'last value',
  drift: 'drift',
  seasonalNaive: 'same day of the season',
  dampedHolt: 'damped trend',
  theilSen: 'median slope',
};

function ForecastStat({ entry }: { readonly entry: Entry }) {
  const { keyResult, goal } = entry;
  const { forecast, metric, freshness } = keyResult;
  const label = `Forecast ${localDayText(goal.due)}`;
  if (forecast === null) {
    const missing = freshness.stale
      ? 'paused: stale data'
      : keyResult.kind === 'stay'
        ? 'what is held is not forecast'
        : 'too little history';
    return <Stat label={label} value={NONE} note={missing} faint />;
  }
  return (
    <Stat
      label={label}
      value={valueText(forecast.value, metric.unit)}
      tone={forecast.meetsTarget ? 'text-text-2' : 'text-bad'}
      note={forecast.meetsTarget ? 'meets the target' : `misses by ${distanceText(forecast.gap, metric.unit)}`}
    />
  );
}

function OddsStat({ forecast, unit }: { readonly forecast: ForecastResult | null; readonly unit: string }) {
  if (forecast === null) return <Stat label="Odds of target" value={NONE} note="no forecast" faint />;
  const held = forecast.coverage80 === null ? '' : `; its 80% range held ${shareText(forecast.coverage80)} of the time`;
  return (
    <Stat
      label="Odds of target"
      value={oddsText(forecast.probability)}
      note={`by ${METHODS[forecast.method]}, usual error ${distanceText(forecast.error, unit)}${held}`}
    />
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
          <Stat label="Target" value={NONE} note="not agreed" faint />
          <Stat label="Forecast" value={NONE} note="needs a target" faint />
          <Stat label="Odds of target" value={NONE} note="needs a target" faint />
        </>
      ) : (
        <>
          <Stat
            label={`${entry.keyResult.kind === 'stay' ? 'Limit until' : 'Target'} ${localDayText(entry.goal.due)}`}
            value={targetText(entry.keyResult)}
            note={
              entry.keyResult.baseline === null ? 'to be held' : `from ${valueText(entry.keyResult.baseline, unit)}`
            }
          />
          <ForecastStat entry={entry} />
          <OddsStat forecast={entry.keyResult.forecast} unit={unit} />
        </>
      )}
    </dl>
  );
}
