import type { AlertHandling } from '@tandem/contracts/alert-handling';
import { momentText } from '../../text/time-text.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { seenWords } from './seen-words.js';

type Seen = AlertHandling['seen'];

function BySide({ seen, side }: { readonly seen: Seen; readonly side: keyof Seen }) {
  const first = seen[side];
  return (
    <span className="flex items-start gap-1.5">
      <span className="mt-0.5">
        <DepartmentBox side={side} />
      </span>
      <span>
        <span className="sr">{departmentName(side)}: </span>
        {first === null ? (
          <span className="text-text-2">{seenWords.notYet}</span>
        ) : (
          `${momentText(first.at)}, ${first.by}`
        )}
      </span>
    </span>
  );
}

/** When somebody of each side first opened an alert, and who that was. */
export function SeenBy({ seen }: { readonly seen: Seen }) {
  return (
    <>
      <BySide seen={seen} side="marketing" />
      <BySide seen={seen} side="it" />
    </>
  );
}
