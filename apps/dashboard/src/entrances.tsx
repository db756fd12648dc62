import { lazy } from 'react';
import { Route, Switch } from 'wouter';

const SignInPage = lazy(() => import('./features/access/sign-in-page.js'));
const InvitationPage = lazy(() => import('./features/access/invitation-page.js'));
const PasswordPage = lazy(() => import('./features/access/password-page.js'));
const SharedReviewPage = lazy(() => import('./features/reviews/shared-review-page.js'));

/** What whoever is not signed in can see: no navigation, for it leads nowhere yet. */
export default function Entrances() {
  return (
    <Switch>
      <Route path="/sign-in" component={SignInPage} />
      <Route path="/invitation" component={InvitationPage} />
      <Route path="/password" component={PasswordPage} />
      <Route path="/shared-review" component={SharedReviewPage} />
    </Switch>
  );
}
