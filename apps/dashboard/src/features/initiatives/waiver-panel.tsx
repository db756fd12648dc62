import type { SessionState } from '@tandem/contracts/access';
import type { Decision } from '@tandem/contracts/decisions';
import type { InitiativePage } from '@tandem/contracts/initiatives';
import { useState, type FormEvent } from 'react';
import { askJson, sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { lastDayText } from '../../text/time-text.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { departmentName } from '../../ui/owners.js';
import { TextArea } from '../../ui/text-area.js';
import { useTask } from '../../ui/use-task.js';
import { WAIVER } from './initiative-page-words.js';
import { WORDS } from './initiative-words.js';

type Account = NonNullable<SessionState['account']>;

const asked = (): void =>
  invalidateResources((path) => path.startsWith('/initiatives') || path.startsWith('/decisions'), 0);

function AskForm({ page, account }: { readonly page: InitiativePage; readonly account: Account }) {
  const [reason, setReason] = useState('');
  const [expiresOn, setExpiresOn] = useState('');
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const decision = {
      kind: 'waiver',
      title: WAIVER.goesAhead(page.title),
      text: '',
      reason,
      about: { kind: 'initiative', id: page.id },
      driver: account.personId,
      approvers: {},
      contributors: [],
      informed: [],
      effect: null,
      expiresOn: expiresOn === '' ? null : expiresOn,
    };
    void attempt(async () => {
      await askJson<Decision>('/decisions', { method: 'POST', body: { decision, putForward: true } });
      asked();
    });
  };
  return (
    <form className="mt-2 space-y-3" aria-label={WAIVER.ask} onSubmit={submit} noValidate>
      <TextArea label={WAIVER.why} value={reason} onChange={setReason} longest={2000} />
      <FormField
        label={WAIVER.lastDay}
        name="decision.expiresOn"
        type="date"
        value={expiresOn}
        onChange={setExpiresOn}
        error={error}
      />
      <button type="submit" className="btn" disabled={busy || reason.trim() === ''}>
        {WAIVER.ask}
      </button>
      <FormError error={error} fields={['decision.expiresOn', 'expiresOn']} />
    </form>
  );
}

function SignButton({
  waiver,
  account,
}: {
  readonly waiver: InitiativePage['waivers'][number];
  readonly account: Account;
}) {
  const { busy, error, attempt } = useTask();
  const isOwn = account.side !== null && waiver.waitsFor.includes(account.side);
  const maySign = account.personId !== null && (account.role === 'owner' || account.role === 'administrator');
  if (waiver.status !== 'waiting' || !isOwn || !maySign) return null;
  const sign = (): void => {
    void attempt(async () => {
      await sendJson(`/decisions/${waiver.id}/sign`, { method: 'POST', body: {} });
      asked();
    });
  };
  return (
    <>
      <button type="button" className="btn btn-primary mt-1" disabled={busy} onClick={sign}>
        {WAIVER.signFor(departmentName(account.side ?? 'it'))}
      </button>
      <FormError error={error} />
    </>
  );
}

/** Waivers: who has signed, until when, and what they let through. */
export function WaiverPanel({ page }: { readonly page: InitiativePage }) {
  const session = useResource<SessionState>('/session');
  const account = session.data?.account ?? null;
  const isOpen = page.waivers.some(({ status }) => status === 'waiting' || status === 'inForce');
  const mayAsk = account !== null && account.personId !== null && account.role !== 'viewer';
  if (page.gate.verdict === 'pass' && page.waivers.length === 0) return null;
  return (
    <section className="panel min-w-0 px-4 py-3" aria-labelledby="waiver">
      <h2 id="waiver" className="text-base font-semibold">
        {WAIVER.title}
      </h2>
      <p className="mt-1 text-xs text-text-3">{WAIVER.rule}</p>
      <ul className="mt-2 divide-y divide-line text-sm">
        {page.waivers.map((waiver) => (
          <li key={waiver.id} className="py-1.5">
            <b className="font-medium">{waiver.title}</b>: {WAIVER.states[waiver.status]}
            {waiver.status === 'waiting' && ` ${WAIVER.of(waiver.waitsFor.map(departmentName).join(WORDS.and))}`},{' '}
            {WAIVER.until} <span className="num">{lastDayText(waiver.expiresAt, waiver.timeZone)}</span>
            {account && (
              <span className="block">
                <SignButton waiver={waiver} account={account} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {page.gate.verdict === 'fail' && !isOpen && mayAsk && <AskForm page={page} account={account} />}
    </section>
  );
}
