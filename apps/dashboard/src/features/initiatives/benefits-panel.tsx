import type { BenefitCheck, InitiativePage } from '@tandem/contracts/initiatives';
import { PageLink } from '../../navigation/page-link.js';
import { distanceText, shareText } from '../../text/number-text.js';
import { localDateText } from '../../text/time-text.js';
import { Facts } from '../../ui/facts.js';
import { BenefitMark } from './gate-mark.js';
import { BENEFIT_WORDS as words } from './initiative-page-words.js';
import { monthText, WORDS } from './initiative-words.js';

function Measured({ page, benefits }: { readonly page: InitiativePage; readonly benefits: BenefitCheck }) {
  const { metric, launchedOn } = page;
  const { effect, share } = benefits;
  const precision = metric?.precision ?? 2;
  const inUnit = (value: number) => distanceText(value.toFixed(precision), metric?.unit ?? '');
  const signed = (value: number) => `${value < 0 ? '−' : ''}${inUnit(Math.abs(value))}`;
  return (
    <Facts
      facts={[
        { term: words.launched, detail: launchedOn === null ? null : localDateText(launchedOn) },
        {
          term: words.metric,
          detail: metric && (
            <PageLink to={`/metrics/${encodeURIComponent(metric.key)}`} className="lnk">
              {metric.title}
            </PageLink>
          ),
        },
        {
          term: words.moved,
          detail: effect && (
            <span className="num">
              {words.movedBy(
                effect.value < 0 ? words.otherWay(inUnit(-effect.value)) : inUnit(effect.value),
                signed(effect.low),
                signed(effect.high),
                effect.pointsBefore,
                effect.pointsAfter,
              )}
            </span>
          ),
        },
        {
          term: words.ofPromise,
          detail: share && (
            <span className="num">
              {words.share(shareText(Number(share.value)), shareText(Number(share.low)), shareText(Number(share.high)))}
            </span>
          ),
        },
        {
          term: WORDS.paysBack,
          detail: share && (
            <span className="num">
              {words.payback(
                monthText(benefits.paybackMonth),
                monthText(benefits.promisedMonth),
                monthText(benefits.paybackLow),
                monthText(benefits.paybackHigh),
              )}
            </span>
          ),
        },
      ]}
    />
  );
}

/** What was launched against what it promised: the metric before and since, and what that makes of the case. */
export function BenefitsPanel({ page }: { readonly page: InitiativePage }) {
  const { benefits } = page;
  if (benefits === null) return null;
  return (
    <section className="panel min-w-0 px-4 py-3" aria-labelledby="benefits">
      <div className="flex flex-wrap items-center gap-3">
        <h2 id="benefits" className="text-base font-semibold">
          {WORDS.sinceLaunch}
        </h2>
        <BenefitMark verdict={benefits.verdict} />
      </div>
      {benefits.why !== null && <p className="mt-1 text-sm text-text-2">{words.unknown[benefits.why]}</p>}
      <Measured page={page} benefits={benefits} />
      <p className="mt-2 text-xs text-text-3">{words.rule}</p>
    </section>
  );
}
