import type { Restatement, RestatementList } from '@tandem/contracts/restatements';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { valueText } from '../../text/number-text.js';
import { localDateText, momentText, plusDays } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { words } from './restatements-words.js';

const columns = (): readonly Column<Restatement>[] => [
  {
    title: words.metric,
    cell: ({ metric, version }) => (
      <>
        <PageLink to={`/metrics/${encodeURIComponent(metric.key)}`} className="hit font-medium hover:underline">
          {metric.title}
        </PageLink>
        <span className="block text-xs text-text-3">{words.version(version)}</span>
      </>
    ),
  },
  {
    title: words.day,
    cell: ({ day, metric }) => (
      <PageLink
        to={`/metrics/${encodeURIComponent(metric.key)}/records`}
        params={{ from: day, to: plusDays(day, 1), asOf: null }}
        className="lnk num whitespace-nowrap"
      >
        {localDateText(day)}
      </PageLink>
    ),
  },
  {
    title: words.was,
    align: 'right',
    cell: ({ before, metric }) => (
      <span className="text-text-3 line-through">{valueText(before.value, metric.unit)}</span>
    ),
  },
  {
    title: words.is,
    align: 'right',
    cell: ({ after, metric }) => <b className="font-semibold">{valueText(after.value, metric.unit)}</b>,
  },
  {
    title: words.when,
    cell: ({ restatedAt }) => <span className="num whitespace-nowrap text-text-2">{momentText(restatedAt)}</span>,
  },
  {
    title: words.by,
    cell: ({ source }) => (
      <PageLink to={`/sources/${encodeURIComponent(source.id)}`} className="lnk">
        {source.name}
      </PageLink>
    ),
  },
];

/** What has changed since a time: of settled values, what they said and what they say. */
export default function RestatementsPage() {
  const { params, asOf, set } = useParams();
  const path = apiPath('/restatements', { since: asOf, after: params.get('after'), limit: 100 });
  const list = useResource<RestatementList>(path);
  return (
    <>
      <PageHeading title={words.title} controls={<ShareButton />}>
        <p className="text-sm text-text-2">{asOf === null ? words.all : words.since(momentText(asOf))}</p>
      </PageHeading>
      <Loaded resource={list} heights={[320]}>
        {({ restatements, next, unlisted }) => (
          <>
            {restatements.length === 0 ? (
              <Empty title={words.none}>{asOf === null ? words.noneEver : words.noneSince}</Empty>
            ) : (
              <div className="mt-4">
                <DataTable caption={words.caption} columns={columns()} rows={restatements} rowKey={({ id }) => id} />
              </div>
            )}
            {next !== null && (
              <button type="button" className="btn mt-3" onClick={() => set({ after: next }, false)}>
                {words.more}
              </button>
            )}
            {unlisted.length > 0 && (
              <p className="mt-3 text-xs text-text-3">
                {words.unlisted}{' '}
                {unlisted
                  .map(({ metric, reason }) => {
                    const why = reason === 'open' ? words.unlistedOpen : words.unlistedPercentile;
                    return `${metric.title} (${why})`;
                  })
                  .join('; ')}
              </p>
            )}
          </>
        )}
      </Loaded>
    </>
  );
}
