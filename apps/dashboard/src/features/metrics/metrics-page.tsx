import type { MetricList, MetricListItem } from '@tandem/contracts/metrics';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { useNow } from '../../navigation/use-now.js';
import { useParams } from '../../navigation/use-params.js';
import { counted, shareText, valueText } from '../../text/number-text.js';
import { STATE_WORDS } from '../../text/state-words.js';
import { directionText } from '../../text/status-words.js';
import { durationText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { Loaded } from '../../ui/loaded.js';
import { Namesakes } from '../../ui/namesakes.js';
import { Owners } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';

function Age({ item, nowMs }: { readonly item: MetricListItem; readonly nowMs: number }) {
  const { dataTo, stale } = item.freshness;
  if (item.backfill) {
    return (
      <span className="whitespace-nowrap text-text-2">
        {item.backfill.state === 'running' ? 'being counted' : 'counting stopped'}, {shareText(item.backfill.share)}
      </span>
    );
  }
  if (dataTo === null) return <span className="text-text-3">none yet</span>;
  const age = durationText(nowMs - Date.parse(dataTo));
  return stale ? (
    <span className="font-medium text-warn">stale {age}</span>
  ) : (
    <span className="text-text-2">{age}</span>
  );
}

/** The present value, over what, whether it may still change, and by which definition. */
function Now({ item: { metric, current, freshness } }: { readonly item: MetricListItem }) {
  return (
    <>
      <b className={`text-base font-semibold ${freshness.stale || current.value === null ? 'text-text-3' : ''}`}>
        {valueText(current.value, metric.unit)}
      </b>
      <span className="block whitespace-nowrap text-xs text-text-3">
        {[counted(metric.windowDays, 'day'), STATE_WORDS[current.state]].filter(Boolean).join(', ')}
      </span>
      {current.version > 1 && (
        <span className="block whitespace-nowrap text-xs text-text-3">definition version {current.version}</span>
      )}
    </>
  );
}

function columnsAt(nowMs: number): readonly Column<MetricListItem>[] {
  return [
    {
      title: 'Metric',
      cell: ({ metric, namesakes }) => (
        <>
          <PageLink to={`/metrics/${encodeURIComponent(metric.key)}`} className="hit font-medium hover:underline">
            {metric.title}
          </PageLink>
          <span className="block max-w-[70ch] text-xs text-text-3">{metric.description}</span>
          <Namesakes metrics={namesakes} />
        </>
      ),
    },
    {
      title: 'Now',
      align: 'right',
      cell: (item) => <Now item={item} />,
    },
    {
      title: 'Better',
      cell: ({ metric }) => <span className="whitespace-nowrap text-text-2">{directionText(metric)}</span>,
    },
    { title: 'Owners', cell: ({ owners }) => <Owners owners={owners} /> },
    {
      title: 'Used in',
      cell: ({ goals }) =>
        goals.length === 0 ? (
          <span className="text-text-3">no goal</span>
        ) : (
          <ul>
            {goals.map((goal) => (
              <li key={goal.id}>
                <PageLink to={`/goals/${encodeURIComponent(goal.id)}`} className="lnk">
                  {goal.title}
                </PageLink>
              </li>
            ))}
          </ul>
        ),
    },
    {
      title: 'Sources',
      cell: ({ metric }) => (
        <span className="text-text-2">{metric.sources.map((source) => source.name).join(', ')}</span>
      ),
    },
    { title: 'Data', align: 'right', cell: (item) => <Age item={item} nowMs={nowMs} /> },
  ];
}

/** The catalogue: every governed definition, once. */
export default function MetricsPage() {
  const { asOf } = useParams();
  const now = useNow();
  const path = apiPath('/metrics', { asKnownAt: asOf });
  const metrics = useResource<MetricList>(path);
  return (
    <>
      <PageHeading
        title="Metrics"
        controls={
          <>
            <PageLink to="/catalogue" className="btn">
              Ready-made
            </PageLink>
            <ShareButton />
            <ExportMenu path={path} label="the catalogue" />
          </>
        }
      >
        <p className="text-sm text-text-2">One definition a number, the same for both departments.</p>
      </PageHeading>
      <Loaded resource={metrics} heights={[480]}>
        {(data) =>
          data.metrics.length === 0 ? (
            <Empty title="No metrics yet">
              A metric is a governed definition over the records of a source. Adopt a{' '}
              <PageLink to="/catalogue" className="lnk">
                ready-made one
              </PageLink>
              , or write your own and run <code>tandem apply</code>.
            </Empty>
          ) : (
            <div className="mt-4">
              <DataTable
                caption="All metrics"
                columns={columnsAt(data.asKnownAt === null ? now : Date.parse(data.asKnownAt))}
                rows={data.metrics}
                rowKey={(item) => item.metric.key}
              />
            </div>
          )
        }
      </Loaded>
    </>
  );
}
