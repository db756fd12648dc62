import type { AlertItem, AlertList } from '@tandem/contracts/alerts';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useNow } from '../../navigation/use-now.js';
import { useParams } from '../../navigation/use-params.js';
import { valueText } from '../../text/number-text.js';
import { limitText } from '../../text/status-words.js';
import { durationText, timeText } from '../../text/time-text.js';
import { Choice } from '../../ui/choice.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { Loaded } from '../../ui/loaded.js';
import { Owners } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { AlertState } from './alert-state.js';
import { titleOf } from './alert-words.js';

function columnsAt(nowMs: number): readonly Column<AlertItem>[] {
  return [
    {
      title: 'Guardrail',
      cell: (alert) => (
        <>
          <PageLink to={`/alerts/${encodeURIComponent(alert.id)}`} className="hit font-medium hover:underline">
            {titleOf(alert)}
          </PageLink>
          <span className="block text-xs">
            <PageLink to={`/metrics/${encodeURIComponent(alert.metric.key)}`} className="lnk">
              {alert.metric.title}
            </PageLink>
          </span>
        </>
      ),
    },
    { title: 'State', cell: (alert) => <AlertState state={alert.state} /> },
    {
      title: 'Since',
      cell: (alert) => (
        <span className="num">
          {durationText(nowMs - Date.parse(alert.since))}
          <span className="block whitespace-nowrap text-xs text-text-3">{timeText(alert.since, 'UTC')} UTC</span>
        </span>
      ),
    },
    {
      title: 'Value',
      align: 'right',
      cell: (alert) => (
        <>
          <b className="font-semibold">{valueText(alert.verdict?.value ?? null, alert.metric.unit)}</b>
          <span className="block whitespace-nowrap text-xs text-text-3">
            {limitText(alert.guardrail, alert.metric.unit)}
            {alert.verdict?.state === 'provisional' && ', provisional'}
          </span>
        </>
      ),
    },
    {
      title: 'Severity',
      cell: (alert) => <span className="text-text-2">{alert.severity === 'critical' ? 'Critical' : 'Warning'}</span>,
    },
    { title: 'Owners', cell: (alert) => <Owners owners={alert.owners} /> },
  ];
}

/** What broke, since when, whose move is it? */
export default function AlertsPage() {
  const { params, set } = useParams();
  const now = useNow();
  const state = params.get('state') === 'all' ? 'all' : 'open';
  const alerts = useResource<AlertList>(`/alerts?state=${state}`);
  const controls = (
    <>
      <Choice
        label="Which alerts"
        value={state}
        options={[
          { value: 'open', label: 'Open alerts' },
          { value: 'all', label: 'All alerts' },
        ]}
        onChange={(value) => set({ state: value === 'all' ? 'all' : null })}
      />
      <ShareButton />
    </>
  );
  return (
    <>
      <PageHeading title="Alerts" controls={controls}>
        <p className="text-sm text-text-2">
          A guardrail that breaks tells everybody on its routes at the same time, and names an owner on each side.
        </p>
      </PageHeading>
      <Loaded resource={alerts} heights={[280]}>
        {(data) =>
          data.alerts.length === 0 ? (
            <Empty title={state === 'open' ? 'No guardrail is broken' : 'No alerts yet'}>
              {state === 'open'
                ? 'Every guardrail that has data is inside its limit. Past alerts stay under “All alerts”.'
                : 'An alert is written when a guardrail leaves its limit for as long as it waits. Guardrails are part of the configuration.'}
            </Empty>
          ) : (
            <div className="mt-4">
              <DataTable
                caption={state === 'open' ? 'Open alerts' : 'All alerts'}
                columns={columnsAt(now)}
                rows={data.alerts}
                rowKey={(alert) => alert.id}
              />
            </div>
          )
        }
      </Loaded>
    </>
  );
}
