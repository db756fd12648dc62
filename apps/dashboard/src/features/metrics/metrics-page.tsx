import type { MetricList, MetricListItem } from '@tandem/contracts/metrics';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { useNow } from '../../navigation/use-now.js';
import { useParams } from '../../navigation/use-params.js';
import { shareText, valueText } from '../../text/number-text.js';
import { STATE_WORDS } from '../../text/state-words.js';
import { directionText } from '../../text/status-words.js';
import { durationText } from '../../text/time-text.js';
import { FollowedFilter, FollowedMark } from '../follow/followed-filter.js';
import { FOLLOW_WORDS } from '../follow/follow-words.js';
import { useFollowed } from '../follow/use-followed.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { Loaded } from '../../ui/loaded.js';
import { Namesakes } from '../../ui/namesakes.js';
import { Owners } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { ViewsMenu } from '../views/views-menu.js';
import { words } from './metrics-words.js';

function Age({ item, nowMs }: { readonly item: MetricListItem; readonly nowMs: number }) {
  const { dataTo, stale } = item.freshness;
  if (item.backfill) {
    return (
      <span className="whitespace-nowrap text-text-2">
        {words[item.backfill.state === 'running' ? 'counting' : 'stopped'](shareText(item.backfill.share))}
      </span>
    );
  }
  if (dataTo === null) return <span className="text-text-3">{words.noneYet}</span>;
  const age = durationText(nowMs - Date.parse(dataTo));
  return stale ? (
    <span className="font-medium text-warn">{words.stale(age)}</span>
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
        {[words.days(metric.windowDays), STATE_WORDS[current.state]].filter(Boolean).join(', ')}
      </span>
      {current.version > 1 && (
        <span className="block whitespace-nowrap text-xs text-text-3">{words.version(current.version)}</span>
      )}
    </>
  );
}

/** Followed ones first, in the order of the catalogue otherwise. */
function shownMetrics(
  metrics: readonly MetricListItem[],
  followed: ReadonlySet<string> | null,
  onlyFollowed: boolean,
): readonly MetricListItem[] {
  const own = metrics.filter(({ metric }) => followed?.has(metric.key));
  if (onlyFollowed) return own;
  return [...own, ...metrics.filter(({ metric }) => !followed?.has(metric.key))];
}

function columnsAt(nowMs: number, followed: ReadonlySet<string> | null): readonly Column<MetricListItem>[] {
  return [
    {
      title: words.metric,
      cell: ({ metric, namesakes }) => (
        <>
          <PageLink to={`/metrics/${encodeURIComponent(metric.key)}`} className="hit font-medium hover:underline">
            {metric.title}
          </PageLink>
          {followed?.has(metric.key) && <FollowedMark />}
          <span className="block max-w-[70ch] text-xs text-text-3">{metric.description}</span>
          <Namesakes metrics={namesakes} />
        </>
      ),
    },
    {
      title: words.now,
      align: 'right',
      cell: (item) => <Now item={item} />,
    },
    {
      title: words.better,
      cell: ({ metric }) => <span className="whitespace-nowrap text-text-2">{directionText(metric)}</span>,
    },
    { title: words.owners, names: true, cell: ({ owners }) => <Owners owners={owners} /> },
    {
      title: words.usedIn,
      names: true,
      cell: ({ goals }) =>
        goals.length === 0 ? (
          <span className="text-text-3">{words.noGoal}</span>
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
      title: words.sources,
      names: true,
      cell: ({ metric }) => (
        <span className="text-text-2">{metric.sources.map((source) => source.name).join(', ')}</span>
      ),
    },
    { title: words.data, align: 'right', cell: (item) => <Age item={item} nowMs={nowMs} /> },
  ];
}

interface ListsProps {
  readonly columns: readonly Column<MetricListItem>[];
  readonly shown: readonly MetricListItem[];
}

/** Metrics that are in use, and below them those that are not any more. */
function Lists({ columns, shown }: ListsProps) {
  const table = (caption: string, rows: readonly MetricListItem[]) => (
    <DataTable caption={caption} columns={columns} rows={rows} rowKey={(item) => item.metric.key} />
  );
  const retired = shown.filter((item) => item.retired);
  return (
    <>
      {table(
        words.all,
        shown.filter((item) => !item.retired),
      )}
      {retired.length > 0 && (
        <section className="mt-6" aria-labelledby="retired">
          <h2 id="retired" className="mb-2 text-base font-semibold">
            {words.retired}
          </h2>
          {table(words.retiredAll, retired)}
        </section>
      )}
    </>
  );
}

/** The catalogue: every governed definition, once. */
export default function MetricsPage() {
  const { params, asOf } = useParams();
  const now = useNow();
  const path = apiPath('/metrics', { asKnownAt: asOf });
  const metrics = useResource<MetricList>(path);
  const followed = useFollowed();
  const onlyFollowed = params.get('followed') === 'only';
  return (
    <>
      <PageHeading
        title={words.title}
        controls={
          <>
            <FollowedFilter />
            <PageLink to="/catalogue" className="btn">
              {words.readyMade}
            </PageLink>
            <PageLink to="/metrics/new" className="btn">
              {words.make}
            </PageLink>
            <ViewsMenu />
            <ShareButton />
            <ExportMenu path={path} label={words.file} />
          </>
        }
      >
        <p className="text-sm text-text-2">{words.intro}</p>
      </PageHeading>
      <Loaded resource={metrics} heights={[480]}>
        {(data) =>
          data.metrics.length === 0 ? (
            <Empty title={words.none}>
              {words.noneText}{' '}
              <PageLink to="/catalogue" className="lnk">
                {words.readyMadeOne}
              </PageLink>
              {words.or}{' '}
              <PageLink to="/metrics/new" className="lnk">
                {words.makeOwn}
              </PageLink>
              .
            </Empty>
          ) : (
            <div className="mt-4">
              {onlyFollowed && followed?.size === 0 && <p className="mb-3 text-sm text-text-2">{FOLLOW_WORDS.none}</p>}
              <Lists
                columns={columnsAt(data.asKnownAt === null ? now : Date.parse(data.asKnownAt), followed)}
                shown={shownMetrics(data.metrics, followed, onlyFollowed)}
              />
            </div>
          )
        }
      </Loaded>
    </>
  );
}
