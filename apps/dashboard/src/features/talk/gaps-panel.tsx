import type { CommunicationGap, CommunicationGaps } from '@tandem/contracts/talk';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Loaded } from '../../ui/loaded.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { gapAddress, gapText, words } from './gap-words.js';

function columns(timeZone: string): readonly Column<CommunicationGap>[] {
  return [
    {
      title: words.gap,
      cell: (gap) => (
        <>
          <span className="block text-xs text-text-3">{words.gaps[gap.code]}</span>
          <PageLink to={gapAddress(gap)} className="lnk">
            {gap.subject.title}
          </PageLink>
        </>
      ),
    },
    { title: words.what, cell: (gap) => <span className="num">{gapText(gap, timeZone)}</span> },
    {
      title: words.whose,
      cell: ({ sides }) => (
        <span className="inline-flex items-center gap-1.5">
          {sides.map((side) => (
            <span key={side} className="inline-flex">
              <DepartmentBox side={side} />
              <span className="sr">{departmentName(side)} </span>
            </span>
          ))}
        </span>
      ),
    },
  ];
}

/** Where the two sides have stopped talking, each with its evidence one click away. */
export function GapsPanel() {
  const gaps = useResource<CommunicationGaps>('/communication-gaps');
  return (
    <section id="gaps" className="mt-6" aria-labelledby="gaps-title">
      <h2 id="gaps-title" className="text-base font-semibold">
        {words.title}
      </h2>
      <p className="mb-2 text-sm text-text-2">{words.lead}</p>
      <Loaded resource={gaps} heights={[120]}>
        {(data) =>
          data.gaps.length === 0 ? (
            <p className="panel px-4 py-3 text-sm text-text-2">{words.none}</p>
          ) : (
            <DataTable
              caption={words.title}
              columns={columns(data.timeZone)}
              rows={data.gaps}
              rowKey={({ code, subject, sides }) => `${code} ${subject.kind} ${subject.id} ${sides.join()}`}
            />
          )
        }
      </Loaded>
    </section>
  );
}
