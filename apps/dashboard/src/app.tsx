import { lazy, Suspense, useEffect } from 'react';
import { Redirect, Route, Switch, useLocation, useSearch } from 'wouter';
import { isEntrance } from './api/signed-out.js';
import { addressOf } from './navigation/address.js';
import { usePreferences, useStartAddress } from './preferences/preferences.js';
import { Shell } from './shell/shell.js';
import { PageBoundary } from './shell/page-boundary.js';
import { Skeleton } from './ui/skeleton.js';

const loadBoardPage = () => import('./features/board/board-page.js');
const BoardPage = lazy(loadBoardPage);
const GoalsPage = lazy(() => import('./features/goals/goals-page.js'));
const GoalPage = lazy(() => import('./features/goals/goal-page.js'));
const MetricsPage = lazy(() => import('./features/metrics/metrics-page.js'));
const MetricPage = lazy(() => import('./features/metric/metric-page.js'));
const AlertsPage = lazy(() => import('./features/alerts/alerts-page.js'));
const SourcesPage = lazy(() => import('./features/sources/sources-page.js'));

// Addresses of pages that people seldom begin with are no part of the first load.
const Entrances = lazy(() => import('./entrances.js'));
const OtherPages = lazy(() => import('./other-pages.js'));

/** The board, or the view that whoever is signed in begins with. */
function Start() {
  const search = useSearch();
  const startAddress = useStartAddress();
  // Most begin with the board: it comes while the account is asked.
  useEffect(() => void loadBoardPage(), []);
  if (startAddress === undefined) return <Skeleton heights={[72, 480]} />;
  const [path = '/board', own = ''] = (startAddress ?? '/board').split('?');
  const wanted = Object.fromEntries([...new URLSearchParams(own), ...new URLSearchParams(search)]);
  return <Redirect to={addressOf(path, search, wanted)} replace />;
}

export function App() {
  const [path] = useLocation();
  return isEntrance(path) ? (
    <PageBoundary isAlone>
      <Suspense fallback={null}>
        <Entrances />
      </Suspense>
    </PageBoundary>
  ) : (
    <Pages path={path} />
  );
}

/** Drawn anew as a whole when somebody chooses other formats: every text of a number or a time follows. */
function Pages({ path }: { readonly path: string }) {
  const known = usePreferences();
  return (
    <Shell preferences={known.preferences}>
      <PageBoundary key={path}>
        <Suspense fallback={<Skeleton heights={[72, 480]} />}>
          <Switch>
            <Route path="/" component={Start} />
            <Route path="/board" component={BoardPage} />
            <Route path="/goals" component={GoalsPage} />
            <Route path="/goals/new" component={OtherPages} />
            <Route path="/goals/:id">{({ id }) => <GoalPage id={id} />}</Route>
            <Route path="/metrics" component={MetricsPage} />
            <Route path="/metrics/new" component={OtherPages} />
            <Route path="/metrics/:key">{({ key }) => <MetricPage metricKey={key} />}</Route>
            <Route path="/alerts" component={AlertsPage} />
            <Route path="/sources" component={SourcesPage} />
            <Route component={OtherPages} />
          </Switch>
        </Suspense>
      </PageBoundary>
    </Shell>
  );
}
