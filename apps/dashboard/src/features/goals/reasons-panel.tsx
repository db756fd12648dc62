import type { SessionState } from '@tandem/contracts/access';
import type { GoalPage } from '@tandem/contracts/goals';
import { useState, type FormEvent } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { reasonSentence, statusLabel } from '../../text/status-words.js';
import { dateText } from '../../text/time-text.js';
import { Choice } from '../../ui/choice.js';
import { Glyph, statusGlyph } from '../../ui/glyph.js';
import { useTask } from '../../ui/use-task.js';
import { mayPropose } from '../proposal/may-propose.js';
import { words } from './goal-page-words.js';

type KeyResult = GoalPage['keyResults'][number];

const STATUSES = ['onTrack', 'atRisk', 'offTrack'] as const;

function OverrideForm({ goal, keyResult, close }: { goal: string; keyResult: KeyResult; close: () => void }) {
  const [status, setStatus] = useState('atRisk');
  const [reason, setReason] = useState('');
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      const path = `/goals/${encodeURIComponent(goal)}/key-results/${encodeURIComponent(keyResult.id)}/override`;
      await askJson(path, { method: 'POST', body: { status, reason } });
      invalidateResources((other) => other.startsWith('/goals') || other.startsWith('/board'), 0);
      close();
    });
  };
  return (
    <form className="mt-1 flex flex-wrap items-end gap-2" onSubmit={submit} aria-label={words.anotherStatus}>
      <Choice
        label={words.status}
        value={status}
        options={STATUSES.map((one) => ({ value: one, label: words.statuses[one] }))}
        onChange={setStatus}
      />
      <label className="min-w-[12rem] grow text-xs text-text-2">
        {words.notWhole}
        <input
          className="field mt-0.5 w-full"
          required
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <button type="submit" className="btn btn-primary" disabled={busy}>
        {words.put}
      </button>
      <button type="button" className="btn" onClick={close}>
        {words.cancel}
      </button>
      {error && (
        <p role="alert" className="w-full text-sm text-bad">
          {error.message}
        </p>
      )}
    </form>
  );
}

function Overridden({ keyResult, timeZone }: { readonly keyResult: KeyResult; readonly timeZone: string }) {
  const { override } = keyResult;
  if (override === null) return null;
  const { reckoned, by, at, reason } = override;
  return (
    <span className="mt-0.5 block text-xs text-text-2">
      {words.overridden(
        by.name,
        dateText(at, timeZone),
        reason,
        statusLabel(reckoned.status, reckoned.reason).toLowerCase(),
        reasonSentence(reckoned.reason),
      )}
    </span>
  );
}

function Reason({ goal, keyResult, may }: { goal: GoalPage; keyResult: KeyResult; may: boolean }) {
  const [open, setOpen] = useState(false);
  const isFinal = keyResult.status === 'achieved' || keyResult.status === 'missed';
  return (
    <li className="flex items-start gap-2">
      <span className="mt-[3px]">
        <Glyph name={statusGlyph(keyResult.status, keyResult.statusReason)} />
      </span>
      <div className="min-w-0 grow">
        <PageLink
          to={`/metrics/${encodeURIComponent(keyResult.metric.key)}`}
          params={{ kr: keyResult.id }}
          className="lnk-text"
        >
          {keyResult.metric.title}
        </PageLink>{' '}
        <span className="text-text-2">{reasonSentence(keyResult.statusReason)}</span>
        <Overridden keyResult={keyResult} timeZone={goal.timeZone} />
        {may && !isFinal && goal.published && !open && (
          <button type="button" className="lnk noprint block text-xs" onClick={() => setOpen(true)}>
            {words.putAnother}
            <span className="sr"> {words.ofMetric(keyResult.metric.title)}</span>
          </button>
        )}
        {open && <OverrideForm goal={goal.id} keyResult={keyResult} close={() => setOpen(false)} />}
      </div>
    </li>
  );
}

/** Why each key result stands as it does; who may sign can put another status in its place, with the reason. */
export function ReasonsPanel({ goal }: { readonly goal: GoalPage }) {
  const session = useResource<SessionState>('/session');
  const role = session.data?.account?.role;
  const may = goal.asKnownAt === null && mayPropose(session.data) && (role === 'owner' || role === 'administrator');
  return (
    <section className="panel px-4 py-3" aria-labelledby="why">
      <h2 id="why" className="text-base font-semibold">
        {words.why}
      </h2>
      <ul className="mt-2 space-y-2 text-sm">
        {goal.keyResults.map((result) => (
          <Reason key={result.id} goal={goal} keyResult={result} may={may} />
        ))}
      </ul>
    </section>
  );
}
