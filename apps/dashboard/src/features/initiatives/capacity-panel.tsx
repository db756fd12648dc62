import type { InitiativePlan } from '@tandem/contracts/initiative-plan';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { CAPACITY } from './plan-words.js';

/** Each team and quarter: what is there, what is taken, as numbers and as a bar. */
export function CapacityPanel({ data }: { readonly data: InitiativePlan }) {
  const { capacity } = data.plan;
  const quarters = [...new Set(capacity.map(({ quarter }) => quarter))].sort();
  const teams = data.teams.filter(({ id }) => capacity.some(({ team }) => team === id));
  return (
    <section className="mt-4" aria-labelledby="capacity">
      <h2 id="capacity" className="text-base font-semibold">
        {CAPACITY.title}
      </h2>
      <div className="panel mt-2 overflow-x-auto" role="region" aria-label={CAPACITY.region} tabIndex={0}>
        <table className="w-full text-sm">
          <caption className="sr">{CAPACITY.caption}</caption>
          <thead className="text-left text-xs text-text-3">
            <tr>
              <th scope="col" className="px-4 py-2 font-medium">
                {CAPACITY.team}
              </th>
              {quarters.map((quarter) => (
                <th key={quarter} scope="col" className="px-3 py-2 font-medium">
                  {quarter}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {teams.map((team) => (
              <tr key={team.id} className="border-t border-line">
                <th scope="row" className="names px-4 py-2 text-left font-normal">
                  <span className="inline-flex items-center gap-1.5">
                    <DepartmentBox side={team.side} />
                    <span className="sr">{departmentName(team.side)}: </span>
                    {team.title}
                  </span>
                </th>
                {quarters.map((quarter) => (
                  <td key={quarter} className="px-3 py-2">
                    <Cell use={capacity.find((one) => one.team === team.id && one.quarter === quarter)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Cell({ use }: { readonly use: InitiativePlan['plan']['capacity'][number] | undefined }) {
  if (use === undefined) return <span className="text-text-3">{CAPACITY.notStated}</span>;
  const { weeks, underWay, planned } = use;
  const share = (part: number) => `${weeks === 0 ? 0 : Math.min(100, (100 * part) / weeks)}%`;
  const rest = Math.round((weeks - underWay - planned) * 100) / 100;
  return (
    <div className="min-w-[120px]">
      <p className="num whitespace-nowrap">
        {CAPACITY.of(Math.round((underWay + planned) * 100) / 100, weeks)}
        <span className="text-xs text-text-3"> · {rest < 0 ? CAPACITY.tooMany(-rest) : CAPACITY.left(rest)}</span>
      </p>
      <div className="mt-1 flex h-2 overflow-hidden rounded bg-sunken" aria-hidden="true">
        <span style={{ width: share(underWay), background: 'var(--ink-2)' }} />
        <span style={{ width: share(planned), background: 'var(--ink)' }} />
      </div>
    </div>
  );
}
