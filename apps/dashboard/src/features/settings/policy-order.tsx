import { useEffect, useRef, useState } from 'react';
import { sendJson } from '../../api/request.js';
import { countText } from '../../text/number-text.js';
import { useTask } from '../../ui/use-task.js';
import { POLICY } from './routing-words.js';
import { refreshAfterChange } from './use-thing.js';

type Direction = -1 | 1;
type Move = (id: string, by: Direction) => void;

const buttonId = (id: string, by: Direction): string => `move-${by === 1 ? 'later' : 'earlier'}-${id}`;

/** Moves a policy one place in the order in which they are asked, from the order that is seen here. */
export function usePolicyOrder(ids: readonly string[]) {
  const { busy, error, attempt } = useTask();
  const [said, setSaid] = useState('');
  const focus = useRef<{ readonly id: string; readonly by: Direction } | null>(null);
  const order = ids.join(' ');
  // A row that moves takes the focus with it; at an end it goes to the way back.
  useEffect(() => {
    if (focus.current === null) return;
    const { id, by } = focus.current;
    focus.current = null;
    const ways = [by, by === 1 ? -1 : 1] as const;
    const buttons = ways.map((way) => document.getElementById(buttonId(id, way)));
    buttons.find((button) => button instanceof HTMLButtonElement && !button.disabled)?.focus();
  }, [order]);
  const move: Move = (id, by) => {
    const place = ids.indexOf(id) + by;
    const other = ids[place];
    if (busy || other === undefined) return;
    const moved = ids.map((one) => (one === id ? other : one === other ? id : one));
    setSaid('');
    void attempt(async () => {
      try {
        await sendJson('/configuration/alert-policy-order', { method: 'PUT', body: { order: moved, seen: ids } });
        focus.current = { id, by };
        setSaid(POLICY.moved(id, countText(place + 1), countText(ids.length)));
      } finally {
        // Also where somebody else was faster: then the list shows what stands.
        refreshAfterChange();
      }
    });
  };
  return { move, said, error };
}

/** The place of a policy, and a button to each side of it. */
export function MoveButtons({
  id,
  ids,
  move,
}: {
  readonly id: string;
  readonly ids: readonly string[];
  readonly move: Move;
}) {
  const place = ids.indexOf(id);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <span className="num min-w-[1.5rem]">{countText(place + 1)}</span>
      {([-1, 1] as const).map((by) => (
        <button
          key={by}
          type="button"
          id={buttonId(id, by)}
          className="btn"
          disabled={place + by < 0 || place + by >= ids.length}
          onClick={() => move(id, by)}
        >
          {by === 1 ? POLICY.later : POLICY.earlier}
          <span className="sr"> {POLICY.ofPolicy(id)}</span>
        </button>
      ))}
    </span>
  );
}
