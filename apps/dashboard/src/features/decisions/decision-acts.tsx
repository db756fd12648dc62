import type { SessionState } from '@tandem/contracts/access';
import type { Decision } from '@tandem/contracts/decisions';
import { useState, type FormEvent } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { PageLink } from '../../navigation/page-link.js';
import { departmentName } from '../../ui/owners.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { mayAct } from '../proposal/may-propose.js';
import { isSpeaker } from '../proposal/may-sign.js';
import { PAGE, WORDS } from './decision-words.js';

type Account = NonNullable<SessionState['account']>;

/** What whoever looks at it can do: put forward, sign, decline, withdraw. */
export function DecisionActs({ decision, account }: { readonly decision: Decision; readonly account: Account | null }) {
  const [reason, setReason] = useState('');
  const { busy, error, attempt } = useTask();
  if (!isSpeaker(account) || (decision.status !== 'draft' && decision.status !== 'waiting')) return null;
  const act = (name: string, body: object): void =>
    void attempt(async () => {
      await askJson(`/decisions/${decision.id}/${name}`, { method: 'POST', body });
      invalidateResources((path) => /^\/(decisions|communication-gaps|agreements)/.test(path), 0);
    });
  const isOwn = decision.side === null || decision.side === account.side;
  const signs = account.role === 'owner' || account.role === 'administrator';
  const isWaitedFor = decision.waitsFor.includes(account.side);
  const decline = (event: FormEvent): void => {
    event.preventDefault();
    act('refuse', { reason });
  };
  return (
    <section className="panel noprint mt-4 space-y-3 px-4 py-3" aria-label={PAGE.acts}>
      {decision.status === 'waiting' && !isWaitedFor && (
        <p className="text-sm text-text-2">{PAGE.hasSigned(departmentName(account.side))}</p>
      )}
      <div className="flex flex-wrap gap-2">
        {decision.status === 'draft' && mayAct(account) && (
          <>
            <button type="button" className="btn btn-primary" disabled={busy} onClick={() => act('propose', {})}>
              {WORDS.putForward}
            </button>
            <PageLink to={`/decisions/${decision.id}/edit`} className="btn">
              {PAGE.edit}
            </PageLink>
          </>
        )}
        {isWaitedFor && signs && (
          <button type="button" className="btn btn-primary" disabled={busy} onClick={() => act('sign', {})}>
            {PAGE.signFor(departmentName(account.side))}
          </button>
        )}
        {isOwn && mayAct(account) && (
          <button type="button" className="btn" disabled={busy} onClick={() => act('withdraw', {})}>
            {PAGE.withdraw}
          </button>
        )}
      </div>
      {decision.status === 'waiting' && signs && (
        <form className="flex max-w-[480px] flex-wrap items-end gap-2" onSubmit={decline}>
          <div className="min-w-0 grow">
            <FormField label={PAGE.declineReason} name="reason" value={reason} onChange={setReason} error={error} />
          </div>
          <button type="submit" className="btn" disabled={busy}>
            {PAGE.decline}
          </button>
        </form>
      )}
      <FormError error={error} fields={['reason']} />
    </section>
  );
}
