import type { Proposal } from '@tandem/contracts/proposals';
import { FIELD_WORDS } from './field-words.js';

interface FieldChangesProps {
  readonly fields: Proposal['fields'];
  /** There was nothing before: what stands there now is all that there is to say. */
  readonly isNew?: boolean;
}

/** What differs between two definitions, field by field. */
export function FieldChanges({ fields, isNew = false }: FieldChangesProps) {
  if (fields.length === 0) return null;
  return (
    <ul className="mt-1 space-y-0.5 text-xs">
      {fields.map(({ field, from, to }) => (
        <li key={field} className="[overflow-wrap:anywhere]">
          <span className="text-text-2">{field}: </span>
          <span className="num">
            {!isNew && (
              <>
                <del className="no-underline opacity-80">{from ?? FIELD_WORDS.absent}</del>
                <span aria-label={FIELD_WORDS.becomes}> → </span>
              </>
            )}
            <ins className="font-medium no-underline">{to ?? FIELD_WORDS.absent}</ins>
          </span>
        </li>
      ))}
    </ul>
  );
}
