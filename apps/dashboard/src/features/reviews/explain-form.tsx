import type { SessionState } from '@tandem/contracts/access';
import type { ReviewPage } from '@tandem/contracts/reviews';
import { useState, type FormEvent } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { departmentName } from '../../ui/owners.js';
import { useTask } from '../../ui/use-task.js';
import { mayPropose } from '../proposal/may-propose.js';
import { MOVED_WORDS } from './review-words.js';

interface ExplainFormProps {
  readonly review: ReviewPage;
  readonly metric: { readonly key: string; readonly title: string };
}

/** Before the meeting: the word of a side about what moved. */
export function ExplainForm({ review, metric }: ExplainFormProps) {
  const session = useResource<SessionState>('/session').data;
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const { busy, error, attempt } = useTask();
  const side = session?.account?.side ?? null;
  if (side === null || !mayPropose(session)) return null;
  if (!open) {
    return (
      <button type="button" className="btn noprint mt-1" onClick={() => setOpen(true)}>
        {MOVED_WORDS.explain} <span className="sr">{metric.title}</span>
      </button>
    );
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      await askJson(`/reviews/${review.number}/explanations`, { method: 'POST', body: { metric: metric.key, text } });
      setOpen(false);
      setText('');
      invalidateResources((path) => path.startsWith('/reviews'), 0);
    });
  };
  return (
    <form className="noprint mt-1 grid gap-2" aria-label={MOVED_WORDS.explainMetric(metric.title)} onSubmit={submit}>
      <label className="text-xs text-text-2">
        {MOVED_WORDS.whyFor(departmentName(side))}
        <textarea
          className="field mt-0.5 !h-14 w-full py-1"
          maxLength={500}
          required
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <span className="flex gap-2">
        <button type="submit" className="btn btn-primary" disabled={busy}>
          {MOVED_WORDS.say}
        </button>
        <button type="button" className="btn" onClick={() => setOpen(false)}>
          {MOVED_WORDS.cancel}
        </button>
      </span>
      {error && (
        <p role="alert" className="text-sm text-bad">
          {error.message}
        </p>
      )}
    </form>
  );
}
