import type { Owners as OwnersOfSides, Side } from '@tandem/contracts/common';
import { words } from './ui-words.js';

const FRAMES: Record<Side, string> = { marketing: 'border-mkt text-mkt', it: 'border-it text-it px-[3px]' };

/** The lettered box of a department: never a hue alone. */
export function DepartmentBox({ side }: { readonly side: Side }) {
  return (
    <span
      aria-hidden="true"
      className={`inline-flex h-4 min-w-[16px] shrink-0 items-center justify-center rounded-[3px] border-[1.25px] text-[10px] font-semibold leading-none ${FRAMES[side]}`}
    >
      {words.letters[side]}
    </span>
  );
}

export function departmentName(side: Side): string {
  return words.sides[side];
}

function Owner({ side, owners }: { readonly side: Side; readonly owners: OwnersOfSides }) {
  const person = owners[side];
  return (
    <span className="inline-flex items-center gap-1.5 text-sm text-text-2 [overflow-wrap:anywhere]">
      <DepartmentBox side={side} />
      <span className="sr">{words.owner(words.sides[side])} </span>
      {person === null ? <span className="font-medium text-bad">{words.unassigned}</span> : person.name}
    </span>
  );
}

/** Both owners, always in the same order; a missing side is named. */
export function Owners({ owners }: { readonly owners: OwnersOfSides }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-0.5">
      <Owner side="marketing" owners={owners} />
      <Owner side="it" owners={owners} />
    </span>
  );
}
