import type { Breakdown, MetricPage } from '@tandem/contracts/metrics';
import { useRef, useState, type ReactNode } from 'react';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { countText, differenceText, valueText } from '../../text/number-text.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { Tabs } from '../../ui/tabs.js';
import { Trouble } from '../../ui/trouble.js';
import { BREAKDOWN_WORDS } from './chart-words.js';
import { breakdownMessage, dimensionName, sliceName } from './breakdown-message.js';
import { BreakdownPicture } from './breakdown-picture.js';
import { sourceLine } from './source-line.js';

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

/** Shows this slice alone in the chart above, or the whole again. */
function SliceButton({ slice, name }: { readonly slice: string; readonly name: string }) {
  const { params, set } = useParams();
  const isShown = params.get('slice') === slice;
  return (
    <button
      type="button"
      aria-pressed={isShown}
      title={isShown ? BREAKDOWN_WORDS.whole : BREAKDOWN_WORDS.only}
      className={`hit min-h-6 min-w-6 break-words text-left underline decoration-line-2 underline-offset-2 hover:decoration-text ${isShown ? 'font-semibold text-accent' : ''}`}
      onClick={() => set({ slice: isShown ? null : slice })}
    >
      {name}
    </button>
  );
}

type Row = Omit<Breakdown['slices'][number], 'value'>;

interface RowProps {
  readonly row: Row;
  readonly name: ReactNode;
  readonly metric: MetricPage['metric'];
  readonly largest: number;
  /** What the records behind the row are found by; left out where it is of several slices. */
  readonly records?: Readonly<Record<string, string>>;
}

function Effects({ row, unit }: { readonly row: Row; readonly unit: string }) {
  return (
    <>
      <td className="hidden whitespace-nowrap text-right text-text-2 xl:table-cell">
        {differenceText(row.rateEffect, unit)}
      </td>
      <td className="hidden whitespace-nowrap text-right text-text-2 xl:table-cell">
        {differenceText(row.mixEffect, unit)}
      </td>
    </>
  );
}

function SliceRow({ row, name, metric, largest, records }: RowProps) {
  const part = row.contribution === null ? null : Number(row.contribution);
  const worse = part !== null && (metric.direction === 'up' ? part < 0 : part > 0);
  return (
    <tr className="rowh border-b border-line [&>td]:px-2">
      <th scope="row" className="h-9 text-left font-normal">
        {name}
        {row.fewEvents && <span className="block text-xs text-text-3">{BREAKDOWN_WORDS.fewEvents}</span>}
      </th>
      <td className="hidden text-right text-text-2 sm:table-cell">{valueText(row.share, '%')}</td>
      <td className="whitespace-nowrap text-right font-medium">
        {records && row.current.n > 0 ? (
          <PageLink
            to={`/metrics/${encodeURIComponent(metric.key)}/records`}
            params={records}
            className="hit hover:underline"
          >
            {valueText(row.current.value, metric.unit)}
            <span className="sr">{BREAKDOWN_WORDS.records}</span>
          </PageLink>
        ) : (
          valueText(row.current.value, metric.unit)
        )}
      </td>
      <td className="whitespace-nowrap text-right">{differenceText(row.delta, metric.unit)}</td>
      <td>
        <span className="flex items-center justify-end gap-2">
          {part !== null && <ContributionBar part={part} largest={largest} worse={worse} />}
          <span className="shrink-0 whitespace-nowrap text-right sm:w-[84px]">
            {differenceText(row.contribution, metric.unit)}
          </span>
        </span>
      </td>
      <Effects row={row} unit={metric.unit} />
    </tr>
  );
}

function Heading({ breakdown }: { readonly breakdown: Breakdown }) {
  return (
    <thead>
      <tr className="border-b border-line text-xs text-text-3 [&>th]:h-8 [&>th]:px-2 [&>th]:font-medium">
        <th scope="col" className="!pl-0 text-left">
          {dimensionName(breakdown.by)}
        </th>
        <th scope="col" className="hidden text-right sm:table-cell">
          {BREAKDOWN_WORDS.share}
        </th>
        <th scope="col" className="text-right">
          {BREAKDOWN_WORDS.now}
        </th>
        <th scope="col" className="whitespace-nowrap text-right">
          {BREAKDOWN_WORDS.change(breakdown.days)}
        </th>
        <th scope="col" className="text-right sm:w-[30%]">
          {BREAKDOWN_WORDS.part}
        </th>
        <th scope="col" className="hidden whitespace-nowrap text-right xl:table-cell">
          {BREAKDOWN_WORDS.ownChange}
        </th>
        <th scope="col" className="hidden whitespace-nowrap text-right xl:table-cell">
          {BREAKDOWN_WORDS.mix}
        </th>
      </tr>
    </thead>
  );
}

