import { lazy } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { NotFound } from './shell/not-found.js';

const AccountPage = lazy(() => import('./features/account/account-page.js'));
const ChannelsPage = lazy(() => import('./features/channels/channels-page.js'));
const InitiativeTermsPage = lazy(() => import('./features/settings/initiative-terms-page.js'));
const OrganisationPage = lazy(() => import('./features/settings/organisation-page.js'));
const CalendarsPage = lazy(() => import('./features/settings/calendars-page.js'));
const CalendarPage = lazy(() => import('./features/settings/calendar-page.js'));
const TeamsPage = lazy(() => import('./features/settings/teams-page.js'));
const OwnerPage = lazy(() => import('./features/settings/owner-page.js'));
const RoutePage = lazy(() => import('./features/settings/route-page.js'));
const PoliciesPage = lazy(() => import('./features/settings/policies-page.js'));
const PolicyPage = lazy(() => import('./features/settings/policy-page.js'));
const HistoryPage = lazy(() => import('./features/settings/history-page.js'));
const PeoplePage = lazy(() => import('./features/settings/people-page.js'));
const TokensPage = lazy(() => import('./features/settings/tokens-page.js'));
const NewGoalPage = lazy(() => import('./features/goals/new-goal-page.js'));
const EditGoalPage = lazy(() => import('./features/goals/edit-goal-page.js'));
const ProposeGoalPage = lazy(() => import('./features/goals/propose-goal-page.js'));
const CataloguePage = lazy(() => import('./features/catalogue/catalogue-page.js'));
const StandardMetricPage = lazy(() => import('./features/catalogue/standard-metric-page.js'));
const NewMetricPage = lazy(() => import('./features/metric-form/new-metric-page.js'));
const EditMetricPage = lazy(() => import('./features/metric-form/edit-metric-page.js'));
const ProposePage = lazy(() => import('./features/proposal/propose-page.js'));
const RecordsPage = lazy(() => import('./features/records/records-page.js'));
const RestatementsPage = lazy(() => import('./features/restatements/restatements-page.js'));
const AlertPage = lazy(() => import('./features/alerts/alert-page.js'));
const GuardrailsPage = lazy(() => import('./features/guardrails/guardrails-page.js'));
const GuardrailFormPage = lazy(() => import('./features/guardrails/guardrail-form-page.js'));
const ReviewsPage = lazy(() => import('./features/reviews/reviews-page.js'));
const ReviewPage = lazy(() => import('./features/reviews/review-page.js'));
const DecisionsPage = lazy(() => import('./features/decisions/decisions-page.js'));
const DecisionPage = lazy(() => import('./features/decisions/decision-page.js'));
const WriteDecisionPage = lazy(() => import('./features/decisions/write-decision-page.js'));
const AgreementsPage = lazy(() => import('./features/talk/agreements-page.js'));
const InitiativesPage = lazy(() => import('./features/initiatives/initiatives-page.js'));
const NewInitiativePage = lazy(() => import('./features/initiatives/new-initiative-page.js'));
const EditInitiativePage = lazy(() => import('./features/initiatives/edit-initiative-page.js'));
const InitiativePage = lazy(() => import('./features/initiatives/initiative-page.js'));
const PlanPage = lazy(() => import('./features/initiatives/plan-page.js'));
const MapPage = lazy(() => import('./features/initiatives/map-page.js'));
const ConnectPage = lazy(() => import('./features/sources/connect-page.js'));
const SourceSettingsPage = lazy(() => import('./features/sources/source-settings-page.js'));
const SourcePage = lazy(() => import('./features/sources/source-page.js'));

