import type { SessionState } from '@tandem/contracts/access';
import type { RouteItem, RouteList, RouteTest } from '@tandem/contracts/routes';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { momentText } from '../../text/time-text.js';
import { PageLink } from '../../navigation/page-link.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { useTask } from '../../ui/use-task.js';
import { SettingsNav } from '../settings/settings-page.js';
import { words } from './channel-words.js';

function LastTest({ test }: { readonly test: RouteItem['lastTest'] }) {
  if (test === null) return <span className="text-text-3">{words.never}</span>;
  return (
    <>
      <span className={test.state === 'failed' ? 'font-medium text-bad' : ''}>{words.tests[test.state]}</span>
      <span className="block whitespace-nowrap text-xs text-text-3">{momentText(test.at)}</span>
      {test.error !== null && <span className="block max-w-[48ch] text-xs text-text-2">{test.error}</span>}
    </>
  );
}

function columns(mayTest: boolean, busy: boolean, test: (id: string) => void): readonly Column<RouteItem>[] {
  return [
    {
      title: words.route,
      cell: ({ id, to }) => (
        <>
          {mayTest ? (
            <PageLink to={`/settings/channels/${encodeURIComponent(id)}`} className="lnk font-medium">
              {id}
            </PageLink>
          ) : (
            <span className="font-medium">{id}</span>
          )}
          {to !== null && <span className="block break-all text-xs text-text-3">{to}</span>}
        </>
      ),
    },
    { title: words.channel, cell: ({ channel }) => words.channels[channel] },
    { title: words.toldBy, cell: ({ guardrails }) => words.guardrails(guardrails) },
    { title: words.waiting, align: 'right', cell: ({ waiting }) => waiting },
    {
      title: words.failed,
      align: 'right',
      cell: ({ failedLastWeek }) => (
        <span className={failedLastWeek > 0 ? 'font-medium text-bad' : ''}>{failedLastWeek}</span>
      ),
    },
    {
      title: words.lastDelivered,
      cell: ({ lastDelivered }) =>
        lastDelivered === null ? words.never : <span className="num">{momentText(lastDelivered)}</span>,
    },
    { title: words.lastTest, cell: ({ lastTest }) => <LastTest test={lastTest} /> },
    ...(mayTest
      ? [
          {
            title: words.test,
            cell: ({ id }: RouteItem) => (
              <button type="button" className="btn" disabled={busy} onClick={() => test(id)}>
                {words.send}
                <span className="sr"> {words.sendOver(id)}</span>
              </button>
            ),
          },
        ]
      : []),
  ];
}

/** Where alerts are sent to, whether they arrive, and a button to try it. */
export default function ChannelsPage() {
  const routes = useResource<RouteList>('/routes');
  const session = useResource<SessionState>('/session');
  const { busy, error, attempt } = useTask();
  const test = (id: string): void => {
    void attempt(async () => {
      await askJson<RouteTest>(`/routes/${encodeURIComponent(id)}/test`, { method: 'POST' });
      invalidateResources((path) => path === '/routes', 0);
    });
  };
  const mayTest = session.data?.account?.role === 'administrator';
  return (
    <>
      <SettingsNav />
      <PageHeading
        title={words.title}
        controls={
          mayTest && (
            <PageLink to="/settings/channels/new" className="btn btn-primary">
              {words.add}
            </PageLink>
          )
        }
      >
        <p className="text-sm text-text-2">{words.intro}</p>
      </PageHeading>
      <FormError error={error} />
      <Loaded resource={routes} heights={[240]}>
        {({ routes: all }) =>
          all.length === 0 ? (
            <Empty title={words.none} action={mayTest ? { to: '/settings/channels/new', label: words.add } : undefined}>
              {words.noneText(mayTest)}
            </Empty>
          ) : (
            <div className="mt-4">
              <DataTable
                caption={words.caption}
                columns={columns(mayTest, busy, test)}
                rows={all}
                rowKey={(route) => route.id}
              />
            </div>
          )
        }
      </Loaded>
    </>
  );
}
