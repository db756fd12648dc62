import type { ReactNode } from 'react';

export interface Fact {
  readonly term: string;
  readonly detail: ReactNode;
}

/** Terms and what they mean here, in two columns. Facts without a detail are left out. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="mt-2 grid grid-cols-[minmax(88px,auto)_1fr] gap-x-3 gap-y-1.5 text-sm">
      {facts
        .filter((fact) => fact.detail !== null)
        .map((fact) => (
          <div key={fact.term} className="contents">
            <dt className="text-text-3">{fact.term}</dt>
            <dd className="min-w-0 [&>.lnk]:-my-0.5">{fact.detail}</dd>
          </div>
        ))}
    </dl>
  );
}
