import { useTask } from '../../ui/use-task.js';
import { FOLLOW_WORDS } from './follow-words.js';
import { follow, useFollowed, useMayFollow } from './use-followed.js';

/** Follows a metric, or follows it no more. */
export function FollowButton({ metric }: { readonly metric: string }) {
  const mayFollow = useMayFollow();
  const followed = useFollowed();
  const { busy, error, attempt } = useTask();
  if (!mayFollow) return null;
  const isFollowed = followed?.has(metric) ?? false;
  return (
    <button
      type="button"
      className="btn"
      aria-pressed={isFollowed}
      title={error?.message ?? FOLLOW_WORDS.hint}
      disabled={followed === null}
      // A button that was disabled while it works would lose the focus of whoever uses the keyboard.
      aria-disabled={busy}
      onClick={() => {
        if (!busy) void attempt(() => follow(metric, !isFollowed));
      }}
    >
      <span aria-hidden="true" className={isFollowed ? 'text-accent' : 'text-text-3'}>
        {isFollowed ? '★' : '☆'}
      </span>
      {isFollowed ? FOLLOW_WORDS.followed : FOLLOW_WORDS.follow}
    </button>
  );
}
