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
import { VERSION_WORDS } from './versions-words.js';

function waitsText(waitsFor: readonly Side[]): string {
  return VERSION_WORDS.waitsFor(waitsFor.map(departmentName));
}

/** Why whoever looks at it cannot sign; null when they can. */
function whyNot(account: Account | null, proposal: Proposal): string | null {
  if (proposal.outdated) return VERSION_WORDS.outdated;
  if (!isSpeaker(account)) return VERSION_WORDS.whoSigns;
  if (!proposal.waitsFor.includes(account.side)) return VERSION_WORDS.hasSigned(departmentName(account.side));
  if (proposal.steps.some(({ step, by }) => step === 'sign' && by?.id === account.personId))
    return VERSION_WORDS.otherSigns;
  const instead = signerInstead(account, proposal.signingTeams);
  return instead === null ? null : VERSION_WORDS.instead(departmentName(account.side), instead);
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
            {VERSION_WORDS.signFor(departmentName(account.side))}
          </button>
        )}
        {isOwn && (
          <button type="button" className="btn" disabled={busy} onClick={() => decide('withdraw', {})}>
            {VERSION_WORDS.withdraw}
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
            {VERSION_WORDS.reason}
            <input
              className="field mt-0.5 w-full"
              value={reason}
              maxLength={2000}
              required
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          <button type="submit" className="btn" disabled={busy}>
            {VERSION_WORDS.refuse}
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
  const from =
    effectiveFrom === null ? VERSION_WORDS.asSoonAsSigned : VERSION_WORDS.from(dateText(effectiveFrom, timeZone));
  return (
    <section className="mt-2 rounded border border-ctl bg-sunken px-3 py-2.5" aria-label={VERSION_WORDS.proposed}>
      <h3 className="text-sm font-semibold">{VERSION_WORDS.changeOf(proposal.baseVersion)}</h3>
      <p className="mt-0.5 text-sm text-text-2">
        {proposal.proposedBy?.name ?? VERSION_WORDS.file}: {proposal.reason}
      </p>
      <p className="num mt-0.5 text-xs text-text-3">
        {VERSION_WORDS.proposedOn(dateText(proposal.proposedAt, timeZone), from, waitsText(proposal.waitsFor))}
      </p>
      <FieldChanges fields={proposal.fields} />
      <button type="button" className="btn mt-2" aria-expanded={shown} onClick={() => setShown(!shown)}>
        {shown ? VERSION_WORDS.hidePreview : VERSION_WORDS.preview}
      </button>
      {shown && <ProposalPreview path={path} timeZone={timeZone} />}
      {session.data && <Decision proposal={proposal} account={session.data.account} />}
    </section>
  );
}
