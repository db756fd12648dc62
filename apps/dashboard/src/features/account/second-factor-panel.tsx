import type { RecoveryCodes, SecondFactorBegun } from '@tandem/contracts/access';
import { useState, type FormEvent } from 'react';
import { askJson, sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask, type Task } from '../../ui/use-task.js';
import { QrCode } from './qr-code.js';

interface SecondFactorPanelProps {
  readonly isOn: boolean;
  readonly hasPassword: boolean;
}

const refresh = (): void => invalidateResources((path) => path === '/session' || path.startsWith('/account'), 0);

function Confirm({
  begun,
  task,
  onCodes,
}: {
  readonly begun: SecondFactorBegun;
  readonly task: Task;
  readonly onCodes: (codes: readonly string[]) => void;
}) {
  const [code, setCode] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void task.attempt(async () => {
      const { codes } = await askJson<RecoveryCodes>('/account/second-factor/confirm', {
        method: 'POST',
        body: { code },
      });
      onCodes(codes);
      refresh();
    });
  };
  return (
    <form className="mt-3 flex max-w-[360px] flex-col gap-3" onSubmit={submit}>
      <QrCode text={begun.address} label="QR code for an authenticator app; the same secret stands below as text" />
      <p className="text-xs text-text-2">
        Read it with an authenticator app, or type the secret:{' '}
        <code className="num break-all">{begun.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <FormField
        label="Code that the app shows"
        name="code"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        error={task.error}
      />
      <FormError error={task.error} fields={['code']} />
      <button type="submit" className="btn btn-primary self-start" disabled={task.busy}>
        Turn it on
      </button>
    </form>
  );
}

function Codes({ codes }: { readonly codes: readonly string[] }) {
  return (
    <div className="mt-3">
      <p className="text-sm text-text-2">
        Keep these recovery codes where the phone is not. Each lets you in once, and they are not shown again.
      </p>
      <ul className="num mt-2 grid grid-cols-2 gap-x-4 gap-y-1 text-sm">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** One-time codes of an authenticator app, asked for after the password. */
export function SecondFactorPanel({ isOn, hasPassword }: SecondFactorPanelProps) {
  const [present, setPresent] = useState('');
  const [begun, setBegun] = useState<SecondFactorBegun | null>(null);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const task = useTask();
  const body = { present: hasPassword ? present : null };
  const begin = (): Promise<boolean> =>
    task.attempt(async () =>
      setBegun(await askJson<SecondFactorBegun>('/account/second-factor', { method: 'POST', body })),
    );
  const remove = (): Promise<boolean> =>
    task.attempt(async () => {
      await sendJson('/account/second-factor/remove', { method: 'POST', body });
      setCodes([]);
      setBegun(null);
      refresh();
    });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void (isOn ? remove() : begin()).then(() => setPresent(''));
  };
  return (
    <section className="panel px-5 py-4" aria-labelledby="second-factor">
      <h2 id="second-factor" className="text-lg font-semibold">
        Second factor
      </h2>
      <p className="mt-1 text-sm text-text-2">
        {isOn
          ? 'On: a code of your app is asked for after the password.'
          : 'Off. With it, a stolen password alone lets nobody in.'}
      </p>
      {codes.length > 0 && <Codes codes={codes} />}
      {begun !== null && !isOn ? (
        <Confirm begun={begun} task={task} onCodes={setCodes} />
      ) : (
        <form className="mt-3 flex max-w-[360px] flex-col gap-3" onSubmit={submit}>
          {hasPassword && (
            <FormField
              label="Your password"
              name="present"
              type="password"
              autoComplete="current-password"
              value={present}
              onChange={setPresent}
              error={task.error}
            />
          )}
          <FormError error={task.error} fields={['present']} />
          <button type="submit" className="btn self-start" disabled={task.busy}>
            {isOn ? 'Turn it off' : 'Set it up'}
          </button>
        </form>
      )}
    </section>
  );
}
