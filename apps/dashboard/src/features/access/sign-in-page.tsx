import type { LinkAnswer, SessionState } from '@tandem/contracts/access';
import { useEffect, useState } from 'react';
import { askFailedAgain, invalidateResources } from '../../api/resource-store.js';
import { pathToReturnTo } from '../../api/signed-out.js';
import { useResource } from '../../api/use-resource.js';
import { signOut } from '../../shell/sign-out.js';
import { SecondFactorSetUp } from '../account/second-factor-set-up.js';
import { Entrance } from './entrance.js';
import { EntranceForm } from './entrance-form.js';
import { NotCome, OnItsWay, Opening } from './opening.js';
import { ProviderButtons } from './provider-buttons.js';
import { useLink } from './use-link.js';
import { ENTRANCE } from './entrance-words.js';

/** The whole page is loaded anew, so that nothing of whoever was here before is left. */
function enter(): void {
  location.assign(pathToReturnTo(location.search));
}

/** A one-time link is used by whoever opens it: the page keeps it out of the address, and asks only once. */
function takeLink(): string | null {
  const link = location.hash.slice(1);
  if (link !== '') history.replaceState(null, '', location.pathname + location.search);
  return link === '' ? null : link;
}
/** The command, which is the same in every language. */
const PRINT_LINK = 'npx tandem login-link';
const openedWith = takeLink();

function ByLink({ link }: { readonly link: string }) {
  // The link is used up by the first question that is answered.
  const { answer, error, again } = useLink<LinkAnswer>('/session/link', 'link', link);
  const isIn = answer?.result === 'signedIn';
  useEffect(() => {
    if (isIn) enter();
  }, [isIn]);
  if (answer?.result === 'setUpFirst') {
    return (
      <Entrance title={ENTRANCE.first.title}>
        <p className="text-sm text-text-2">{ENTRANCE.first.text}</p>
        <EntranceForm
          ask={['name', 'email', 'newPassword']}
          path="/session/first"
          known={{ link }}
          action={ENTRANCE.first.title}
          onDone={enter}
        />
      </Entrance>
    );
  }
  const title = error === null ? ENTRANCE.signingIn : ENTRANCE.signIn;
  return <Opening title={title} broken={ENTRANCE.brokenLink} error={error} again={again} />;
}

/** A second factor is demanded, and this account has none yet: it is set up before anything else. */
function Enrol({ account }: { readonly account: NonNullable<SessionState['account']> }) {
  const [isDone, setIsDone] = useState(false);
  return (
    <Entrance title={ENTRANCE.enrol.title}>
      <p className="text-sm text-text-2">{ENTRANCE.enrol.text(account.name)}</p>
      <SecondFactorSetUp hasPassword={account.hasPassword} email={account.email} onCodes={() => setIsDone(true)} />
      {isDone ? (
        <button type="button" className="btn btn-primary !h-9" onClick={enter}>
          {ENTRANCE.enrol.kept}
        </button>
      ) : (
        <button type="button" className="btn self-start" onClick={() => void signOut()}>
          {ENTRANCE.signOut}
        </button>
      )}
    </Entrance>
  );
}

function Ways({ session }: { readonly session: SessionState }) {
  const refresh = (): void => {
    // Either signed in now, or asked for a second factor: the session says which.
    invalidateResources((path) => path === '/session', 0);
  };
  if (session.state === 'secondFactor') {
    return (
      <Entrance title={ENTRANCE.oneMoreStep}>
        <EntranceForm ask={['code']} path="/session/code" action={ENTRANCE.goOn} onDone={refresh} />
      </Entrance>
    );
  }
  return (
    <Entrance title={ENTRANCE.signIn}>
      {session.isEmpty && (
        <p className="text-sm text-text-2">
          {ENTRANCE.nobodyYet} <code className="whitespace-nowrap">{PRINT_LINK}</code>
        </p>
      )}
      {!session.isEmpty && (
        <>
          <ProviderButtons providers={session.providers} returnTo={pathToReturnTo(location.search)} />
          <EntranceForm ask={['email', 'password']} path="/session" action={ENTRANCE.signIn} onDone={refresh} />
          <p className="text-xs text-text-3">{ENTRANCE.forgotten}</p>
        </>
      )}
    </Entrance>
  );
}

export default function SignInPage() {
  const session = useResource<SessionState>(openedWith === null ? '/session' : null);
  const state = session.data?.state;
  // Kept while its recovery codes are read: by then the session says that whoever it is is signed in.
  const [enrolling, setEnrolling] = useState<SessionState['account']>(null);
  const account = session.data?.account ?? null;
  useEffect(() => {
    if (state === 'enrol') setEnrolling(account);
    else if (state === 'signedIn' && enrolling === null) enter();
  }, [state, account, enrolling]);
  const refused = new URLSearchParams(location.search).get('refused');
  if (openedWith !== null) return <ByLink link={openedWith} />;
  if (enrolling !== null) return <Enrol account={enrolling} />;
  // Both lead on by themselves.
  const isOnTheWay = state === 'signedIn' || state === 'enrol';
  return (
    <>
      {refused !== null && (
        <p role="alert" className="bg-bad-bg px-4 py-2 text-center text-sm text-bad">
          {ENTRANCE.refused}
        </p>
      )}
      {session.data === undefined || isOnTheWay ? (
        <Entrance title={ENTRANCE.signIn}>
          {session.error ? <NotCome error={session.error} again={askFailedAgain} /> : <OnItsWay />}
        </Entrance>
      ) : (
        <Ways session={session.data} />
      )}
    </>
  );
}
