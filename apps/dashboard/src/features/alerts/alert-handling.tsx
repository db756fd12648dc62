import type { AlertActItem, SilenceItem } from '@tandem/contracts/alert-handling';
import type { AlertItem } from '@tandem/contracts/alerts';
import type { ReactNode } from 'react';
import { timeText } from '../../text/time-text.js';
import { Facts } from '../../ui/facts.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { CAUSES } from './alert-words.js';

const utc = (instant: string): string => `${timeText(instant, 'UTC')} UTC`;

function Seen({ alert, side }: { readonly alert: AlertItem; readonly side: 'marketing' | 'it' }) {
  const seen = alert.handling.seen[side];
  return (
    <span className="flex items-start gap-1.5">
      <span className="mt-0.5">
        <DepartmentBox side={side} />
      </span>
      <span>
        <span className="sr">{departmentName(side)}: </span>
        {seen === null ? <span className="text-text-2">not yet</span> : `${utc(seen.at)}, ${seen.by}`}
      </span>
    </span>
  );
}

function silenceText({ guardrail, metric, reason, madeBy, endsAt }: SilenceItem): string {
  const what = guardrail === null ? `every guardrail of ${metric?.title ?? 'this metric'}` : 'this guardrail';
  return `Nobody is told of ${what} until ${utc(endsAt)}: ${reason} (${madeBy}). What goes on then is told.`;
}

/** Who has seen it, who has it, and what keeps it quiet. */
export function Handling({
  alert,
  silences,
}: {
  readonly alert: AlertItem;
  readonly silences: readonly SilenceItem[];
}) {
  const { acknowledged, assignedTo, cause, closedAt, isInhibited, wantsCause } = alert.handling;
  const quiet = silences.filter(({ endedAt }) => endedAt === null);
  return (
    <section className="panel px-4 py-3" aria-labelledby="handling">
      <h2 id="handling" className="text-base font-semibold">
        Who is on it
      </h2>
      <Facts
        facts={[
          {
            term: 'Seen',
            detail: (
              <span className="grid gap-1">
                <Seen alert={alert} side="marketing" />
                <Seen alert={alert} side="it" />
              </span>
            ),
          },
          {
            term: 'Acknowledged',
            detail: acknowledged === null ? 'by nobody' : `by ${acknowledged.by}, until ${utc(acknowledged.until)}`,
          },
          { term: 'Assigned to', detail: assignedTo === null ? 'nobody' : assignedTo.name },
          {
            term: 'Cause',
            detail:
              cause === null
                ? wantsCause
                  ? 'not given: it is over, and nobody has said why it was'
                  : null
                : `${CAUSES[cause.code]}${cause.note === null ? '' : `: ${cause.note}`} (${cause.by})`,
          },
          {
            term: 'Closed',
            detail: closedAt === null ? (cause === null ? null : 'no: the breach goes on') : utc(closedAt),
          },
        ]}
      />
      {quiet.map((silence) => (
        <p key={silence.id} role="status" className="mt-3 text-sm text-warn">
          {silenceText(silence)}
        </p>
      ))}
      {isInhibited && (
        <p role="status" className="mt-3 text-sm text-warn">
          Nobody was told yet: a graver alert fires, and this one waits behind it. If it goes on when that is over, it
          is told.
        </p>
      )}
    </section>
  );
}

const detail = (act: AlertActItem, name: string): string => {
  const value = act.details[name];
  return typeof value === 'string' ? value : '';
};

function actText(act: AlertActItem): ReactNode {
  switch (act.kind) {
    case 'acknowledge':
      return `acknowledged it until ${utc(detail(act, 'until'))}`;
    case 'assign':
      return act.details['to'] === null ? 'took the assignment away' : `assigned it to ${detail(act, 'name')}`;
    case 'comment':
      return detail(act, 'text');
    case 'link':
      return <LinkText act={act} />;
    case 'close': {
      const code = detail(act, 'cause');
      const cause = (CAUSES as Readonly<Record<string, string>>)[code] ?? code;
      const note = detail(act, 'note');
      return `gave the cause: ${cause}${note === '' ? '' : `: ${note}`}`;
    }
  }
}

function LinkText({ act }: { readonly act: AlertActItem }) {
  if (act.details['kind'] === 'deployment') {
    const ref = detail(act, 'ref');
    return `linked the deployment of ${detail(act, 'service')}${ref === '' ? '' : ` (${ref})`}`;
  }
  const url = detail(act, 'url');
  return (
    <>
      linked the campaign {detail(act, 'title')}
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
      <h2 className="mb-2 mt-6 text-lg font-semibold">What people did</h2>
      <ul className="panel divide-y divide-line">
        {acts.map((act) => (
          <li key={act.id} className="px-4 py-2.5 text-sm">
            <span className="flex flex-wrap items-center gap-x-2 text-xs text-text-3">
              {act.side !== null && <DepartmentBox side={act.side} />}
              <b className="font-medium text-text-2">{act.by}</b>
              <span className="num">{utc(act.at)}</span>
            </span>
            <p className="mt-0.5 whitespace-pre-wrap break-words">{actText(act)}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
