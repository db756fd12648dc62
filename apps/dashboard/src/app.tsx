import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { addressOf } from './navigation/address.js';
import { Shell } from './shell/shell.js';
import { NotFound } from './shell/not-found.js';
import { PageBoundary } from './shell/page-boundary.js';
import { Skeleton } from './ui/skeleton.js';

const BoardPage = lazy(() => import('./features/board/board-page.js'));
const GoalsPage = lazy(() => import('./features/goals/goals-page.js'));
const GoalPage = lazy(() => import('./features/goals/goal-page.js'));
const MetricsPage = lazy(() => import('./features/metrics/metrics-page.js'));
const MetricPage = lazy(() => import('./features/metric/metric-page.js'));
const RecordsPage = lazy(() => import('./features/records/records-page.js'));
const AlertsPage = lazy(() => import('./features/alerts/alerts-page.js'));
const AlertPage = lazy(() => import('./features/alerts/alert-page.js'));
const SourcesPage = lazy(() => import('./features/sources/sources-page.js'));
const SourcePage = lazy(() => import('./features/sources/source-page.js'));

function Start() {
  const search = useSearch();
  return <Redirect to={addressOf('/board', search, Object.fromEntries(new URLSearchParams(search)))} replace />;
}

export function App() {
  const [path] = useLocation();
  return (
    <Shell>
      <PageBoundary key={path}>
        <Suspense fallback={<Skeleton heights={[72, 480]} />}>
          <Switch>
            <Route path="/" component={Start} />
            <Route path="/board" component={BoardPage} />
            <Route path="/goals" component={GoalsPage} />
            <Route path="/goals/:id">{({ id }) => <GoalPage id={id} />}</Route>
            <Route path="/metrics" component={MetricsPage} />
            <Route path="/metrics/:key">{({ key }) => <MetricPage metricKey={key} />}</Route>
            <Route path="/metrics/:key/records">{({ key }) => <RecordsPage metricKey={key} />}</Route>
            <Route path="/alerts" component={AlertsPage} />
            <Route path="/alerts/:id">{({ id }) => <AlertPage id={id} />}</Route>
            <Route path="/sources" component={SourcesPage} />
            <Route path="/sources/:id">{({ id }) => <SourcePage id={id} />}</Route>
            <Route component={NotFound} />
          </Switch>
        </Suspense>
      </PageBoundary>
    </Shell>
  );
}
