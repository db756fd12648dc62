import type { Clock } from '../ports.js';
import type { AccessJournal } from './access-ports.js';

/** Somebody was turned away. What they sent to be let in with is no part of it. */
export interface Refusal {
  readonly actor: string;
  readonly action: 'access.refused' | 'access.limited' | 'sign-in.refused';
  readonly subjectKind: 'account' | 'route' | 'token' | 'link';
  readonly subjectId: string;
  readonly address: string;
  /** What came with it, for a sign-in or a token. */
  readonly by?: string;
}

export interface CountedRefusals {
  /** Notes a refusal, or counts it when the same was noted in this window already. */
  note(refusal: Refusal): Promise<void>;
  /** Notes how often each was counted; a window that is over, or with the process. */
  flush(): Promise<void>;
}

/** Beyond these, refusals of one window are counted together: first for the address, then for all addresses. */
export const refusalLimits = { windowMs: 15 * 60_000, kindsOfAddress: 10, kinds: 100 } as const;

interface Counted {
  readonly refusal: Refusal;
  readonly since: Date;
  times: number;
}

/**
 * Keeps a flood out of a trail that only grows, and nothing of it from whoever reads the trail: the first refusal of a kind (who, what, from
 * where) is a row at once, and how many followed is one more when its window is over. So a process writes at most two rows for each of a
 * hundred kinds, and for what is beyond them, in a quarter of an hour. The counts are this process's own, and those of a killed one are lost.
 */
export function countedRefusals({
  journal,
  clock,
}: {
  readonly journal: AccessJournal;
  readonly clock: Clock;
}): CountedRefusals {
  let counted = new Map<string, Counted>();
  let windowEnds = 0;
  const write = ({ address, by, ...refusal }: Refusal, now: Date, more: Readonly<Record<string, string | number>>) =>
    journal.note({ ...refusal, details: { ...(by === undefined ? {} : { by }), address, ...more }, now });
  const flush = async (): Promise<void> => {
    const over = counted;
    counted = new Map();
    windowEnds = 0;
    for (const { refusal, since, times } of over.values())
      if (times > 0) await write(refusal, clock(), { times, since: since.toISOString() });
  };
  return {
    flush,
    note: async (given) => {
      const now = clock();
      const isOver = windowEnds !== 0 && now.getTime() >= windowEnds;
      const flushed = isOver ? flush() : Promise.resolve();
      if (windowEnds === 0) windowEnds = now.getTime() + refusalLimits.windowMs;
      const refusal = withinLimits(given, counted);
      const key = keyOf(refusal);
      const known = counted.get(key);
      if (known) known.times += 1;
      else counted.set(key, { refusal, since: now, times: 0 });
      await flushed;
      if (!known) await write(refusal, now, {});
    },
  };
}

function keyOf({ actor, action, subjectKind, subjectId, address, by }: Refusal): string {
  return JSON.stringify([actor, action, subjectKind, subjectId, address, by]);
}

/** The refusal itself, or what it is counted as when there are too many kinds. */
function withinLimits(refusal: Refusal, counted: ReadonlyMap<string, Counted>): Refusal {
  if (counted.has(keyOf(refusal))) return refusal;
  const further = { actor: 'several', action: 'access.refused', subjectKind: 'route', subjectId: 'further' } as const;
  const ofAddress = { ...further, address: refusal.address };
  const kinds = [...counted.values()].filter((one) => one.refusal.address === refusal.address).length;
  const asked = kinds < refusalLimits.kindsOfAddress ? refusal : ofAddress;
  if (counted.has(keyOf(asked)) || counted.size < refusalLimits.kinds) return asked;
  return { ...further, address: 'several' };
}
