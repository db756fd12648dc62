import type { ReviewSections } from '@tandem/contracts/reviews';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { Evidence } from './evidence.js';
import { AGREEMENT_WORDS, WORDS } from './review-words.js';
import { SectionPanel, type PanelProps } from './section-panel.js';

type Gaps = NonNullable<ReviewSections['communicationGaps']>;

function Agreements({ gaps, asOf }: { readonly gaps: Gaps; readonly asOf: string | null }) {
  return (
    <table className="num mt-2 w-full text-sm">
      <caption className="sr">{AGREEMENT_WORDS.caption}</caption>
      <thead className="text-xs text-text-3">
        <tr>
          <th scope="col" className="py-1 text-left font-normal">
            {AGREEMENT_WORDS.agreement}
          </th>
          {[AGREEMENT_WORDS.agreed, AGREEMENT_WORDS.median, AGREEMENT_WORDS.missed].map((title) => (
            <th key={title} scope="col" className="py-1 pl-2 text-right font-normal">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {gaps.agreements.map((agreement) => (
          <tr key={agreement.title} className="border-t border-line">
            <th scope="row" className="py-1.5 text-left font-normal">
              <span className="inline-flex items-center gap-1.5">
                <DepartmentBox side={agreement.from} />
                <span className="sr">{AGREEMENT_WORDS.tells(departmentName(agreement.from))} </span>
                <Evidence to={agreement.evidence} asOf={asOf} className="hit hover:underline">
                  {agreement.title}
                </Evidence>
              </span>
              {agreement.note !== undefined && <span className="block text-xs text-text-2">{agreement.note}</span>}
            </th>
            <td className="pl-2 text-right">{agreement.agreed}</td>
            <td className="pl-2 text-right">{agreement.median}</td>
            <td className={`pl-2 text-right ${agreement.missed > 0 ? 'font-medium text-bad' : ''}`}>
              {WORDS.of(String(agreement.missed), String(agreement.of))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where the two sides have stopped talking, and what they told each other later than agreed. */
export function GapsPanel({ content, asOf }: PanelProps) {
  const gaps = content.sections.communicationGaps;
  if (!gaps) return null;
  return (
    <SectionPanel section="communicationGaps" content={content} sentence={gaps.sentence}>
      {gaps.agreements.length > 0 && <Agreements gaps={gaps} asOf={asOf} />}
      <ul className="mt-1">
        {gaps.gaps.map((gap) => (
          <li
            key={`${gap.code} ${gap.evidence} ${gap.sides.join()}`}
            className="flex gap-2 border-t border-line py-2 first:border-t-0"
          >
            <div className="min-w-0 flex-1">
              <h3 className="text-sm font-medium">
                <Evidence to={gap.evidence} asOf={asOf} className="hit hover:underline">
                  {gap.title}
                </Evidence>
              </h3>
              <p className="num text-xs text-text-2">{gap.text}</p>
            </div>
            <span className="flex shrink-0 items-start gap-1 pt-0.5">
              {gap.sides.map((side) => (
                <span key={side}>
                  <DepartmentBox side={side} />
                  <span className="sr">{departmentName(side)}</span>
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
      {gaps.more > 0 && (
        <Evidence to="/decisions#gaps" asOf={asOf} className="lnk text-sm">
          {WORDS.more.gaps(gaps.more)}
        </Evidence>
      )}
    </SectionPanel>
  );
}
