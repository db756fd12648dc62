import type { SessionState } from '@tandem/contracts/access';
import type { AlertItem, AlertPage as AlertAnswer } from '@tandem/contracts/alerts';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useNow } from '../../navigation/use-now.js';
import { valueText } from '../../text/number-text.js';
import { limitText } from '../../text/status-words.js';
import { durationWords, momentText } from '../../text/time-text.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { BothSides } from '../../ui/both-sides.js';
import { Facts } from '../../ui/facts.js';
import { Loaded } from '../../ui/loaded.js';
import { Owners } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { ActPanel } from './act-panel.js';
import { Acts, Handling } from './alert-handling.js';
import { AlertState } from './alert-state.js';
import { mayHandle, useSeen } from './handling-access.js';
import {
  channelText,
  deliveryText,
  notificationKind,
  reasonText,
  severityText,
  sliceText,
  standingOf,
  stateLabel,
  stateMeaning,
  titleOf,
  verdictSentence,
} from './alert-words.js';
import { ALERT } from './alert-page-words.js';

type Transition = AlertAnswer['transitions'][number];
type Notification = AlertAnswer['notifications'][number];

function factsOf({ metric, guardrail, verdict, ...alert }: AlertItem, nowMs: number) {
  return [
    {
      term: ALERT.metric,
      detail: (
        <PageLink to={`/metrics/${encodeURIComponent(metric.key)}`} className="lnk">
          {metric.title}
        </PageLink>
      ),
    },
    {
      term: ALERT.about,
      detail: sliceText(alert.dimensions),
    },
    { term: ALERT.limit, detail: <span className="num">{limitText(guardrail, metric.unit)}</span> },
    {
      term: ALERT.value,
      detail: verdict && (
        <span className="num">
          {valueText(verdict.value, metric.unit)}, {reasonText(verdict.reason)}
        </span>
      ),
    },
    {
      term: ALERT.judgedTime,
      detail: verdict && (
        <span className="num">
          {ALERT.judged(momentText(verdict.start), momentText(verdict.end), verdict.n, standingOf(verdict))}
        </span>
      ),
    },
    {
      term: ALERT.inState,
      detail: ALERT.since(momentText(alert.since), durationWords(nowMs - Date.parse(alert.since))),
    },
    { term: ALERT.fired, detail: alert.firedAt && momentText(alert.firedAt) },
    { term: ALERT.resolved, detail: alert.resolvedAt && momentText(alert.resolvedAt) },
    { term: ALERT.severity, detail: severityText(alert.severity) },
  ];
}

function WhatBroke({ alert, nowMs }: { readonly alert: AlertItem; readonly nowMs: number }) {
  const { verdict, metric } = alert;
  return (
    <section className="panel px-4 py-3" aria-labelledby="what">
      <h2 id="what" className="text-base font-semibold">
        {ALERT.now}
      </h2>
      <p className="mt-1 text-sm">{stateMeaning(alert.state)}</p>
      {alert.explanation && (
        <div className="mt-2">
          <BothSides explanation={alert.explanation} />
        </div>
      )}
      <Facts facts={factsOf(alert, nowMs)} />
      {verdict && (
        <p className="mt-3 text-sm">
          <PageLink
            to={`/metrics/${encodeURIComponent(metric.key)}/records`}
            params={{ from: verdict.start, to: verdict.end }}
            className="lnk"
          >
            {ALERT.records}
          </PageLink>
        </p>
      )}
    </section>
  );
}

function WhoseMove({ alert }: { readonly alert: AlertItem }) {
  const missing = alert.owners.marketing === null || alert.owners.it === null;
  return (
    <section className="panel px-4 py-3" aria-labelledby="whose">
      <h2 id="whose" className="text-base font-semibold">
        {ALERT.whoseMove}
      </h2>
      <div className="mt-2">
        <Owners owners={alert.owners} />
      </div>
      {missing && <p className="mt-2 text-sm text-text-2">{ALERT.ownerMissing}</p>}
    </section>
  );
}

