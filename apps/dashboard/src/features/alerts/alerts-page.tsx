import type { SessionState } from '@tandem/contracts/access';
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
    { title: 'Who is on it', cell: (alert) => <OnIt alert={alert} /> },
  ];
}

function onIt({ handling, state }: AlertItem): readonly string[] {
  const { acknowledged, assignedTo, silencedUntil, isInhibited, wantsCause } = handling;
  return [
    ...(assignedTo === null ? [] : [assignedTo.name]),
    ...(acknowledged === null ? [] : [`acknowledged by ${acknowledged.by}`]),
    ...(silencedUntil === null ? [] : [`silenced until ${timeText(silencedUntil, 'UTC')} UTC`]),
    ...(isInhibited ? ['waits behind a graver alert'] : []),
    ...(wantsCause && state !== 'firing' ? ['wants a cause'] : []),
  ];
}

function OnIt({ alert }: { readonly alert: AlertItem }) {
  const words = onIt(alert);
  if (words.length === 0) return <span className="text-text-3">nobody yet</span>;
  return (
    <span className="text-text-2">
      {words.map((word) => (
        <span key={word} className="block">
          {word}
        </span>
      ))}
    </span>
  );
}

const STATES = ['open', 'toClose', 'all'] as const;
const SCOPES = ['mine', 'side', 'all'] as const;
const STATE_OPTIONS = [
  { value: 'open', label: 'Open alerts' },
  { value: 'toClose', label: 'Over, without a cause' },
  { value: 'all', label: 'All alerts' },
];

/** Only what can be asked: whoever is of no side has none, and nothing is of somebody who speaks as nobody. */
function scopeOptions(account: NonNullable<SessionState['account']> | null) {
  return [
    ...(account?.personId == null ? [] : [{ value: 'mine', label: 'Mine and my team’s' }]),
    ...(account?.side == null ? [] : [{ value: 'side', label: 'My side’s' }]),
    { value: 'all', label: 'Both sides’' },
  ];
}

const EMPTY = {
  open: [
    'No guardrail is broken',
    'Every guardrail that has data is inside its limit. Past alerts stay under “All alerts”.',
  ],
  toClose: ['Every past alert has its cause', 'An alert that is over is listed here until somebody says what it was.'],
  all: [
    'No alerts yet',
    'An alert is written when a guardrail leaves its limit for as long as it waits. Guardrails are part of the configuration.',
  ],
} as const;

/** What broke, since when, whose move is it? */
export default function AlertsPage() {
  const { params, set } = useParams();
  const now = useNow();
  const session = useResource<SessionState>('/session');
  const state = STATES.find((one) => one === params.get('state')) ?? 'open';
  const options = scopeOptions(session.data?.account ?? null);
  const scope =
    SCOPES.find((one) => one === params.get('scope') && options.some(({ value }) => value === one)) ?? 'all';
  const alerts = useResource<AlertList>(`/alerts?state=${state}${scope === 'all' ? '' : `&scope=${scope}`}`);
  const [emptyTitle, emptyText] = EMPTY[state];
  const controls = (
    <>
      <Choice
        label="Which alerts"
        value={state}
        options={STATE_OPTIONS}
        onChange={(value) => set({ state: value === 'open' ? null : value })}
      />
      {options.length > 1 && (
        <Choice
          label="Whose alerts"
          value={scope}
          options={options}
          onChange={(value) => set({ scope: value === 'all' ? null : value })}
        />
      )}
      <ShareButton />
    </>
  );
  return (
    <>
      <PageHeading title="Alerts" controls={controls}>
        <p className="text-sm text-text-2">
          A guardrail that breaks tells everybody on its routes at the same time, and names an owner on each side.{' '}
          <PageLink to="/guardrails" className="lnk">
            All guardrails
          </PageLink>
        </p>
      </PageHeading>
      <Loaded resource={alerts} heights={[280]}>
        {(data) =>
          data.alerts.length === 0 ? (
            <Empty title={emptyTitle}>{emptyText}</Empty>
          ) : (
            <div className="mt-4">
              <DataTable
                caption={STATE_OPTIONS.find(({ value }) => value === state)?.label ?? 'Alerts'}
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
