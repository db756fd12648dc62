import type { ReactNode } from 'react';
import type { ApiError } from '../api/api-error.js';
import { PageLink } from '../navigation/page-link.js';
import { Glyph } from './glyph.js';

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function advice(error: ApiError): string {
  if (error.status === 404) return 'It may have been removed or renamed.';
  return error.passing ? 'It is asked for again by itself.' : 'Nothing was changed.';
}

/** A question that got no answer: what happened, where it was wrong, what happens next. */
export function Trouble({ error, children }: { readonly error: ApiError; readonly children?: ReactNode }) {
  // The message repeats its issues in one line: several of them read better as a list.
  const issues = error.problem?.issues ?? [];
  return (
    <section className="panel mt-4 flex gap-3 px-4 py-4" role="alert">
      <span className="mt-0.5">
        <Glyph name="breach" size={16} />
      </span>
      <div className="min-w-0">
        <h2 className="text-base font-semibold">{error.status === 404 ? 'Not found' : 'This could not be shown'}</h2>
        <p className="mt-0.5 text-sm text-text-2">
          {issues.length > 1 ? 'Several things are wrong.' : sentence(error.message)} {advice(error)}
        </p>
        {issues.length > 1 && (
          <ul className="mt-1 list-disc pl-5 text-sm text-text-2">
            {issues.map((issue) => (
              <li key={`${issue.field} ${issue.reason}`}>
                <b className="font-medium">{issue.field}</b>: {issue.reason}
              </li>
            ))}
          </ul>
        )}
        <p className="mt-2 text-sm">
          {children ?? (
            <PageLink to="/board" params={{ period: null, asOf: null }} className="lnk">
              Back to the board
            </PageLink>
          )}
        </p>
      </div>
    </section>
  );
}
