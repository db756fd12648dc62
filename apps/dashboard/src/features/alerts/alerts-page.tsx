import type { SessionState } from '@tandem/contracts/access';
import type { AlertItem, AlertList } from '@tandem/contracts/alerts';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { useNow } from '../../navigation/use-now.js';
import { useParams } from '../../navigation/use-params.js';
import { valueText } from '../../text/number-text.js';
import { limitText } from '../../text/status-words.js';
import { durationText, momentText } from '../../text/time-text.js';
import { Choice } from '../../ui/choice.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { Loaded } from '../../ui/loaded.js';
import { Owners } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { ViewsMenu } from '../views/views-menu.js';
import { AlertState } from './alert-state.js';
import { AskedPanel } from './asked-panel.js';
import { SilencesPanel } from './silences-panel.js';
import { ALERT_LIST } from './alert-list-words.js';
import { severityText, titleOf } from './alert-words.js';
import { optionsOf } from '../../ui/options-of.js';

function columnsAt(nowMs: number): readonly Column<AlertItem>[] {
  return [
    {
      title: ALERT_LIST.guardrail,
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
    { title: ALERT_LIST.state, cell: (alert) => <AlertState state={alert.state} /> },
    {
      title: ALERT_LIST.since,
      cell: (alert) => (
        <span className="num">
          {durationText(nowMs - Date.parse(alert.since))}
          <span className="block whitespace-nowrap text-xs text-text-3">{momentText(alert.since)}</span>
        </span>
      ),
    },
    {
      title: ALERT_LIST.value,
      align: 'right',
      cell: (alert) => (
        <>
          <b className="font-semibold">{valueText(alert.verdict?.value ?? null, alert.metric.unit)}</b>
          <span className="block whitespace-nowrap text-xs text-text-3">
            {limitText(alert.guardrail, alert.metric.unit)}
            {alert.verdict?.state === 'provisional' && ALERT_LIST.provisional}
          </span>
        </>
      ),
    },
    {
      title: ALERT_LIST.severity,
      cell: (alert) => <span className="text-text-2">{severityText(alert.severity)}</span>,
    },
    { title: ALERT_LIST.owners, cell: (alert) => <Owners owners={alert.owners} /> },
    { title: ALERT_LIST.onIt, cell: (alert) => <OnIt alert={alert} /> },
  ];
}

function onIt({ handling, state }: AlertItem): readonly string[] {
  const { acknowledged, assignedTo, silencedUntil, isInhibited, wantsCause, detectedLate } = handling;
  return [
    ...(assignedTo === null ? [] : [assignedTo.name]),
    ...(acknowledged === null ? [] : [ALERT_LIST.acknowledgedBy(acknowledged.by)]),
    ...(silencedUntil === null ? [] : [ALERT_LIST.silencedUntil(momentText(silencedUntil))]),
    ...(isInhibited ? [ALERT_LIST.waits] : []),
    ...(detectedLate === null ? [] : [ALERT_LIST.detectedLate(momentText(detectedLate.learntAt))]),
    ...(wantsCause && state !== 'firing' ? [ALERT_LIST.wantsCause] : []),
  ];
}

function OnIt({ alert }: { readonly alert: AlertItem }) {
  const words = onIt(alert);
  if (words.length === 0) return <span className="text-text-3">{ALERT_LIST.nobodyYet}</span>;
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

/** Only what can be asked: whoever is of no side has none, and nothing is of somebody who speaks as nobody. */
function scopeOptions(account: NonNullable<SessionState['account']> | null) {
  return [
    ...(account?.personId == null ? [] : [{ value: 'mine', label: ALERT_LIST.scopes.mine }]),
    ...(account?.side == null ? [] : [{ value: 'side', label: ALERT_LIST.scopes.side }]),
    { value: 'all', label: ALERT_LIST.scopes.all },
  ];
}

/** Which alerts the address asks for; only what whoever is signed in can ask. */
function useFilters(params: URLSearchParams) {
  const session = useResource<SessionState>('/session');
  const options = scopeOptions(session.data?.account ?? null);
  const wanted = SCOPES.find((one) => one === params.get('scope') && options.some(({ value }) => value === one));
  const state = STATES.find((one) => one === params.get('state')) ?? 'open';
  return { state, scope: wanted ?? 'all', options };
}

function Nothing({ state }: { readonly state: (typeof STATES)[number] }) {
  const { title, text } = ALERT_LIST.empty[state];
  return (
    <Empty title={title} action={{ to: '/guardrails', label: ALERT_LIST.watched }}>
      {text}
    </Empty>
  );
}

/** What broke, since when, whose move is it? */
export default function AlertsPage() {
  const { params, set, asOf } = useParams();
  const present = useNow();
  const now = asOf === null ? present : Date.parse(asOf);
  const { state, scope, options } = useFilters(params);
  const path = apiPath('/alerts', { state, scope: scope === 'all' ? null : scope, asKnownAt: asOf });
  const alerts = useResource<AlertList>(path);
  const controls = (
    <>
      <Choice
        label={ALERT_LIST.which}
        value={state}
        options={optionsOf(ALERT_LIST.states)}
        onChange={(value) => set({ state: value === 'open' ? null : value })}
      />
      {options.length > 1 && (
        <Choice
          label={ALERT_LIST.whose}
          value={scope}
          options={options}
          onChange={(value) => set({ scope: value === 'all' ? null : value })}
        />
      )}
      <ViewsMenu />
      <ExportMenu path={path} label={ALERT_LIST.file} />
      <ShareButton />
    </>
  );
  return (
    <>
      <PageHeading title={ALERT_LIST.title} controls={controls}>
        <p className="text-sm text-text-2">
          {ALERT_LIST.intro}{' '}
          <PageLink to="/guardrails" className="lnk">
            {ALERT_LIST.guardrails}
          </PageLink>
        </p>
      </PageHeading>
      {asOf === null && <AskedPanel scope={scope} />}
      <Loaded resource={alerts} heights={[280]}>
        {(data) =>
          data.alerts.length === 0 ? (
            <Nothing state={state} />
          ) : (
            <div className="mt-4">
              <DataTable
                caption={ALERT_LIST.states[state]}
                columns={columnsAt(now)}
                rows={data.alerts}
                rowKey={(alert) => alert.id}
              />
            </div>
          )
        }
      </Loaded>
      {asOf === null && <SilencesPanel />}
    </>
  );
}
