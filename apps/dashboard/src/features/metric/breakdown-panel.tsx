import type { Breakdown, MetricPage } from '@tandem/contracts/metrics';
import { useState } from 'react';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { differenceText, NONE, valueText } from '../../text/number-text.js';
import { Tabs } from '../../ui/tabs.js';
import { Trouble } from '../../ui/trouble.js';
import { breakdownMessage, dimensionName, sliceName } from './breakdown-message.js';

const SHOWN_AT_FIRST = 10;

function ContributionBar({
  part,
  largest,
  worse,
}: {
  readonly part: number;
  readonly largest: number;
  readonly worse: boolean;
}) {
  const width = largest === 0 ? 0 : (Math.abs(part) / largest) * 50;
  return (
    <svg width="100%" height="14" aria-hidden="true" className="hidden min-w-[90px] sm:block">
      <line x1="50%" x2="50%" y2="14" stroke="var(--line-2)" />
      <rect
        x={`${part < 0 ? 50 - width : 50}%`}
        y="3"
        width={`${width}%`}
        height="8"
        fill={worse ? 'var(--bad-mark)' : 'var(--ink)'}
      />
    </svg>
  );
}

interface RowProps {
  readonly slice: Breakdown['slices'][number];
  readonly breakdown: Breakdown;
  readonly metric: MetricPage['metric'];
  readonly largest: number;
}

function SliceRow({ slice, breakdown, metric, largest }: RowProps) {
  const part = slice.contribution === null ? null : Number(slice.contribution);
  const worse = part !== null && (metric.direction === 'up' ? part < 0 : part > 0);
  return (
    <tr className="rowh border-b border-line [&>td]:px-2">
      <th scope="row" className="h-9 text-left font-normal">
        <PageLink
          to={`/metrics/${encodeURIComponent(metric.key)}/records`}
          params={{ from: breakdown.current.start, to: breakdown.current.end, slice: `${breakdown.by}:${slice.value}` }}
          className="hit break-words underline decoration-line-2 underline-offset-2 hover:decoration-text"
        >
          {sliceName(slice.value)}
        </PageLink>
      </th>
      <td className="hidden text-right text-text-2 sm:table-cell">{valueText(slice.share, '%')}</td>
      <td className="whitespace-nowrap text-right font-medium">{valueText(slice.current.value, metric.unit)}</td>
      <td className="whitespace-nowrap text-right">{differenceText(slice.delta, metric.unit)}</td>
      <td className="!pr-0">
        <span className="flex items-center justify-end gap-2">
          {part !== null && <ContributionBar part={part} largest={largest} worse={worse} />}
          <span className="shrink-0 whitespace-nowrap text-right sm:w-[84px]">
            {slice.contribution === null ? NONE : differenceText(slice.contribution, metric.unit)}
          </span>
        </span>
      </td>
    </tr>
  );
}

function SliceTable({ breakdown, metric }: { readonly breakdown: Breakdown; readonly metric: MetricPage['metric'] }) {
  const [all, setAll] = useState(false);
  const slices = all ? breakdown.slices : breakdown.slices.slice(0, SHOWN_AT_FIRST);
  const largest = Math.max(0, ...breakdown.slices.map((slice) => Math.abs(Number(slice.contribution ?? 0))));
  const adds = breakdown.slices.some((slice) => slice.contribution !== null);
  const rest = breakdown.slices.length - slices.length;
  return (
    <>
      <table className="w-full text-sm">
        <caption className="sr">Change by {dimensionName(breakdown.by).toLowerCase()}</caption>
        <thead>
          <tr className="border-b border-line text-xs text-text-3 [&>th]:h-8 [&>th]:px-2 [&>th]:font-medium">
            <th scope="col" className="!pl-0 text-left">
              {dimensionName(breakdown.by)}
            </th>
            <th scope="col" className="hidden text-right sm:table-cell">
              Share
            </th>
            <th scope="col" className="text-right">
              Now
            </th>
            <th scope="col" className="whitespace-nowrap text-right">
              Change {breakdown.days} d
            </th>
            <th scope="col" className="!pr-0 text-right sm:w-[34%]">
              Part of it
            </th>
          </tr>
        </thead>
        <tbody className="num">
          {slices.map((slice) => (
            <SliceRow key={slice.value} slice={slice} breakdown={breakdown} metric={metric} largest={largest} />
          ))}
          <tr className="font-medium [&>td]:px-2">
            <th scope="row" className="h-9 text-left font-medium">
              All
            </th>
            <td className="hidden text-right sm:table-cell">{breakdown.current.n > 0 ? '100%' : NONE}</td>
            <td className="whitespace-nowrap text-right">{valueText(breakdown.current.value, metric.unit)}</td>
            <td className="whitespace-nowrap text-right">{differenceText(breakdown.delta, metric.unit)}</td>
            <td className="whitespace-nowrap !pr-0 text-right">
              {adds ? differenceText(breakdown.delta, metric.unit) : NONE}
            </td>
          </tr>
        </tbody>
      </table>
      {rest > 0 && (
        <button type="button" className="btn noprint mt-2" onClick={() => setAll(true)}>
          Show {rest} more
        </button>
      )}
    </>
  );
}

/** Where the change comes from, one dimension at a time. */
export function BreakdownPanel({ page }: { readonly page: MetricPage }) {
  const { params, set, asOf } = useParams();
  const chosen = Math.max(0, page.dimensions.indexOf(params.get('by') ?? ''));
  const by = page.dimensions[chosen];
  const path = by === undefined ? null : `/metrics/${encodeURIComponent(page.metric.key)}/breakdown`;
  const breakdown = useResource<Breakdown>(path === null ? null : apiPath(path, { by, asKnownAt: asOf }));
  if (by === undefined) return null;
  const { data, error } = breakdown;
  return (
    <section className="panel px-4 py-3" aria-labelledby="breakdown">
      <Tabs
        label="Break down by"
        heading={
          <h2 id="breakdown" className="text-base font-semibold">
            {data ? breakdownMessage(data) : `By ${dimensionName(by).toLowerCase()}`}
          </h2>
        }
        names={page.dimensions.map(dimensionName)}
        chosen={chosen}
        onChoose={(index) => set({ by: page.dimensions[index] ?? null })}
      >
        <div className="min-h-[180px]">
          {data ? (
            <SliceTable key={by} breakdown={data} metric={page.metric} />
          ) : error ? (
            <Trouble error={error} />
          ) : (
            <p className="late pt-8 text-center text-sm text-text-3" role="status">
              Loading the parts
            </p>
          )}
        </div>
      </Tabs>
    </section>
  );
}