/** A switch looks into fragments: these stand among the routes as if they were written there. */
const SETTINGS_ROUTES = (
  <>
    <Route path="/settings">{() => <Redirect to="/settings/organisation" replace />}</Route>
    <Route path="/settings/organisation" component={OrganisationPage} />
    <Route path="/settings/initiatives" component={InitiativeTermsPage} />
    <Route path="/settings/calendars" component={CalendarsPage} />
    <Route path="/settings/calendars/new">{() => <CalendarPage id={null} />}</Route>
    <Route path="/settings/calendars/:id">{({ id }) => <CalendarPage id={id} />}</Route>
    <Route path="/settings/teams" component={TeamsPage} />
    <Route path="/settings/teams/team/new">{() => <OwnerPage kind="team" id={null} />}</Route>
    <Route path="/settings/teams/team/:id">{({ id }) => <OwnerPage kind="team" id={id} />}</Route>
    <Route path="/settings/teams/person/new">{() => <OwnerPage kind="person" id={null} />}</Route>
    <Route path="/settings/teams/person/:id">{({ id }) => <OwnerPage kind="person" id={id} />}</Route>
    <Route path="/settings/channels" component={ChannelsPage} />
    <Route path="/settings/channels/new">{() => <RoutePage id={null} />}</Route>
    <Route path="/settings/channels/:id">{({ id }) => <RoutePage id={id} />}</Route>
    <Route path="/settings/policies" component={PoliciesPage} />
    <Route path="/settings/policies/new">{() => <PolicyPage id={null} />}</Route>
    <Route path="/settings/policies/:id">{({ id }) => <PolicyPage id={id} />}</Route>
    <Route path="/settings/history" component={HistoryPage} />
    <Route path="/settings/people" component={PeoplePage} />
    <Route path="/settings/tokens" component={TokensPage} />
  </>
);

/** What both heads steer by. */
const STEERING = (
  <>
    <Route path="/reviews" component={ReviewsPage} />
    <Route path="/reviews/:number">{({ number }) => <ReviewPage number={number} />}</Route>
    <Route path="/decisions" component={DecisionsPage} />
    <Route path="/decisions/new">{() => <WriteDecisionPage id={null} />}</Route>
    <Route path="/decisions/:id/edit">{({ id }) => <WriteDecisionPage id={id} />}</Route>
    <Route path="/decisions/:id">{({ id }) => <DecisionPage id={id} />}</Route>
    <Route path="/agreements" component={AgreementsPage} />
    <Route path="/initiatives" component={InitiativesPage} />
    <Route path="/initiatives/new" component={NewInitiativePage} />
    <Route path="/initiatives/plan" component={PlanPage} />
    <Route path="/initiatives/map" component={MapPage} />
    <Route path="/initiatives/:id/edit">{({ id }) => <EditInitiativePage id={id} />}</Route>
    <Route path="/initiatives/:id">{({ id }) => <InitiativePage id={id} />}</Route>
  </>
);

/** All pages that nobody begins with: where they are is learnt when the first of them is opened. */
export default function OtherPages() {
  return (
    <Switch>
      <Route path="/goals/new" component={NewGoalPage} />
      <Route path="/goals/:id/edit">{({ id }) => <EditGoalPage id={id} />}</Route>
      <Route path="/goals/:id/propose">{({ id }) => <ProposeGoalPage id={id} />}</Route>
      <Route path="/metrics/new" component={NewMetricPage} />
      <Route path="/metrics/:key/edit">{({ key }) => <EditMetricPage metricKey={key} />}</Route>
      <Route path="/metrics/:key/propose">{({ key }) => <ProposePage metricKey={key} />}</Route>
      <Route path="/metrics/:key/records">{({ key }) => <RecordsPage metricKey={key} />}</Route>
      <Route path="/catalogue" component={CataloguePage} />
      <Route path="/catalogue/:key">{({ key }) => <StandardMetricPage metricKey={key} />}</Route>
      <Route path="/restatements" component={RestatementsPage} />
      <Route path="/alerts/:id">{({ id }) => <AlertPage id={id} />}</Route>
      <Route path="/guardrails" component={GuardrailsPage} />
      <Route path="/guardrails/new">{() => <GuardrailFormPage id={null} />}</Route>
      <Route path="/guardrails/:id">{({ id }) => <GuardrailFormPage id={id} />}</Route>
      {STEERING}
      <Route path="/connect" component={ConnectPage} />
      <Route path="/sources/:id/settings">{({ id }) => <SourceSettingsPage id={id} />}</Route>
      <Route path="/sources/:id">{({ id }) => <SourcePage id={id} />}</Route>
      <Route path="/account" component={AccountPage} />
      {SETTINGS_ROUTES}
      <Route component={NotFound} />
    </Switch>
  );
}
