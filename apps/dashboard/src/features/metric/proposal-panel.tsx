import type { SessionState } from '@tandem/contracts/access';
import type { Side } from '@tandem/contracts/common';
import type { Proposal } from '@tandem/contracts/proposals';
import { useState } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { dateText } from '../../text/time-text.js';
import { departmentName } from '../../ui/owners.js';
import { mayAct } from '../proposal/may-propose.js';
import { useTask } from '../../ui/use-task.js';
import { isSpeaker, signerInstead, type Account } from '../proposal/may-sign.js';
import { ProposalPreview } from './definition-preview.js';
import { FieldChanges } from './field-changes.js';

function waitsText(waitsFor: readonly Side[]): string {
  return `Waits for ${waitsFor.map(departmentName).join(' and ')}.`;
}

/** Why whoever looks at it cannot sign; null when they can. */
function whyNot(account: Account | null, proposal: Proposal): string | null {
  if (proposal.outdated) return 'Another change has become a version since. Withdraw this one and propose it anew.';
  if (!isSpeaker(account)) return 'People who own something sign: an administrator says which person you are.';
  if (!proposal.waitsFor.includes(account.side)) return `${departmentName(account.side)} has signed.`;
  if (proposal.steps.some(({ step, by }) => step === 'sign' && by?.id === account.personId))
    return 'You signed for the other side: now another person signs for this one.';
  const instead = signerInstead(account, proposal.signingTeams);
  return instead === null ? null : `For ${departmentName(account.side)}, ${instead} signs or refuses.`;
}

function Decision({ proposal, account }: { readonly proposal: Proposal; readonly account: Account | null }) {
  const [reason, setReason] = useState('');
  const { busy, error, attempt } = useTask();
  const obstacle = whyNot(account, proposal);
  const path = `/metrics/${encodeURIComponent(proposal.metric.key)}/proposals/${proposal.id}`;
  const decide = (act: 'sign' | 'refuse' | 'withdraw', body: object) =>
    void attempt(async () => {
      await askJson(`${path}/${act}`, { method: 'POST', body });
      invalidateResources((other) => other.startsWith('/metrics'), 0);
    });
  const decides = isSpeaker(account) && signerInstead(account, proposal.signingTeams) === null;
  const isOwn = mayAct(account) && (proposal.side === null || proposal.side === account?.side);
  return (
    <div className="noprint mt-2 space-y-2 border-t border-line pt-2">
      {obstacle !== null && <p className="text-sm text-text-2">{obstacle}</p>}
      <div className="flex flex-wrap gap-2">
        {obstacle === null && account?.side && (
          <button type="button" className="btn btn-primary" disabled={busy} onClick={() => decide('sign', {})}>
            Sign for {departmentName(account.side)}
          </button>
        )}
        {isOwn && (
          <button type="button" className="btn" disabled={busy} onClick={() => decide('withdraw', {})}>
            Withdraw
          </button>
        )}
      </div>
      {decides && (
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            decide('refuse', { reason });
          }}
        >
          <label className="min-w-0 grow text-xs text-text-2">
            Reason to refuse
            <input
              className="field mt-0.5 w-full"
              value={reason}
              maxLength={2000}
              required
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          <button type="submit" className="btn" disabled={busy}>
            Refuse
          </button>
        </form>
      )}
      {error && (
        <p role="alert" className="text-sm text-bad">
          {error.message}
        </p>
      )}
    </div>
  );
}

/** A change that waits: what it changes, what that does to the numbers, and the decision on it. */
export function ProposalPanel({ proposal, timeZone }: { readonly proposal: Proposal; readonly timeZone: string }) {
  const [shown, setShown] = useState(false);
  const session = useResource<SessionState>('/session');
  const path = `/metrics/${encodeURIComponent(proposal.metric.key)}/proposals/${proposal.id}/preview`;
  const { effectiveFrom } = proposal;
  const from = effectiveFrom === null ? 'as soon as it is signed' : `from ${dateText(effectiveFrom, timeZone)}`;
  return (
    <section className="mt-2 rounded border border-ctl bg-sunken px-3 py-2.5" aria-label="Proposed change">
      <h3 className="text-sm font-semibold">Proposed change of version {proposal.baseVersion}</h3>
      <p className="mt-0.5 text-sm text-text-2">
        {proposal.proposedBy?.name ?? 'A configuration file'}: {proposal.reason}
      </p>
      <p className="num mt-0.5 text-xs text-text-3">
        Proposed {dateText(proposal.proposedAt, timeZone)}; takes effect {from}. {waitsText(proposal.waitsFor)}
      </p>
      <FieldChanges fields={proposal.fields} />
      <button type="button" className="btn mt-2" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {shown ? 'Hide the preview' : 'Preview old against new'}
      </button>
      {shown && <ProposalPreview path={path} timeZone={timeZone} />}
      {session.data && <Decision proposal={proposal} account={session.data.account} />}
    </section>
  );
}
