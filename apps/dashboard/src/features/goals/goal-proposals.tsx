import type { SessionState } from '@tandem/contracts/access';
import type { GoalPage, GoalProposal, GoalProposalList } from '@tandem/contracts/goals';
import { useState } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { dateText } from '../../text/time-text.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { useTask } from '../../ui/use-task.js';
import { FieldChanges } from '../metric/field-changes.js';
import { words } from './goal-agreement-words.js';
import { fieldsInWords } from './goal-words.js';

type Account = NonNullable<SessionState['account']>;

/** Why whoever looks at it cannot sign; null when they can. */
function whyNot(account: Account | null, proposal: GoalProposal): string | null {
  if (account === null || account.personId === null || account.side === null) {
    return words.whoSigns;
  }
  if (proposal.outdated) return words.outdated;
  return proposal.waitsFor.includes(account.side) ? null : words.hasSigned(departmentName(account.side));
}

function Decision({ proposal, account }: { readonly proposal: GoalProposal; readonly account: Account | null }) {
  const [reason, setReason] = useState('');
  const { busy, error, attempt } = useTask();
  const obstacle = whyNot(account, proposal);
  const path = `/goals/${encodeURIComponent(proposal.goal.id)}/proposals/${proposal.id}`;
  const decide = (act: 'sign' | 'refuse' | 'withdraw', body: object) =>
    void attempt(async () => {
      await askJson(`${path}/${act}`, { method: 'POST', body });
      invalidateResources((other) => other.startsWith('/goal') || other.startsWith('/board'), 0);
    });
  const speaks = account !== null && account.personId !== null;
  const isOwn = speaks && (proposal.side === null || proposal.side === account.side);
  return (
    <div className="noprint mt-2 space-y-2 border-t border-line pt-2">
      {obstacle !== null && <p className="text-sm text-text-2">{obstacle}</p>}
      <div className="flex flex-wrap gap-2">
        {obstacle === null && account?.side && (
          <button type="button" className="btn btn-primary" disabled={busy} onClick={() => decide('sign', {})}>
            {words.signFor(departmentName(account.side))}
          </button>
        )}
        {isOwn && (
          <button type="button" className="btn" disabled={busy} onClick={() => decide('withdraw', {})}>
            {words.withdraw}
          </button>
        )}
      </div>
      {speaks && (
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            decide('refuse', { reason });
          }}
        >
          <label className="min-w-0 grow text-xs text-text-2">
            {words.declineReason}
            <input
              className="field mt-0.5 w-full"
              value={reason}
              maxLength={2000}
              required
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
          <button type="submit" className="btn" disabled={busy}>
            {words.decline}
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

function Signatures({ proposal }: { readonly proposal: GoalProposal }) {
  const signed = proposal.steps.filter(({ step }) => step === 'sign');
  return (
    <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-xs text-text-2">
      {(['marketing', 'it'] as const).map((side) => {
        const own = signed.find((step) => step.side === side);
        return (
          <li key={side} className="inline-flex items-center gap-1.5">
            <DepartmentBox side={side} />
            <span className="sr">{departmentName(side)}: </span>
            {own ? words.signedBy(own.by?.name ?? words.somebody) : words.notSigned}
          </li>
        );
      })}
    </ul>
  );
}

function proposedText({ kind, proposedAt, effectiveFrom }: GoalProposal, timeZone: string): string {
  const day = dateText(proposedAt, timeZone);
  if (kind === 'adopt') return words.proposedOn(day);
  return effectiveFrom === null
    ? words.proposedOnAtOnce(day)
    : words.proposedOnFrom(day, dateText(effectiveFrom, timeZone));
}

function Open({ proposal, goal }: { readonly proposal: GoalProposal; readonly goal: GoalPage }) {
  const { timeZone } = goal;
  const session = useResource<SessionState>('/session');
  const isFirst = proposal.kind === 'adopt';
  return (
    <section className="panel mt-4 px-4 py-3" aria-label={isFirst ? words.waits : words.proposed}>
      <h2 className="text-base font-semibold">
        {isFirst ? words.waitsForBoth : words.proposedOf(proposal.baseVersion)}
      </h2>
      {!isFirst && (
        <p className="mt-0.5 text-sm text-text-2">
          {proposal.proposedBy?.name ?? words.file}: {proposal.reason}
        </p>
      )}
      <p className="num mt-0.5 text-xs text-text-3">{proposedText(proposal, timeZone)}</p>
      <Signatures proposal={proposal} />
      <FieldChanges fields={fieldsInWords(proposal.fields, goal)} />
      {session.data && <Decision proposal={proposal} account={session.data.account} />}
    </section>
  );
}

/** What waits for a signature on this goal. */
export function GoalProposals({ goal }: { readonly goal: GoalPage }) {
  const list = useResource<GoalProposalList>(`/goals/${encodeURIComponent(goal.id)}/proposals`);
  const open = list.data?.proposals.filter(({ state }) => state === 'open') ?? [];
  return open.map((proposal) => <Open key={proposal.id} proposal={proposal} goal={goal} />);
}
