import { useState, type FormEvent } from 'react';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { SecondFactorSetUp } from './second-factor-set-up.js';
import { SECOND_FACTOR } from './second-factor-words.js';

interface SecondFactorPanelProps {
  readonly isOn: boolean;
  readonly hasPassword: boolean;
  readonly email: string;
}

const refresh = (): void => invalidateResources((path) => path === '/session' || path.startsWith('/account'), 0);

function TurnOff({
  hasPassword,
  onDone,
}: Pick<SecondFactorPanelProps, 'hasPassword'> & { readonly onDone: () => void }) {
  const [present, setPresent] = useState('');
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { present: hasPassword ? present : null };
    void attempt(async () => {
      await sendJson('/account/second-factor/remove', { method: 'POST', body });
      onDone();
      refresh();
    }).then(() => setPresent(''));
  };
  return (
    <form className="mt-3 flex max-w-[360px] flex-col gap-3" onSubmit={submit}>
      {hasPassword && (
        <FormField
          label={SECOND_FACTOR.password}
          name="present"
          type="password"
          autoComplete="current-password"
          value={present}
          onChange={setPresent}
          error={error}
          hint={SECOND_FACTOR.passwordHint}
        />
      )}
      <FormError error={error} fields={['present']} />
      <button type="submit" className="btn self-start" disabled={busy}>
        {SECOND_FACTOR.turnOff}
      </button>
    </form>
  );
}

/** One-time codes of an authenticator app, asked for after the password. */
export function SecondFactorPanel({ isOn, hasPassword, email }: SecondFactorPanelProps) {
  // The recovery codes stay to be read after it was turned on.
  const [justSet, setJustSet] = useState(false);
  const confirmed = (): void => {
    setJustSet(true);
    refresh();
  };
  return (
    <section className="panel px-5 py-4" aria-labelledby="second-factor">
      <h2 id="second-factor" className="text-lg font-semibold">
        {SECOND_FACTOR.title}
      </h2>
      <p className="mt-1 text-sm text-text-2">{isOn ? SECOND_FACTOR.on : SECOND_FACTOR.off}</p>
      {(justSet || !isOn) && <SecondFactorSetUp hasPassword={hasPassword} email={email} onCodes={confirmed} />}
      {isOn && <TurnOff hasPassword={hasPassword} onDone={() => setJustSet(false)} />}
    </section>
  );
}
