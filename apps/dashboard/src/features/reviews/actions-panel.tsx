import type { ReviewSections } from '@tandem/contracts/reviews';
import { localDayText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Glyph, type GlyphName } from '../../ui/glyph.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { Evidence } from './evidence.js';
import { ACTION_WORDS, SECTION_WORDS } from './review-words.js';
import { SectionPanel, type PanelProps } from './section-panel.js';

type Action = NonNullable<ReviewSections['actions']>['actions'][number];

const GLYPHS: Readonly<Record<Action['status'], GlyphName>> = {
  open: 'none',
  late: 'offTrack',
  done: 'onTrack',
  doneLate: 'onTrack',
  dropped: 'none',
};

function columns(asOf: string | null): readonly Column<Action>[] {
  return [
    {
      title: ACTION_WORDS.action,
      cell: ({ title, result, evidence }) => (
        <>
          <Evidence to={evidence} asOf={asOf} className="hit hover:underline">
            {title}
          </Evidence>
          {result !== null && <span className="block text-xs text-text-2">{result}</span>}
        </>
      ),
    },
    {
      title: ACTION_WORDS.owner,
      cell: ({ owner, side }) => (
        <span className="inline-flex items-center gap-1.5">
          <DepartmentBox side={side} />
          <span className="sr">{departmentName(side)}: </span>
          {owner}
        </span>
      ),
    },
    { title: ACTION_WORDS.due, cell: ({ due }) => <span className="num whitespace-nowrap">{localDayText(due)}</span> },
    {
      title: ACTION_WORDS.state,
      cell: ({ status, daysLate }) => (
        <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
          <Glyph name={GLYPHS[status]} />
          {daysLate > 0 ? ACTION_WORDS.daysLate(daysLate) : ACTION_WORDS[status]}
        </span>
      ),
    },
    { title: ACTION_WORDS.effect, align: 'right', cell: ({ effect }) => effect },
  ];
}

/** Who does what by when; carried from review to review until it is closed. */
export function ActionsPanel({ content, asOf }: PanelProps) {
  const actions = content.sections.actions;
  if (!actions) return null;
  return (
    <SectionPanel section="actions" content={content} sentence={actions.sentence}>
      {actions.actions.length === 0 ? (
        <p className="mt-2 text-sm text-text-2">{ACTION_WORDS.none}</p>
      ) : (
        <div className="mt-2">
          <DataTable
            caption={SECTION_WORDS.actions.title}
            columns={columns(asOf)}
            rows={actions.actions}
            rowKey={({ title, due, owner }) => `${title} ${due} ${owner}`}
          />
        </div>
      )}
    </SectionPanel>
  );
}
