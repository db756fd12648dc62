import type { ReviewContent, ReviewPage } from '@tandem/contracts/reviews';
import type { ReactNode } from 'react';
import { SECTION_WORDS, WORDS } from './review-words.js';

export type AgendaSection = ReviewContent['agenda'][number]['section'];

/** What the panel of a section is given. */
export interface PanelProps {
  readonly content: ReviewContent;
  /** null on a page for those invited, who can do nothing but read. */
  readonly review: ReviewPage | null;
  /** What links lead to: the time of a frozen review; null for a draft. */
  readonly asOf: string | null;
}

/** The frame of a section: its title, what it is for, its time. */
export function SectionPanel({
  section,
  content,
  sentence,
  children,
}: {
  readonly section: AgendaSection;
  readonly content: ReviewContent;
  readonly sentence?: string;
  readonly children: ReactNode;
}) {
  const { title, note } = SECTION_WORDS[section];
  const minutes = content.agenda.find((item) => item.section === section)?.minutes;
  return (
    <section id={section} className="panel min-w-0 px-4 py-3" aria-labelledby={`${section}-title`} tabIndex={-1}>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-3">
        <div className="flex flex-wrap items-baseline gap-x-3">
          <h2 id={`${section}-title`} className="text-base font-semibold">
            {title}
          </h2>
          <p className="min-w-0 text-xs text-text-3">{sentence ?? note}</p>
        </div>
        {minutes !== undefined && <p className="num text-xs text-text-3">{WORDS.minutes(minutes)}</p>}
      </div>
      {children}
    </section>
  );
}
