import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { isEntrance } from './api/signed-out.js';
import { addressOf } from './navigation/address.js';
import { Shell } from './shell/shell.js';
import { NotFound } from './shell/not-found.js';
import { PageBoundary } from './shell/page-boundary.js';
import { Skeleton } from './ui/skeleton.js';

const SignInPage = lazy(() => import('./features/access/sign-in-page.js'));
const InvitationPage = lazy(() => import('./features/access/invitation-page.js'));
const PasswordPage = lazy(() => import('./features/access/password-page.js'));
const AccountPage = lazy(() => import('./features/account/account-page.js'));
const ChannelsPage = lazy(() => import('./features/channels/channels-page.js'));
const PeoplePage = lazy(() => import('./features/settings/people-page.js'));
const TokensPage = lazy(() => import('./features/settings/tokens-page.js'));
const BoardPage = lazy(() => import('./features/board/board-page.js'));
const GoalsPage = lazy(() => import('./features/goals/goals-page.js'));
const GoalPage = lazy(() => import('./features/goals/goal-page.js'));
const NewGoalPage = lazy(() => import('./features/goals/new-goal-page.js'));
const EditGoalPage = lazy(() => import('./features/goals/edit-goal-page.js'));
const ProposeGoalPage = lazy(() => import('./features/goals/propose-goal-page.js'));
const MetricsPage = lazy(() => import('./features/metrics/metrics-page.js'));
const CataloguePage = lazy(() => import('./features/catalogue/catalogue-page.js'));
const StandardMetricPage = lazy(() => import('./features/catalogue/standard-metric-page.js'));
const MetricPage = lazy(() => import('./features/metric/metric-page.js'));
const ProposePage = lazy(() => import('./features/proposal/propose-page.js'));
const RecordsPage = lazy(() => import('./features/records/records-page.js'));
const AlertsPage = lazy(() => import('./features/alerts/alerts-page.js'));
const AlertPage = lazy(() => import('./features/alerts/alert-page.js'));
const GuardrailsPage = lazy(() => import('./features/guardrails/guardrails-page.js'));
const GuardrailFormPage = lazy(() => import('./features/guardrails/guardrail-form-page.js'));
const SourcesPage = lazy(() => import('./features/sources/sources-page.js'));
const ConnectPage = lazy(() => import('./features/sources/connect-page.js'));
const SourceSettingsPage = lazy(() => import('./features/sources/source-settings-page.js'));
const SourcePage = lazy(() => import('./features/sources/source-page.js'));

function Start() {
  const search = useSearch();
  return <Redirect to={addressOf('/board', search, Object.fromEntries(new URLSearchParams(search)))} replace />;
}

/** What whoever is not signed in can see: no navigation, for it leads nowhere yet. */
function Entrances() {
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/sign-in" component={SignInPage} />
        <Route path="/invitation" component={InvitationPage} />
        <Route path="/password" component={PasswordPage} />
      </Switch>
    </Suspense>
  );
}

export function App() {
  const [path] = useLocation();
  if (isEntrance(path)) return <Entrances />;
  return (
    <Shell>
      <PageBoundary key={path}>
        <Suspense fallback={<Skeleton heights={[72, 480]} />}>
          <Switch>
            <Route path="/" component={Start} />
            <Route path="/board" component={BoardPage} />
            <Route path="/goals" component={GoalsPage} />
            <Route path="/goals/new" component={NewGoalPage} />
            <Route path="/goals/:id/edit">{({ id }) => <EditGoalPage id={id} />}</Route>
            <Route path="/goals/:id/propose">{({ id }) => <ProposeGoalPage id={id} />}</Route>
            <Route path="/goals/:id">{({ id }) => <GoalPage id={id} />}</Route>
            <Route path="/metrics" component={MetricsPage} />
            <Route path="/metrics/:key">{({ key }) => <MetricPage metricKey={key} />}</Route>
            <Route path="/metrics/:key/propose">{({ key }) => <ProposePage metricKey={key} />}</Route>
            <Route path="/metrics/:key/records">{({ key }) => <RecordsPage metricKey={key} />}</Route>
            <Route path="/catalogue" component={CataloguePage} />
            <Route path="/catalogue/:key">{({ key }) => <StandardMetricPage metricKey={key} />}</Route>
            <Route path="/alerts" component={AlertsPage} />
            <Route path="/alerts/:id">{({ id }) => <AlertPage id={id} />}</Route>
            <Route path="/guardrails" component={GuardrailsPage} />
            <Route path="/guardrails/new">{() => <GuardrailFormPage id={null} />}</Route>
            <Route path="/guardrails/:id">{({ id }) => <GuardrailFormPage id={id} />}</Route>
            <Route path="/sources" component={SourcesPage} />
            <Route path="/connect" component={ConnectPage} />
            <Route path="/sources/:id/settings">{({ id }) => <SourceSettingsPage id={id} />}</Route>
            <Route path="/sources/:id">{({ id }) => <SourcePage id={id} />}</Route>
            <Route path="/account" component={AccountPage} />
            <Route path="/settings/channels" component={ChannelsPage} />
            <Route path="/settings/people" component={PeoplePage} />
            <Route path="/settings/tokens" component={TokensPage} />
            <Route component={NotFound} />
          </Switch>
        </Suspense>
      </PageBoundary>
    </Shell>
  );
}
