import type { ReactNode } from 'react';
import { useTitle } from './use-title.js';
import { words } from './ui-words.js';

interface PageHeadingProps {
  readonly title: string;
  readonly crumbs?: ReactNode;
  readonly children?: ReactNode;
  /** Controls at the right; left out on paper. */
  readonly controls?: ReactNode;
}

export function PageHeading({ title, crumbs, children, controls }: PageHeadingProps) {
  useTitle(title);
  return (
    <>
      {crumbs !== undefined && (
        <nav aria-label={words.breadcrumb} className="mb-1 text-sm text-text-3">
          {crumbs}
        </nav>
      )}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-[320px]">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {children}
        </div>
        {controls !== undefined && <div className="noprint flex flex-wrap gap-2">{controls}</div>}
      </div>
    </>
  );
}
