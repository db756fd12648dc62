import type { AlertActItem, SilenceItem } from '@tandem/contracts/alert-handling';
import type { AlertItem } from '@tandem/contracts/alerts';
import type { ReactNode } from 'react';
import { momentText } from '../../text/time-text.js';
import { Facts } from '../../ui/facts.js';
import { DepartmentBox } from '../../ui/owners.js';
import { CAUSES, lateText, sliceText } from './alert-words.js';
import { SeenBy } from './seen-by.js';
import { seenWords } from './seen-words.js';
import { ALERT } from './alert-page-words.js';

function silenceText({ guardrail, metric, slice, reason, madeBy, endsAt }: SilenceItem): string {
  const told = {
    of: guardrail === null ? (metric?.title ?? null) : null,
    slice: slice && sliceText(slice),
    reason,
    madeBy,
  };
  const until = momentText(endsAt);
  return guardrail === null ? ALERT.silencedMetric({ ...told, until }) : ALERT.silencedGuardrail({ ...told, until });
}

/** Who has seen it, who has it, and what keeps it quiet. */
export function Handling({
  alert,
  silences,
}: {
  readonly alert: AlertItem;
  readonly silences: readonly SilenceItem[];
}) {
  const { acknowledged, assignedTo, cause, closedAt, detectedLate, isInhibited, wantsCause } = alert.handling;
  const quiet = silences.filter(({ endedAt }) => endedAt === null);
  return (
    <section className="panel px-4 py-3" aria-labelledby="handling">
      <h2 id="handling" className="text-base font-semibold">
        {ALERT.onIt}
      </h2>
      <Facts
        facts={[
          {
            term: seenWords.seen,
            detail: (
              <span className="grid gap-1">
                <SeenBy seen={alert.handling.seen} />
              </span>
            ),
          },
          {
            term: ALERT.acknowledged,
            detail: acknowledged === null ? ALERT.byNobody : ALERT.by(acknowledged.by, momentText(acknowledged.until)),
          },
          { term: ALERT.assignedTo, detail: assignedTo === null ? ALERT.nobody : assignedTo.name },
          {
            term: ALERT.cause,
            detail:
              cause === null
                ? wantsCause
                  ? ALERT.noCause
                  : null
                : `${CAUSES[cause.code]}${cause.note === null ? '' : `: ${cause.note}`} (${cause.by})`,
          },
          {
            term: ALERT.closed,
            detail: closedAt === null ? (cause === null ? null : ALERT.stillOn) : momentText(closedAt),
          },
        ]}
      />
      {detectedLate !== null && <p className="mt-3 text-sm">{lateText(detectedLate)}</p>}
      {quiet.map((silence) => (
        <p key={silence.id} role="status" className="mt-3 text-sm text-warn">
          {silenceText(silence)}
        </p>
      ))}
      {isInhibited && <Inhibited />}
    </section>
  );
}

function Inhibited() {
  return (
    <p role="status" className="mt-3 text-sm text-warn">
      {ALERT.inhibited}
    </p>
  );
}

const detail = (act: AlertActItem, name: string): string => {
  const value = act.details[name];
  return typeof value === 'string' ? value : '';
};

function actText(act: AlertActItem): ReactNode {
  switch (act.kind) {
    case 'acknowledge':
      return ALERT.acts.acknowledged(momentText(detail(act, 'until')));
    case 'assign':
      return act.details['to'] === null ? ALERT.acts.unassigned : ALERT.acts.assigned(detail(act, 'name'));
    case 'comment':
      return detail(act, 'text');
    case 'link':
      return <LinkText act={act} />;
    case 'close': {
      const code = detail(act, 'cause');
      const cause = (CAUSES as Readonly<Record<string, string>>)[code] ?? code;
      const note = detail(act, 'note');
      return ALERT.acts.cause(cause, note === '' ? null : note);
    }
  }
}

function LinkText({ act }: { readonly act: AlertActItem }) {
  if (act.details['kind'] === 'deployment') {
    const ref = detail(act, 'ref');
    return ALERT.acts.deployment(detail(act, 'service'), ref === '' ? null : ref);
  }
  const url = detail(act, 'url');
  return (
    <>
      {ALERT.acts.campaign(detail(act, 'title'))}
      {url !== '' && (
        <>
          {' '}
          <a href={url} className="lnk-text" rel="noreferrer noopener">
            {new URL(url).host}
          </a>
        </>
      )}
    </>
  );
}

/** What people did about it, the latest first. */
export function Acts({ acts }: { readonly acts: readonly AlertActItem[] }) {
  if (acts.length === 0) return null;
  return (
    <>
      <h2 className="mb-2 mt-6 text-lg font-semibold">{ALERT.acts.title}</h2>
      <ul className="panel divide-y divide-line">
        {acts.map((act) => (
          <li key={act.id} className="px-4 py-2.5 text-sm">
            <span className="flex flex-wrap items-center gap-x-2 text-xs text-text-3">
              {act.side !== null && <DepartmentBox side={act.side} />}
              <b className="font-medium text-text-2">{act.by}</b>
              <span className="num">{momentText(act.at)}</span>
            </span>
            <p className="mt-0.5 whitespace-pre-wrap break-words">{actText(act)}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
