import type { ReviewSections } from '@tandem/contracts/reviews';
import { Glyph, type GlyphName } from '../../ui/glyph.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { Evidence } from './evidence.js';
import { GRADE_WORDS, WORDS } from './review-words.js';
import { SectionPanel, type PanelProps } from './section-panel.js';

type Decisions = NonNullable<ReviewSections['decisions']>;

const GRADE_GLYPHS: Readonly<Record<Decisions['graded'][number]['grade'], GlyphName>> = {
  hit: 'achieved',
  partly: 'atRisk',
  missed: 'missed',
  cannotTell: 'stale',
};

const row = 'flex flex-wrap items-start justify-between gap-x-4 gap-y-1 border-t border-line py-2 first:border-t-0';

function Open({ decision, asOf }: { readonly decision: Decisions['open'][number]; readonly asOf: string | null }) {
  return (
    <li className={row}>
      <div className="min-w-0 flex-1 basis-[240px]">
        <h3 className="text-sm font-medium">
          <Evidence to={decision.evidence} asOf={asOf} className="hit hover:underline">
            {decision.title}
          </Evidence>
        </h3>
        <p className="num text-xs text-text-2">{[decision.about, decision.promise].filter(Boolean).join(' · ')}</p>
      </div>
      <ul className="flex gap-3 text-xs text-text-2">
        {(['marketing', 'it'] as const).map((side) => (
          <li key={side} className="inline-flex items-center gap-1.5">
            <DepartmentBox side={side} />
            <span className="sr">{departmentName(side)}: </span>
            {decision.signed.includes(side) && <Glyph name="onTrack" />}
            {decision.signed.includes(side) ? WORDS.signed : WORDS.open}
          </li>
        ))}
      </ul>
    </li>
  );
}

/** What is to be decided, what was decided since the last review, and what the metrics say of it. */
export function DecisionsPanel({ content, asOf }: PanelProps) {
  const decisions = content.sections.decisions;
  if (!decisions) return null;
  const { open, decided, graded, sentence } = decisions;
  const isEmpty = open.length + decided.length + graded.length === 0;
  return (
    <SectionPanel section="decisions" content={content} sentence={sentence}>
      {isEmpty && <p className="mt-2 text-sm text-text-2">{WORDS.noDecision}</p>}
      <ul className="mt-1">
        {open.map((decision) => (
          <Open key={decision.evidence} decision={decision} asOf={asOf} />
        ))}
        {decided.map(({ title, promise, evidence }) => (
          <li key={evidence} className={row}>
            <div className="min-w-0 flex-1">
              <h3 className="text-sm font-medium">
                <Evidence to={evidence} asOf={asOf} className="hit hover:underline">
                  {title}
                </Evidence>
              </h3>
              {promise !== null && <p className="num text-xs text-text-2">{promise}</p>}
            </div>
            <span className="text-xs text-text-2">{WORDS.decided}</span>
          </li>
        ))}
        {graded.map(({ title, grade, text, again, evidence }) => (
          <li key={`graded ${evidence}`} className={row}>
            <div className="min-w-0 flex-1">
              <h3 className="text-sm font-medium">
                <Evidence to={evidence} asOf={asOf} className="hit hover:underline">
                  {title}
                </Evidence>
              </h3>
              <p className="num text-xs text-text-2">
                {text} {again && WORDS.gradedAgain}
              </p>
            </div>
            <span className="inline-flex items-center gap-1.5 text-xs font-medium">
              <Glyph name={GRADE_GLYPHS[grade]} />
              {GRADE_WORDS[grade]}
            </span>
          </li>
        ))}
      </ul>
      {asOf === null && (
        <Evidence to="/decisions/new" asOf={null} className="btn noprint mt-2">
          {WORDS.draftDecision}
        </Evidence>
      )}
    </SectionPanel>
  );
}
