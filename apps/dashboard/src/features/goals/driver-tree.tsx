import type { GoalDriver, GoalPage } from '@tandem/contracts/goals';
import { PageLink } from '../../navigation/page-link.js';
import { differenceText, valueText } from '../../text/number-text.js';
import { Glyph, statusGlyph } from '../../ui/glyph.js';
import { statusLabel } from '../../text/status-words.js';
import { StatusMark } from '../../ui/status-mark.js';
import { words } from './goal-page-words.js';
import { words as shared } from './goal-words.js';

const CHANGE_TONES = {
  better: 'text-ok',
  worse: 'text-bad',
  noise: 'text-text-3',
  tooFewPoints: 'text-text-3',
} as const;

type KeyResult = GoalPage['keyResults'][number];

function Node({ driver, keyResult }: { readonly driver: GoalDriver; readonly keyResult: KeyResult | null }) {
  const { metric, current, change, freshness } = driver;
  return (
    <div className="tree-node panel min-w-0 px-3 py-2">
      <p className="flex items-start gap-2 text-sm">
        {keyResult && (
          <span className="mt-[3px]">
            <Glyph name={statusGlyph(keyResult.status, keyResult.statusReason)} />
            <span className="sr">{statusLabel(keyResult.status, keyResult.statusReason)}: </span>
          </span>
        )}
        <PageLink
          to={`/metrics/${encodeURIComponent(metric.key)}`}
          params={keyResult ? { kr: keyResult.id } : {}}
          className="hit min-w-0 font-medium hover:underline"
        >
          {metric.title}
        </PageLink>
      </p>
      <p className="num mt-0.5 text-xs text-text-2">
        <b className={`text-sm font-semibold ${freshness.stale ? 'text-text-3' : 'text-text'}`}>
          {valueText(current.value, metric.unit)}
        </b>
        {freshness.stale && <span className="text-warn"> {words.stale}</span>}
        {change && !freshness.stale && (
          <span className={CHANGE_TONES[change.verdict]}>
            {' '}
            {differenceText(change.delta, metric.unit)} {words.change[change.verdict]}
          </span>
        )}
      </p>
      {driver.shownAbove && <p className="text-xs text-text-3">{words.shownAbove}</p>}
    </div>
  );
}

function Branch({ driver, keyResults }: { readonly driver: GoalDriver; readonly keyResults: readonly KeyResult[] }) {
  const keyResult = keyResults.find(({ metric }) => metric.key === driver.metric.key) ?? null;
  return (
    <li>
      <Node driver={driver} keyResult={keyResult} />
      {driver.drivers.length > 0 && (
        <ul aria-label={words.drivesMetric(driver.metric.title)}>
          {driver.drivers.map((one) => (
            <Branch key={one.metric.key} driver={one} keyResults={keyResults} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** From the outcome over the key results down to what moves them: a tree of lists, drawn sideways where there is room. */
export function DriverTree({ goal }: { readonly goal: GoalPage }) {
  const hasDrivers = goal.drivers.some(({ drivers }) => drivers.length > 0);
  return (
    <section className="panel mt-4 px-4 py-3" aria-labelledby="drivers">
      <h2 id="drivers" className="text-base font-semibold">
        {shared.drives}
      </h2>
      <p className="mt-0.5 text-sm text-text-2">{hasDrivers ? words.tree : words.noDrivers}</p>
      <ul className="tree mt-3">
        <li>
          <div className="tree-node min-w-0 rounded-lg border border-ctl bg-sunken px-3 py-2">
            <p className="text-sm font-semibold">{goal.outcome}</p>
            <p className="mt-1">
              <StatusMark status={goal.status} reason={goal.statusReason} />
            </p>
          </div>
          <ul aria-label={shared.keyResults}>
            {goal.drivers.map((driver) => (
              <Branch key={driver.metric.key} driver={driver} keyResults={goal.keyResults} />
            ))}
          </ul>
        </li>
      </ul>
    </section>
  );
}
