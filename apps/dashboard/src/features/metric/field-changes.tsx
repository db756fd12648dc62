import type { Proposal } from '@tandem/contracts/proposals';
import { NONE } from '../../text/number-text.js';
import { FIELD_WORDS } from './field-words.js';

/** What differs between two definitions, field by field. */
export function FieldChanges({ fields }: { readonly fields: Proposal['fields'] }) {
  if (fields.length === 0) return null;
  return (
    <ul className="mt-1 space-y-0.5 text-xs">
      {fields.map(({ field, from, to }) => (
        <li key={field} className="[overflow-wrap:anywhere]">
          <span className="text-text-2">{field}: </span>
          <span className="num">
            <del className="no-underline opacity-80">{from ?? NONE}</del>
            <span aria-label={FIELD_WORDS.becomes}> → </span>
            <ins className="font-medium no-underline">{to ?? NONE}</ins>
          </span>
        </li>
      ))}
    </ul>
  );
}
