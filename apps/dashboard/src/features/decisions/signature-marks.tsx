import type { Decision } from '@tandem/contracts/decisions';
import { Glyph } from '../../ui/glyph.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { WORDS } from './decision-words.js';

/** Whether each side has signed, always in the same order. */
export function SignatureMarks({ decision }: { readonly decision: Decision }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-text-2">
      {(['marketing', 'it'] as const).map((side) => {
        const own = decision.steps.find((step) => step.step === 'sign' && step.side === side);
        return (
          <li key={side} className="inline-flex items-center gap-1.5">
            <DepartmentBox side={side} />
            <span className="sr">{departmentName(side)}: </span>
            {own && <Glyph name="onTrack" />}
            {own ? WORDS.signedBy(own.by?.name ?? WORDS.somebody) : WORDS.open}
          </li>
        );
      })}
    </ul>
  );
}
