import type { EvidenceRecord, MetricPage, RecordsAnswer } from '@tandem/contracts/metrics';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { numberText, valueText } from '../../text/number-text.js';
import { dateText, momentText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { Loaded } from '../../ui/loaded.js';
import { MetricListLinks } from '../../ui/metric-list-links.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { RecordFilters } from './record-filters.js';
import { words } from './record-words.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

function Pairs({ pairs }: { readonly pairs: EvidenceRecord['fields'] }) {
  return (
    <span className="text-xs text-text-2">
      {Object.entries(pairs).map(([name, value], index) => (
        <span key={name}>
          {index > 0 && ' · '}
          <span className="text-text-3">{name}</span>{' '}
          {typeof value === 'string' && INSTANT.test(value) ? momentText(value) : String(value)}
        </span>
      ))}
    </span>
  );
}

const decimal = (value: string | null): string => (value === null ? '–' : numberText(value));

function columnsOf(): readonly Column<EvidenceRecord>[] {
  return [
    {
      title: words.record,
      cell: (record) => (
        <>
          <span className="break-all font-medium">{record.naturalKey}</span>
          <span className="block text-xs text-text-3">
            {record.stream} {words.from}{' '}
            <PageLink to={`/sources/${encodeURIComponent(record.connection)}`} className="lnk-text">
              {record.connection}
            </PageLink>
          </span>
        </>
      ),
    },
    {
      title: words.countsAt,
      cell: (record) => <span className="num whitespace-nowrap">{momentText(record.at)}</span>,
    },
    { title: words.numerator, align: 'right', cell: (record) => decimal(record.numerator) },
    { title: words.denominator, align: 'right', cell: (record) => decimal(record.denominator) },
    { title: words.dimensions, cell: (record) => <Pairs pairs={record.dimensions} /> },
    { title: words.fields, cell: (record) => <Pairs pairs={record.fields} /> },
    {
      title: words.knownSince,
      cell: (record) => (
        <span className="num whitespace-nowrap text-text-2">
          {momentText(record.knownAt)}
          <span className="block max-w-[28ch] whitespace-normal break-all text-xs text-text-3">{record.origin}</span>
        </span>
      ),
    },
  ];
}

function Sum({ answer, timeZone }: { readonly answer: RecordsAnswer; readonly timeZone: string }) {
  const { metric, observation, total } = answer;
  const period = words.period(dateText(answer.from, timeZone), dateText(Date.parse(answer.to) - 1, timeZone));
  const isRatio = observation.numerator !== null && observation.denominator !== null;
  return (
    <section className="panel mt-4 px-4 py-3" aria-label={words.sum}>
      <p className="text-sm text-text-2">
        {answer.inputs.length > 0 ? words.value : total === 1 ? words.oneGives : words.manyGive(total)}
      </p>
      <p className="num text-2xl font-semibold tracking-tight">{valueText(observation.value, metric.unit)}</p>
      <p className="num text-sm text-text-2">
        {isRatio && `${decimal(observation.numerator)} ÷ ${decimal(observation.denominator)} · `}
        {period} · {words.events(observation.n)} · {words.version(answer.version)}
        {observation.state === 'partial' && ` · ${words.partial}`}
        {observation.state === 'provisional' && ` · ${words.provisional}`}
      </p>
    </section>
  );
}

function Paging({ answer }: { readonly answer: RecordsAnswer }) {
  const { params, set } = useParams();
  const after = params.get('after');
  if (after === null && answer.next === null) return null;
  return (
    <nav aria-label={words.pages} className="noprint mt-3 flex flex-wrap items-center gap-2">
      <button type="button" className="btn" disabled={after === null} onClick={() => set({ after: null }, false)}>
        {words.first}
      </button>
      <button
        type="button"
        className="btn"
        disabled={answer.next === null}
        onClick={() => set({ after: answer.next }, false)}
      >
        {words.next}
      </button>
      <span className="num text-sm text-text-2">{words.onPage(answer.records.length, answer.total)}</span>
    </nav>
  );
}

/** A metric that is reckoned from others has no records of its own. */
function Inputs({ answer }: { readonly answer: RecordsAnswer }) {
  return (
    <Empty title={words.reckoned}>
      {words.behind} <MetricListLinks metrics={answer.inputs} />.
    </Empty>
  );
}

function Answer({ answer, timeZone }: { readonly answer: RecordsAnswer; readonly timeZone: string }) {
  return (
    <>
      <Sum answer={answer} timeZone={timeZone} />
      <RecordFilters key={`${answer.from} ${answer.to}`} answer={answer} timeZone={timeZone} />
      {answer.recordsKeptFrom !== null && (
        <p role="note" className="mt-3 max-w-[72ch] rounded bg-warn-bg px-3 py-2 text-sm">
          {words.notKept(momentText(answer.recordsKeptFrom))}
        </p>
      )}
      {answer.inputs.length > 0 ? (
        <Inputs answer={answer} />
      ) : answer.records.length === 0 ? (
        <Empty
          title={words.none}
          action={{
            to: `/metrics/${encodeURIComponent(answer.metric.key)}/records`,
            label: words.presentTime,
            params: { from: null, to: null, slice: null, after: null },
          }}
        >
          {words.noneText}
        </Empty>
      ) : (
        <div className="mt-3">
          <DataTable
            caption={words.title}
            columns={columnsOf()}
            rows={answer.records}
            rowKey={(record) => `${record.connection} ${record.stream} ${record.naturalKey}`}
          />
        </div>
      )}
      <Paging answer={answer} />
    </>
  );
}

/** From a number to the records behind it. */
export default function RecordsPage({ metricKey }: { readonly metricKey: string }) {
  const { params, asOf } = useParams();
  const base = `/metrics/${encodeURIComponent(metricKey)}`;
  const query = { from: params.get('from'), to: params.get('to'), slice: params.get('slice'), asKnownAt: asOf };
  const records = useResource<RecordsAnswer>(apiPath(`${base}/records`, { ...query, after: params.get('after') }));
  const page = useResource<MetricPage>(apiPath(base, { asKnownAt: asOf }));
  const timeZone = page.data?.timeZone ?? 'UTC';
  const crumbs = (
    <>
      <PageLink to="/metrics" className="hover:underline">
        {words.metrics}
      </PageLink>{' '}
      <span aria-hidden="true">/</span>{' '}
      <PageLink to={base} className="hover:underline">
        {records.data?.metric.title ?? metricKey}
      </PageLink>
    </>
  );
  const controls = (
    <>
      <ShareButton />
      {records.data && <ExportMenu path={apiPath(`${base}/records`, query)} label={words.all} />}
    </>
  );
  return (
    <>
      <PageHeading title={words.title} crumbs={crumbs} controls={controls} />
      <Loaded resource={records} heights={[96, 480]}>
        {(data) => <Answer answer={data} timeZone={timeZone} />}
      </Loaded>
    </>
  );
}
