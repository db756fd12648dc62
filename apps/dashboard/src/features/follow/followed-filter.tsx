import { useParams } from '../../navigation/use-params.js';
import { FOLLOW_WORDS } from './follow-words.js';
import { useFollowed, useMayFollow } from './use-followed.js';

/** Shows followed metrics only, or all again. Who has no account follows none. */
export function FollowedFilter() {
  const { params, set } = useParams();
  const mayFollow = useMayFollow();
  const followed = useFollowed();
  const isOn = params.get('followed') === 'only';
  if (!mayFollow) return null;
  return (
    <button
      type="button"
      className="btn"
      aria-pressed={isOn}
      disabled={followed === null}
      title={FOLLOW_WORDS.hint}
      onClick={() => set({ followed: isOn ? null : 'only' })}
    >
      {FOLLOW_WORDS.onlyFollowed}
    </button>
  );
}

export function FollowedMark() {
  return (
    <span className="ml-1 text-accent" title={FOLLOW_WORDS.followed}>
      <span aria-hidden="true">★</span>
      <span className="sr">{FOLLOW_WORDS.followed}</span>
    </span>
  );
}
