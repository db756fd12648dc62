import type { ReviewSections } from '@tandem/contracts/reviews';
import { Glyph, type GlyphName } from '../../ui/glyph.js';
import { Evidence } from './evidence.js';
import { INITIATIVES } from './review-words.js';
import { SectionPanel, type PanelProps } from './section-panel.js';

type Initiatives = NonNullable<ReviewSections['initiatives']>;

const GROUPS = [
  { name: 'red', glyph: 'offTrack' },
  { name: 'waiting', glyph: 'atRisk' },
  { name: 'changes', glyph: null },
] as const satisfies readonly { name: keyof Initiatives; glyph: GlyphName | null }[];

/** Initiatives that bring less than they promised, wait at the gate, or changed their place in the plan. */
export function InitiativesPanel({ content, asOf }: PanelProps) {
  const { initiatives } = content.sections;
  if (!initiatives) return null;
  return (
    <SectionPanel section="initiatives" content={content} sentence={initiatives.sentence}>
      <ul className="mt-1">
        {GROUPS.flatMap(({ name, glyph }) =>
          initiatives[name].map(({ title, text, evidence }) => (
            <li
              key={`${name} ${evidence}`}
              className="flex flex-wrap items-baseline justify-between gap-x-4 border-t border-line py-1.5 first:border-t-0"
            >
              <div className="min-w-0 flex-1 basis-[240px]">
                <h3 className="text-sm font-medium">
                  <Evidence to={evidence} asOf={asOf} className="hit hover:underline">
                    {title}
                  </Evidence>
                </h3>
                <p className="num text-xs text-text-2">{text}</p>
              </div>
              <span className="inline-flex items-center gap-1.5 text-xs text-text-2">
                {glyph !== null && <Glyph name={glyph} />}
                {INITIATIVES[name]}
              </span>
            </li>
          )),
        )}
      </ul>
      {initiatives.more > 0 && <p className="num mt-1 text-xs text-text-3">{INITIATIVES.more(initiatives.more)}</p>}
    </SectionPanel>
  );
}
