import type { ReviewSections } from '@tandem/contracts/reviews';
import { localDayText } from '../../text/time-text.js';
import { Evidence } from './evidence.js';
import { DAY_STATES, WORDS } from './review-words.js';
import { SectionPanel, type PanelProps } from './section-panel.js';

type Breaches = ReviewSections['breaches'];
type DayState = Breaches['strips'][number]['days'][number];

/** Shape says it as well as hue: plain, hatched, filled with a cross-line, dashed. */
function Day({ state }: { readonly state: DayState }) {
  return (
    <svg viewBox="0 0 20 16" preserveAspectRatio="none" className="h-4 w-full" aria-hidden="true">
      {state === 'inside' && <rect x="0.5" y="0.5" width="19" height="15" rx="2" fill="var(--track)" />}
      {state === 'near' && (
        <>
          <rect x="0.5" y="0.5" width="19" height="15" rx="2" fill="var(--warn-bg)" stroke="var(--warn-mark)" />
          <path d="M2 15 17 1M9 15l9-8M1 9l8-8" stroke="var(--warn-mark)" strokeWidth="1.6" />
        </>
      )}
      {state === 'breach' && <rect x="0.5" y="0.5" width="19" height="15" rx="2" fill="var(--bad-mark)" />}
      {state === 'noData' && (
        <rect
          x="0.5"
          y="0.5"
          width="19"
          height="15"
          rx="2"
          fill="none"
          stroke="var(--text-3)"
          strokeDasharray="2.4 1.9"
        />
      )}
    </svg>
  );
}

/** "5 to 7 Nov breach, 8 Nov no data", for whoever does not see the strip. */
function stripText(dates: readonly string[], days: readonly DayState[]): string {
  const runs: { state: DayState; from: string; to: string }[] = [];
  days.forEach((state, index) => {
    const date = dates[index];
    if (date === undefined) return;
    const last = runs.at(-1);
    if (last?.state === state) last.to = date;
    else runs.push({ state, from: date, to: date });
  });
  return runs
    .map(({ state, from, to }) => {
      const time = from === to ? localDayText(from) : WORDS.fromTo(localDayText(from), localDayText(to));
      return WORDS.dayRun(time, DAY_STATES[state]);
    })
    .join(', ');
}

function Legend() {
  return (
    <ul
      className="mt-2 flex flex-wrap gap-x-4 gap-y-1 border-t border-line pt-2 text-xs text-text-3"
      aria-hidden="true"
    >
      {(Object.keys(DAY_STATES) as DayState[]).map((state) => (
        <li key={state} className="flex items-center gap-1.5">
          <span className="block w-5">
            <Day state={state} />
          </span>
          {DAY_STATES[state]}
        </li>
      ))}
    </ul>
  );
}

/** Fourteen days of each guardrail that did not hold on all of them. */
export function BreachesPanel({ content, asOf }: PanelProps) {
  const { dates, strips, more, sentence } = content.sections.breaches;
  return (
    <SectionPanel section="breaches" content={content} sentence={sentence}>
      {strips.length === 0 ? (
        <p className="mt-2 text-sm text-text-2">{WORDS.noBreach}</p>
      ) : (
        <>
          <div className="num mt-2 hidden grid-cols-[minmax(0,2fr)_minmax(0,3fr)] gap-3 sm:grid" aria-hidden="true">
            <span />
            <span className="grid grid-cols-[repeat(14,minmax(0,1fr))] gap-0.5 text-center text-2xs text-text-3">
              {dates.map((date) => (
                <span key={date}>{Number(date.slice(8))}</span>
              ))}
            </span>
          </div>
          <ul>
            {strips.map((strip) => (
              <li
                key={strip.id}
                className="grid gap-x-3 gap-y-1 py-1.5 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] sm:items-center"
              >
                <div className="min-w-0">
                  <h3 className="text-sm font-medium">
                    <Evidence to={strip.evidence} asOf={asOf} className="hit hover:underline">
                      {strip.title}
                    </Evidence>
                  </h3>
                  <p className="num text-xs text-text-3">{strip.text}</p>
                </div>
                <div
                  role="img"
                  aria-label={stripText(dates, strip.days)}
                  className="grid grid-cols-[repeat(14,minmax(0,1fr))] gap-0.5"
                >
                  {strip.days.map((state, index) => (
                    <Day key={dates[index] ?? index} state={state} />
                  ))}
                </div>
              </li>
            ))}
          </ul>
          {more > 0 && (
            <Evidence to="/guardrails" asOf={asOf} className="lnk text-sm">
              {WORDS.more.guardrails(more)}
            </Evidence>
          )}
          <Legend />
        </>
      )}
    </SectionPanel>
  );
}
