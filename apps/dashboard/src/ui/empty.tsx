import type { ReactNode } from 'react';
import { PageLink, type PageLinkProps } from '../navigation/page-link.js';

interface EmptyProps {
  readonly title: string;
  /** Where the one thing is done that helps, for whoever may do it. */
  readonly action?:
    { readonly to: string; readonly label: string; readonly params?: PageLinkProps['params'] } | undefined;
  readonly children: ReactNode;
}

/** Nothing here: the rule, and what to do. */
export function Empty({ title, action, children }: EmptyProps) {
  return (
    <section className="panel mt-4 px-6 py-10 text-center">
      <h2 className="text-lg font-semibold">{title}</h2>
      <p className="mx-auto mt-1 max-w-[60ch] text-sm text-text-2">{children}</p>
      {action && (
        <p className="noprint mt-3">
          <PageLink to={action.to} params={action.params ?? {}} className="btn">
            {action.label}
          </PageLink>
        </p>
      )}
    </section>
  );
}
