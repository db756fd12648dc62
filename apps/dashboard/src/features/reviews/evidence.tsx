import { createContext, useContext, type ReactNode } from 'react';
import { PageLink } from '../../navigation/page-link.js';

/** Whoever was invited to one review has no other page to go to: there sentences stand without links. */
export const EvidenceLinks = createContext(true);

interface EvidenceProps {
  readonly to: string;
  /** Of a frozen review: the page shows what was known then. */
  readonly asOf: string | null;
  readonly className?: string;
  readonly children: ReactNode;
}

/** What a sentence rests on, one click away. */
export function Evidence({ to, asOf, className = 'hover:underline', children }: EvidenceProps) {
  if (!useContext(EvidenceLinks)) return <>{children}</>;
  if (to.startsWith('#')) {
    return (
      <a href={to} className={className}>
        {children}
      </a>
    );
  }
  return (
    <PageLink to={to} params={{ asOf, period: null }} className={className}>
      {children}
    </PageLink>
  );
}