function transitionColumns(alert: AlertItem): readonly Column<Transition>[] {
  return [
    { title: ALERT.when, cell: ({ at }) => <span className="num whitespace-nowrap">{momentText(at)}</span> },
    { title: ALERT.from, cell: ({ from }) => <span className="text-text-2">{stateLabel(from)}</span> },
    { title: ALERT.to, cell: ({ to }) => <AlertState state={to} /> },
    {
      title: ALERT.why,
      cell: ({ reason, verdict, unit }) => (
        <span className="num">{verdict ? verdictSentence(verdict, alert.guardrail, unit) : reasonText(reason)}</span>
      ),
    },
  ];
}

function notificationColumns(): readonly Column<Notification>[] {
  return [
    { title: ALERT.route, cell: ({ route, channel }) => `${route} (${channelText(channel)})` },
    { title: ALERT.message, cell: ({ kind }) => notificationKind(kind) },
    {
      title: ALERT.state,
      cell: ({ state, heldBy, error }) => (
        <>
          <span className={state === 'failed' ? 'font-medium text-bad' : ''}>{deliveryText({ state, heldBy })}</span>
          {error !== null && <span className="block max-w-[60ch] text-xs text-text-2">{error}</span>}
        </>
      ),
    },
    { title: ALERT.tries, align: 'right', cell: ({ attempts }) => attempts },
    {
      title: ALERT.written,
      cell: ({ createdAt }) => <span className="num whitespace-nowrap">{momentText(createdAt)}</span>,
    },
    {
      title: ALERT.delivered,
      cell: ({ deliveredAt }) => (
        <span className="num whitespace-nowrap">{deliveredAt === null ? '–' : momentText(deliveredAt)}</span>
      ),
    },
  ];
}

function History({ answer }: { readonly answer: AlertAnswer }) {
  return (
    <>
      <h2 className="mb-2 mt-6 text-lg font-semibold">{ALERT.happened}</h2>
      {answer.transitions.length === 0 ? (
        <p className="text-sm text-text-2">{ALERT.noChange}</p>
      ) : (
        <DataTable
          caption={ALERT.changes}
          columns={transitionColumns(answer.alert)}
          rows={answer.transitions}
          rowKey={(transition) => `${transition.at} ${transition.from} ${transition.to}`}
        />
      )}
      <h2 className="mb-2 mt-6 text-lg font-semibold">{ALERT.told}</h2>
      {answer.notifications.length === 0 ? (
        <p className="text-sm text-text-2">{ALERT.noMessage}</p>
      ) : (
        <DataTable
          caption={ALERT.notifications}
          columns={notificationColumns()}
          rows={answer.notifications}
          rowKey={(notification) => notification.id}
        />
      )}
    </>
  );
}

/** One alert: what broke, since when, how sure, who was told, whose move it is. */
export default function AlertPage({ id }: { readonly id: string }) {
  const now = useNow();
  const alert = useResource<AlertAnswer>(`/alerts/${encodeURIComponent(id)}`);
  const session = useResource<SessionState>('/session');
  useSeen(id, alert.data, session.data);
  const crumbs = (
    <PageLink to="/alerts" className="hover:underline">
      {ALERT.alerts}
    </PageLink>
  );
  return (
    <>
      <PageHeading
        title={alert.data ? titleOf(alert.data.alert) : ALERT.title}
        crumbs={crumbs}
        controls={<ShareButton />}
      >
        {alert.data && (
          <p className="mt-0.5">
            <AlertState state={alert.data.alert.state} />
          </p>
        )}
      </PageHeading>
      <Loaded resource={alert} heights={[220, 200]}>
        {(data) => (
          <>
            <div className="mt-4 grid items-start gap-4 lg:grid-cols-[1fr_316px]">
              <WhatBroke alert={data.alert} nowMs={now} />
              <div className="grid gap-4">
                <WhoseMove alert={data.alert} />
                <Handling alert={data.alert} silences={data.silences} />
              </div>
            </div>
            {mayHandle(session.data) && <ActPanel answer={data} />}
            <Acts acts={data.acts} />
            <History answer={data} />
          </>
        )}
      </Loaded>
    </>
  );
}
