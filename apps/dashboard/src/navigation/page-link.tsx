import type { ReactNode } from 'react';
import { Link, useSearch } from 'wouter';
import { addressOf } from './address.js';

export interface PageLinkProps {
  readonly to: string;
  readonly params?: Readonly<Record<string, string | null>>;
  readonly className?: string;
  readonly current?: boolean;
  readonly children: ReactNode;
}

/** A link inside the app that takes along what sticks to the address. */
export function PageLink({ to, params, className, current, children }: PageLinkProps) {
  const search = useSearch();
  return (
    <Link
      href={addressOf(to, search, params)}
      className={className}
      aria-current={current === true ? 'page' : undefined}
    >
      {children}
    </Link>
  );
}
