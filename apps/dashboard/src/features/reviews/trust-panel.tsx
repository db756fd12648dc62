import type { ReviewSections } from '@tandem/contracts/reviews';
import { Glyph } from '../../ui/glyph.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { words as pieces } from '../../ui/ui-words.js';
import { Evidence } from './evidence.js';
import { WORDS } from './review-words.js';
import { SectionPanel, type PanelProps } from './section-panel.js';

type TrustItem = ReviewSections['trust']['items'][number];

const SIDES = ['marketing', 'it'] as const;

function isSilent({ reasons }: TrustItem): boolean {
  return reasons.some(({ code }) => code === 'stale' || code === 'noData');
}

/** What speaks against relying on a number, and who answers for it. */
export function TrustPanel({ content, asOf }: PanelProps) {
  const { items, more, sentence } = content.sections.trust;
  return (
    <SectionPanel section="trust" content={content} sentence={sentence}>
      {items.length === 0 && <p className="mt-2 text-sm text-text-2">{WORDS.allTrusted}</p>}
      <ul className="mt-1">
        {items.map((item) => (
          <li key={item.metric.key} className="flex gap-2 border-t border-line py-2 first:border-t-0">
            <span className="mt-0.5">
              <Glyph name={isSilent(item) ? 'stale' : 'none'} />
            </span>
            <div className="min-w-0 flex-1">
              <h3 className="text-sm font-medium">
                <Evidence to={item.evidence} asOf={asOf} className="hit hover:underline">
                  {item.metric.title}
                </Evidence>
              </h3>
              <p className="num text-xs text-text-2">{item.text}</p>
            </div>
            <ul className="flex shrink-0 flex-col gap-0.5 text-xs text-text-2">
              {SIDES.map((side) => (
                <li key={side} className="flex items-center gap-1.5">
                  <DepartmentBox side={side} />
                  <span className="sr">{departmentName(side)}: </span>
                  {item.owners[side] ?? <span className="font-medium text-bad">{pieces.unassigned}</span>}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <Evidence to="/metrics" asOf={asOf} className="lnk text-sm">
          {WORDS.more.metrics(more)}
        </Evidence>
      )}
    </SectionPanel>
  );
}
