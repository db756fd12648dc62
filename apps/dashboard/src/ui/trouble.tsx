import type { ReactNode } from 'react';
import type { ApiError } from '../api/api-error.js';
import { askFailedAgain } from '../api/resource-store.js';
import { PageLink } from '../navigation/page-link.js';
import { Glyph } from './glyph.js';
import { words } from './ui-words.js';

export function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function advice(error: ApiError): string {
  if (error.status === 404) return words.trouble.removed;
  if (error.status === 403) return words.trouble.forbidden;
  return error.passing ? words.trouble.again : words.trouble.unchanged;
}

/** For what can succeed without anything being changed. One button asks for all that failed: it mostly failed together. */
export function TryAgain({ error }: { readonly error: ApiError }) {
  return (
    error.passing && (
      <button type="button" className="btn" onClick={askFailedAgain}>
        {words.tryAgain}
      </button>
    )
  );
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
        <h2 className="text-base font-semibold">
          {error.status === 404 ? words.trouble.notFound : words.trouble.notShown}
        </h2>
        <p className="mt-0.5 text-sm text-text-2">
          {issues.length > 1 ? words.trouble.several : sentence(error.message)} {advice(error)}
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
        <p className="noprint mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
          {children ?? (
            <>
              <TryAgain error={error} />
              <PageLink to="/board" params={{ period: null, asOf: null }} className="lnk">
                {words.trouble.toBoard}
              </PageLink>
            </>
          )}
        </p>
      </div>
    </section>
  );
}
