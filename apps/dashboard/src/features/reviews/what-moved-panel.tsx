import type { ReviewSections } from '@tandem/contracts/reviews';
import { differenceText, rangeText, valueText } from '../../text/number-text.js';
import { dayText, lastDayText } from '../../text/time-text.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { Evidence } from './evidence.js';
import { ExplainForm } from './explain-form.js';
import { MOVED_WORDS, WORDS } from './review-words.js';
import { SectionPanel, type PanelProps } from './section-panel.js';
import { TrendLine } from './trend-line.js';

type Moved = ReviewSections['whatMoved']['moved'][number];

const TONES = { better: 'text-ok', worse: 'text-bad', returning: 'text-text-2' } as const;

function effectText({ effect }: Moved['events'][number], unit: string): string {
  if ('withheld' in effect) return MOVED_WORDS.withheld[effect.withheld];
  const { delta, low, high, days, weeks } = effect;
  const text = (one: string): string => differenceText(one, unit);
  return MOVED_WORDS.effect(text(delta), days, text(low), text(high), weeks);
}

function Nearby({ moved, timeZone }: { readonly moved: Moved; readonly timeZone: string }) {
  if (moved.events.length === 0) return null;
  return (
    <ul className="mt-1 space-y-0.5 text-xs text-text-3" aria-label={MOVED_WORDS.nearby(moved.metric.title)}>
      {moved.events.map((event) => (
        <li key={`${event.at} ${event.title}`} className="num flex gap-1.5">
          <DepartmentBox side={event.side} />
          <span className="min-w-0" title={MOVED_WORDS.effectRule}>
            {dayText(event.at, timeZone)} {event.title}: {effectText(event, moved.metric.unit)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Explanations({ moved }: { readonly moved: Moved }) {
  return (
    <ul className="space-y-1 text-sm">
      {moved.explanations.map((one) => (
        <li key={one.side} className="flex items-start gap-1.5">
          <span className="mt-0.5">
            <DepartmentBox side={one.side} />
          </span>
          <span className="min-w-0">
            <span className="sr">{departmentName(one.side)}: </span>
            {one.text} <span className="text-xs text-text-3">{one.by}</span>
          </span>
        </li>
      ))}
      {moved.unexplained.map(({ side, owner }) => (
        <li key={side} className="flex items-start gap-1.5 text-warn">
          <span className="mt-0.5">
            <DepartmentBox side={side} />
          </span>
          <span className="min-w-0">
            <span className="sr">{departmentName(side)}: </span>
            {MOVED_WORDS.notExplained(owner)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Row({ moved, props }: { readonly moved: Moved; readonly props: PanelProps }) {
  const { metric, before, now, delta, verdict } = moved;
  const { timeZone } = props.content.organisation;
  return (
    <li className="grid gap-x-4 gap-y-2 border-t border-line py-2.5 md:grid-cols-[minmax(0,5fr)_128px_minmax(0,4fr)]">
      <div className="min-w-0">
        <h3 className="text-sm font-medium">
          <Evidence to={`/metrics/${encodeURIComponent(metric.key)}`} asOf={props.asOf} className="hit hover:underline">
            {metric.title}
          </Evidence>
        </h3>
        <p className="num mt-0.5 text-sm">
          <b className="font-semibold">{valueText(now.value, metric.unit)}</b>
          <span className="text-text-3">
            {before === null
              ? ` ${MOVED_WORDS.to(lastDayText(now.end, timeZone))}`
              : `, ${MOVED_WORDS.valueTo(valueText(before.value, metric.unit), lastDayText(before.end, timeZone))}`}
          </span>
          <span className={`font-medium ${TONES[verdict]}`}>
            {delta === null ? '' : ` ${differenceText(delta, metric.unit)}`} {MOVED_WORDS.verdicts[verdict]}
          </span>
        </p>
        <p className="num mt-0.5 text-xs text-text-3">{moved.reason}</p>
        <Nearby moved={moved} timeZone={timeZone} />
      </div>
      <TrendLine
        values={moved.trend}
        lower={moved.lower}
        upper={moved.upper}
        at={moved.trend.length - 1}
        label={MOVED_WORDS.usual(metric.title, rangeText(moved.lower, moved.upper, metric.unit))}
      />
      <div className="min-w-0">
        <Explanations moved={moved} />
        {props.review?.state === 'draft' && <ExplainForm review={props.review} metric={metric} />}
      </div>
    </li>
  );
}

/** Signals only, with the words of both sides, and how much of the rest was noise. */
export function WhatMovedPanel(props: PanelProps) {
  const { moved, more, sentence } = props.content.sections.whatMoved;
  return (
    <SectionPanel section="whatMoved" content={props.content} sentence={sentence}>
      {moved.length === 0 && <p className="mt-2 text-sm text-text-2">{MOVED_WORDS.none}</p>}
      <ul className="mt-2">
        {moved.map((one) => (
          <Row key={one.metric.key} moved={one} props={props} />
        ))}
      </ul>
      {more > 0 && (
        <p className="text-sm">
          <Evidence to="/metrics" asOf={props.asOf} className="lnk">
            {WORDS.more.signals(more)}
          </Evidence>
        </p>
      )}
    </SectionPanel>
  );
}
