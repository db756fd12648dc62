import { useContext } from 'react';
import { EvidenceLinks } from './evidence.js';
import { HeadlinePanel } from './headline-panel.js';
import { SECTION_WORDS, WORDS } from './review-words.js';
import { SECTIONS } from './section-list.js';
import type { PanelProps } from './section-panel.js';

/** On paper the second page begins with this section. */
const SECOND_PAGE = 'trust';

function Contents({ content }: Pick<PanelProps, 'content'>) {
  return (
    <nav aria-label={WORDS.sections} className="noprint hidden lg:block">
      <ul className="sticky top-16 space-y-0.5">
        {content.agenda.map(({ section, minutes }) => (
          <li key={section}>
            <a
              href={`#${section}`}
              className="num flex min-h-[32px] items-center justify-between rounded px-2 text-sm text-text-2 hover:bg-sunken hover:text-text"
            >
              {SECTION_WORDS[section].title}
              <span className="text-xs text-text-3">
                {minutes}
                <span className="sr"> {WORDS.minutesWord}</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The whole review: the same order, every time. */
export function ReviewBody(props: PanelProps) {
  const { content, asOf } = props;
  // The address of whoever was invited ends with their token, which a jump within the page would replace.
  const hasContents = useContext(EvidenceLinks);
  const shown = SECTIONS.filter(({ section }) => content.agenda.some((item) => item.section === section));
  return (
    <div className="review mt-4 grid gap-4 lg:grid-cols-[180px_minmax(0,1fr)]">
      {hasContents ? <Contents content={content} /> : <span className="hidden lg:block" />}
      <div className="grid min-w-0 items-start gap-4 md:grid-cols-2">
        <div className="md:col-span-2">
          <HeadlinePanel headline={content.sections.headline} asOf={asOf} />
        </div>
        {shown.map(({ section, width, Panel }) => (
          <div
            key={section}
            className={`grid min-w-0 ${width === 'whole' ? 'md:col-span-2' : 'self-stretch'} ${section === SECOND_PAGE ? 'begins-page' : ''}`}
          >
            <Panel {...props} />
          </div>
        ))}
      </div>
    </div>
  );
}
