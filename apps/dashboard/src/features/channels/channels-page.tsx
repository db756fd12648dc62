import type { SessionState } from '@tandem/contracts/access';
import type { RouteItem, RouteList, RouteTest } from '@tandem/contracts/routes';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { counted } from '../../text/number-text.js';
import { timeText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { useTask } from '../../ui/use-task.js';

const CHANNELS: Record<RouteItem['channel'], string> = {
  webhook: 'Webhook',
  email: 'E-mail',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  pagerduty: 'PagerDuty',
};
const utc = (instant: string): string => `${timeText(instant, 'UTC')} UTC`;

function LastTest({ test }: { readonly test: RouteItem['lastTest'] }) {
  if (test === null) return <span className="text-text-3">never</span>;
  const words = { pending: 'on its way', delivered: 'arrived', failed: 'failed' }[test.state];
  return (
    <>
      <span className={test.state === 'failed' ? 'font-medium text-bad' : ''}>{words}</span>
      <span className="block whitespace-nowrap text-xs text-text-3">{utc(test.at)}</span>
      {test.error !== null && <span className="block max-w-[48ch] text-xs text-text-2">{test.error}</span>}
    </>
  );
}

function columns(mayTest: boolean, busy: boolean, test: (id: string) => void): readonly Column<RouteItem>[] {
  return [
    {
      title: 'Route',
      cell: ({ id, to }) => (
        <>
          <span className="font-medium">{id}</span>
          {to !== null && <span className="block break-all text-xs text-text-3">{to}</span>}
        </>
      ),
    },
    { title: 'Channel', cell: ({ channel }) => CHANNELS[channel] },
    { title: 'Told by', cell: ({ guardrails }) => counted(guardrails, 'guardrail') },
    { title: 'Waiting', align: 'right', cell: ({ waiting }) => waiting },
    {
      title: 'Failed in 7 days',
      align: 'right',
      cell: ({ failedLastWeek }) => (
        <span className={failedLastWeek > 0 ? 'font-medium text-bad' : ''}>{failedLastWeek}</span>
      ),
    },
    {
      title: 'Last delivered',
      cell: ({ lastDelivered }) =>
        lastDelivered === null ? 'never' : <span className="num">{utc(lastDelivered)}</span>,
    },
    { title: 'Last test', cell: ({ lastTest }) => <LastTest test={lastTest} /> },
    ...(mayTest
      ? [
          {
            title: 'Test',
            cell: ({ id }: RouteItem) => (
              <button type="button" className="btn" disabled={busy} onClick={() => test(id)}>
                Send a test<span className="sr"> over {id}</span>
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
      <PageHeading title="Channels">
        <p className="text-sm text-text-2">
          Where alerts are sent to. A test goes the way of every message, and this page says what became of it. Routes
          are part of the configuration.
        </p>
      </PageHeading>
      <FormError error={error} />
      <Loaded resource={routes} heights={[240]}>
        {({ routes: all }) =>
          all.length === 0 ? (
            <Empty title="No route yet">
              Alerts are shown here and sent nowhere. Name a route in the configuration: a webhook, mailboxes, Slack,
              Microsoft Teams or PagerDuty.
            </Empty>
          ) : (
            <div className="mt-4">
              <DataTable
                caption="Routes"
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
