import type { SessionState } from '@tandem/contracts/access';
import type { Side } from '@tandem/contracts/common';
import type { CheckIn, GoalPage } from '@tandem/contracts/goals';
import { useState, type FormEvent } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { NONE } from '../../text/number-text.js';
import { dateText } from '../../text/time-text.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { useTask } from '../../ui/use-task.js';
import { mayPropose } from '../proposal/may-propose.js';
import { ConfidenceChart } from './confidence-chart.js';
import { words } from './check-in-words.js';

const SIDES: readonly Side[] = ['marketing', 'it'];
const SHOWN = 6;

function Latest({ side, checkIns, timeZone }: { side: Side; checkIns: readonly CheckIn[]; timeZone: string }) {
  const latest = checkIns.find((one) => one.side === side);
  return (
    <div className="min-w-0 flex-1">
      <p className="flex items-center gap-2 text-sm">
        <DepartmentBox side={side} />
        <span>{departmentName(side)}</span>
        <b className="num ml-auto text-lg font-semibold">{latest ? words.of10(latest.confidence) : NONE}</b>
      </p>
      <progress
        className="mt-1"
        max={10}
        value={latest?.confidence ?? 0}
        aria-label={words.confidenceOf(departmentName(side))}
      />
      <p className="num mt-1 text-xs text-text-3">
        {latest ? `${latest.by.name}, ${dateText(latest.at, timeZone)}` : words.none}
      </p>
    </div>
  );
}

function CheckInForm({ goal, side }: { readonly goal: string; readonly side: Side }) {
  const [confidence, setConfidence] = useState(5);
  const [note, setNote] = useState('');
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      const path = `/goals/${encodeURIComponent(goal)}/check-ins`;
      await askJson(path, { method: 'POST', body: { confidence, note } });
      setNote('');
      invalidateResources((other) => other.startsWith('/goals'), 0);
    });
  };
  return (
    <form className="noprint mt-3 space-y-2 border-t border-line pt-3" aria-label={words.checkIn} onSubmit={submit}>
      <label className="block text-sm">
        {words.howSure(departmentName(side))} <b className="num font-semibold">{words.of10(confidence)}</b>
        <input
          type="range"
          min={0}
          max={10}
          step={1}
          className="mt-1 block h-6 w-full"
          value={confidence}
          onChange={(event) => setConfidence(Number(event.target.value))}
        />
      </label>
      <label className="block text-xs text-text-2">
        {words.why}
        <textarea
          className="field mt-0.5 !h-16 w-full py-1"
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </label>
      <button type="submit" className="btn btn-primary" disabled={busy}>
        {words.checkInFor(departmentName(side))}
      </button>
      {error && (
        <p role="alert" className="text-sm text-bad">
          {error.message}
        </p>
      )}
    </form>
  );
}

/** How sure each side is, said by people and never changed afterwards. */
export function CheckInsPanel({ goal }: { readonly goal: GoalPage }) {
  const session = useResource<SessionState>('/session');
  const [all, setAll] = useState(false);
  const shown = all ? goal.checkIns : goal.checkIns.slice(0, SHOWN);
  const account = session.data?.account ?? null;
  const isNow = goal.asKnownAt === null;
  return (
    <section className="panel px-4 py-3" aria-labelledby="check-ins">
      <h2 id="check-ins" className="text-base font-semibold">
        {words.title}
      </h2>
      <div className="mt-2 flex flex-wrap gap-x-6 gap-y-3">
        {SIDES.map((side) => (
          <Latest key={side} side={side} checkIns={goal.checkIns} timeZone={goal.timeZone} />
        ))}
      </div>
      <ConfidenceChart goal={goal} />
      <ul className="mt-3 space-y-2">
        {shown.map((one) => (
          <li key={`${one.at} ${one.by.id}`} className="flex items-start gap-2 text-sm">
            <span className="mt-0.5">
              <DepartmentBox side={one.side} />
            </span>
            <span className="min-w-0">
              <b className="num font-semibold">{one.confidence}</b> {one.note}
              <span className="num block text-xs text-text-3">
                {one.by.name}, {dateText(one.at, goal.timeZone)}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {goal.checkIns.length > SHOWN && (
        <button type="button" className="lnk text-sm" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? words.showFewer : words.showAll(goal.checkIns.length)}
        </button>
      )}
      {isNow && mayPropose(session.data) && account?.side ? <CheckInForm goal={goal.id} side={account.side} /> : null}
    </section>
  );
}
