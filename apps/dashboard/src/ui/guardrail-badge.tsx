import type { GuardrailSummary } from '@tandem/contracts/board';
import { PageLink } from '../navigation/page-link.js';
import { durationText } from '../text/time-text.js';
import { Glyph } from './glyph.js';
import { words } from './ui-words.js';

const SHAPE =
  'inline-flex min-h-[24px] items-center gap-1 whitespace-nowrap rounded px-1.5 text-xs font-medium leading-5';

/** Only what needs a look is shown: a guardrail that holds has no badge. */
export function GuardrailBadge({
  guardrail,
  nowMs,
}: {
  readonly guardrail: GuardrailSummary | null;
  readonly nowMs: number;
}) {
  if (guardrail?.state === 'near') {
    return (
      <span className={`${SHAPE} bg-warn-bg text-warn`}>
        <Glyph name="near" size={11} />
        {words.nearLimit}
      </span>
    );
  }
  if (guardrail?.state === 'error') {
    return (
      <span className={`${SHAPE} bg-warn-bg text-warn`}>
        <Glyph name="near" size={11} />
        {words.guardrailError}
      </span>
    );
  }
  if (guardrail?.state !== 'breached') return null;
  const text = (
    <>
      <Glyph name="breach" size={11} />
      <span className="num">
        {guardrail.since === null ? words.breach : words.breachFor(durationText(nowMs - Date.parse(guardrail.since)))}
      </span>
    </>
  );
  const className = `${SHAPE} bg-bad-bg text-bad`;
  if (guardrail.alertId === null) return <span className={className}>{text}</span>;
  return (
    <PageLink to={`/alerts/${encodeURIComponent(guardrail.alertId)}`} className={`${className} hover:underline`}>
      {text}
    </PageLink>
  );
}
