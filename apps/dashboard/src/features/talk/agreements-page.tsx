import type { SessionState } from '@tandem/contracts/access';
import type { AgreementList } from '@tandem/contracts/talk';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { timeText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { Loaded } from '../../ui/loaded.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { mayPropose } from '../proposal/may-propose.js';
import { hoursText, leadText, unknownText, words } from './agreement-words.js';
import { AnnounceForm, ProposeAgreementForm } from './agreement-forms.js';
import { PulsePanel } from './pulse-panel.js';

type Agreement = AgreementList['agreements'][number];

const agreementColumns = (timeZone: string): readonly Column<Agreement>[] => [
  {
    title: words.agreement,
    cell: ({ title, side, decision, services, ...held }) => (
      <>
        <span className="inline-flex items-center gap-1.5">
          <DepartmentBox side={side} />
          <span aria-hidden="true">→</span>
          <DepartmentBox side={side === 'it' ? 'marketing' : 'it'} />
          <span className="sr">
            {words.tells(departmentName(side), departmentName(side === 'it' ? 'marketing' : 'it'))}{' '}
          </span>
          <PageLink to={`/decisions/${decision}`} className="lnk">
            {title}
          </PageLink>
        </span>
        {services.length > 0 && <span className="block text-xs text-text-3">{services.join(', ')}</span>}
        <Unknown text={unknownText(held, timeZone)} />
      </>
    ),
  },
  { title: words.agreed, align: 'right', cell: ({ lead }) => leadText(lead) },
  { title: words.median, align: 'right', cell: ({ medianHours }) => hoursText(medianHours) },
  {
    title: words.missed,
    align: 'right',
    cell: ({ missed, events }) => (
      <span className={missed > 0 ? 'font-medium text-bad' : ''}>{words.missedOf(missed, events)}</span>
    ),
  },
];

function Unknown({ text }: { readonly text: string | null }) {
  return text !== null && <span className="block text-xs text-text-2">{text}</span>;
}

interface Miss {
  readonly agreement: string;
  readonly miss: Agreement['misses'][number];
}

function missColumns(timeZone: string): readonly Column<Miss>[] {
  return [
    { title: words.what, cell: ({ miss }) => miss.event.what },
    { title: words.agreement, cell: ({ agreement }) => agreement },
    { title: words.tookPlace, cell: ({ miss }) => <span className="num">{timeText(miss.event.at, timeZone)}</span> },
    {
      title: words.latest,
      cell: ({ miss }) => <span className="num">{timeText(miss.latestAt, timeZone)}</span>,
    },
    {
      title: words.told,
      cell: ({ miss }) =>
        miss.notice === null ? (
          <span className="font-medium text-bad">{words.notAtAll}</span>
        ) : (
          <span className="num text-bad">{timeText(miss.notice.givenAt, timeZone)}</span>
        ),
    },
  ];
}

function announcedColumns(timeZone: string): readonly Column<AgreementList['announced'][number]>[] {
  return [
    {
      title: words.what,
      cell: ({ what, side, note }) => (
        <>
          <span className="inline-flex items-center gap-1.5">
            <DepartmentBox side={side} />
            <span className="sr">{departmentName(side)}: </span>
            {what}
          </span>
          {note !== '' && <span className="block text-xs text-text-3">{note}</span>}
        </>
      ),
    },
    { title: words.kind, cell: ({ event }) => words.events[event] },
    { title: words.begins, cell: ({ startsAt }) => <span className="num">{timeText(startsAt, timeZone)}</span> },
    {
      title: words.told,
      cell: ({ givenAt, by }) => <span className="num">{words.toldBy(timeText(givenAt, timeZone), by.name)}</span>,
    },
  ];
}

function Misses({ list }: { readonly list: AgreementList }) {
  const misses = list.agreements.flatMap(({ title, misses: own }) => own.map((miss) => ({ agreement: title, miss })));
  if (misses.length === 0) return null;
  return (
    <section className="mt-4" aria-labelledby="missed">
      <h2 id="missed" className="mb-2 text-base font-semibold">
        {words.misses}
      </h2>
      <DataTable
        caption={words.misses}
        columns={missColumns(list.timeZone)}
        rows={misses}
        rowKey={({ agreement, miss }) => `${agreement} ${miss.event.id}`}
      />
    </section>
  );
}

function Announced({ list }: { readonly list: AgreementList }) {
  if (list.announced.length === 0) return null;
  return (
    <section className="mt-4" aria-labelledby="announced">
      <h2 id="announced" className="mb-2 text-base font-semibold">
        {words.announced}
      </h2>
      <DataTable
        caption={words.announcedCaption}
        columns={announcedColumns(list.timeZone)}
        rows={list.announced}
        rowKey={({ id }) => id}
      />
    </section>
  );
}

function Agreements({ list, may }: { readonly list: AgreementList; readonly may: boolean }) {
  return (
    <>
      <section className="mt-4" aria-labelledby="agreed">
        <h2 id="agreed" className="text-base font-semibold">
          {words.agreements}
        </h2>
        <p className="mb-2 text-sm text-text-2">{words.overDays(list.days)}</p>
        {list.agreements.length === 0 ? (
          <p className="panel px-4 py-3 text-sm text-text-2">{may ? words.none : words.noneYet}</p>
        ) : (
          <DataTable
            caption={words.agreements}
            columns={agreementColumns(list.timeZone)}
            rows={list.agreements}
            rowKey={({ id }) => id}
          />
        )}
        {list.waiting.length > 0 && (
          <p className="mt-2 text-sm">
            {words.waiting}{' '}
            {list.waiting.map(({ id, title }, index) => (
              <span key={id}>
                {index > 0 && ', '}
                <PageLink to={`/decisions/${id}`} className="lnk">
                  {title}
                </PageLink>
              </span>
            ))}
          </p>
        )}
      </section>
      <Misses list={list} />
      <Announced list={list} />
    </>
  );
}

/** What the sides tell each other beforehand, agreed against actual, and the pulse of both. */
export default function AgreementsPage() {
  const list = useResource<AgreementList>('/agreements');
  const session = useResource<SessionState>('/session');
  const may = mayPropose(session.data);
  const controls = (
    <>
      <ExportMenu path="/agreements" label={words.file} />
      <ShareButton />
    </>
  );
  return (
    <>
      <PageHeading title={words.title} controls={controls}>
        <p className="text-sm text-text-2">{words.lead}</p>
      </PageHeading>
      <Loaded resource={list} heights={[240]}>
        {(data) => <Agreements list={data} may={may} />}
      </Loaded>
      {may && (
        <div className="noprint mt-4 grid items-start gap-4 lg:grid-cols-2">
          <AnnounceForm />
          <ProposeAgreementForm />
        </div>
      )}
      <PulsePanel account={session.data?.account ?? null} />
    </>
  );
}