function SliceTable({ breakdown, metric }: { readonly breakdown: Breakdown; readonly metric: MetricPage['metric'] }) {
  const { slices, other } = breakdown;
  const rows = [...slices, ...(other ? [other] : [])];
  const largest = Math.max(0, ...rows.map((row) => Math.abs(Number(row.contribution ?? 0))));
  return (
    <table className="w-full text-sm">
      <caption className="sr">{BREAKDOWN_WORDS.caption(dimensionName(breakdown.by).toLowerCase())}</caption>
      <Heading breakdown={breakdown} />
      <tbody className="num">
        {slices.map((slice) => (
          <SliceRow
            key={slice.value}
            row={slice}
            name={<SliceButton slice={`${breakdown.by}:${slice.value}`} name={sliceName(slice.value)} />}
            metric={metric}
            largest={largest}
            records={{
              from: breakdown.current.start,
              to: breakdown.current.end,
              slice: `${breakdown.by}:${slice.value}`,
            }}
          />
        ))}
        {other && (
          <SliceRow
            row={other}
            name={BREAKDOWN_WORDS.other(countText(other.count))}
            metric={metric}
            largest={largest}
          />
        )}
        <tr className="font-medium [&>td]:px-2">
          <th scope="row" className="h-9 text-left font-medium">
            {BREAKDOWN_WORDS.all}
          </th>
          <td className="hidden text-right sm:table-cell">{valueText(breakdown.share, '%')}</td>
          <td className="whitespace-nowrap text-right">{valueText(breakdown.current.value, metric.unit)}</td>
          <td className="whitespace-nowrap text-right">{differenceText(breakdown.delta, metric.unit)}</td>
          <td className="whitespace-nowrap text-right">{differenceText(breakdown.contribution, metric.unit)}</td>
          <Effects row={breakdown} unit={metric.unit} />
        </tr>
      </tbody>
    </table>
  );
}

interface PartsProps {
  readonly page: MetricPage;
  readonly breakdown: Breakdown;
  readonly path: string;
  readonly onAll: () => void;
}

function Parts({ page, breakdown, path, onAll }: PartsProps) {
  const picture = useRef<HTMLDivElement>(null);
  const { metric } = page;
  const name = dimensionName(breakdown.by).toLowerCase();
  return (
    <>
      <SliceTable breakdown={breakdown} metric={metric} />
      <p className="mt-2 text-xs text-text-3">
        {BREAKDOWN_WORDS.decompositions[breakdown.decomposition]} {BREAKDOWN_WORDS.filters}
        {breakdown.decomposition === 'mixAndRate' && (
          <span className="hidden xl:inline"> {BREAKDOWN_WORDS.effects}</span>
        )}
      </p>
      <div ref={picture} hidden>
        <BreakdownPicture breakdown={breakdown} metric={metric} />
      </div>
      <div className="noprint mt-2 flex justify-end gap-2">
        {breakdown.other && (
          <button type="button" className="btn" onClick={onAll}>
            {BREAKDOWN_WORDS.showAll(countText(breakdown.slices.length + breakdown.other.count))}
          </button>
        )}
        <ExportMenu
          path={path}
          label={BREAKDOWN_WORDS.label(name)}
          image={{
            drawing: () => picture.current?.querySelector('svg') ?? null,
            title: `${metric.title}: ${breakdownMessage(breakdown)}`,
            source: sourceLine(page),
            name: `${metric.key}-by-${breakdown.by.replace(/^dimensions\./, '')}`,
          }}
        />
      </div>
    </>
  );
}

/** Where the change comes from, one dimension at a time. */
export default function BreakdownPanel({ page }: { readonly page: MetricPage }) {
  const { params, set, asOf } = useParams();
  const chosen = Math.max(0, page.dimensions.indexOf(params.get('by') ?? ''));
  const by = page.dimensions[chosen];
  const path = by === undefined ? null : `/metrics/${encodeURIComponent(page.metric.key)}/breakdown`;
  const [all, setAll] = useState(false);
  const question = { by, order: 'contribution', asKnownAt: asOf };
  const breakdown = useResource<Breakdown>(
    path === null ? null : apiPath(path, { ...question, top: all ? null : SHOWN_AT_FIRST }),
  );
  if (by === undefined || path === null) return null;
  const { data, error } = breakdown;
  return (
    <section className="panel px-4 py-3" aria-labelledby="breakdown">
      <Tabs
        label={BREAKDOWN_WORDS.breakDownBy}
        heading={
          <h2 id="breakdown" className="text-base font-semibold">
            {data ? breakdownMessage(data) : BREAKDOWN_WORDS.by(dimensionName(by).toLowerCase())}
          </h2>
        }
        names={page.dimensions.map(dimensionName)}
        chosen={chosen}
        onChoose={(index) => set({ by: page.dimensions[index] ?? null })}
      >
        <div className="min-h-[180px]">
          {data ? (
            <Parts page={page} breakdown={data} path={apiPath(path, question)} onAll={() => setAll(true)} />
          ) : error ? (
            <Trouble error={error} />
          ) : (
            <p className="late pt-8 text-center text-sm text-text-3" role="status">
              {BREAKDOWN_WORDS.loading}
            </p>
          )}
        </div>
      </Tabs>
    </section>
  );
}
