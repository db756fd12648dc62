import type { RecoveryCodes, SecondFactorBegun } from '@tandem/contracts/access';
import { useState, type FormEvent } from 'react';
import { askJson } from '../../api/request.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask, type Task } from '../../ui/use-task.js';
import { QrCode } from './qr-code.js';
import { SECOND_FACTOR } from './second-factor-words.js';

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
    });
  };
  return (
    <form className="mt-3 flex max-w-[360px] flex-col gap-3" onSubmit={submit}>
      <QrCode text={begun.address} label={SECOND_FACTOR.qr} />
      <p className="text-xs text-text-2">
        {SECOND_FACTOR.read} <code className="num break-all">{begun.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <FormField
        label={SECOND_FACTOR.code}
        name="code"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
        error={task.error}
      />
      <FormError error={task.error} fields={['code']} />
      <button type="submit" className="btn btn-primary self-start" disabled={task.busy}>
        {SECOND_FACTOR.turnOn}
      </button>
    </form>
  );
}

function Codes({ codes }: { readonly codes: readonly string[] }) {
  return (
    <div className="mt-3">
      <p className="text-sm text-text-2">{SECOND_FACTOR.codes}</p>
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

interface SecondFactorSetUpProps {
  readonly hasPassword: boolean;
  readonly email: string;
  /** It counts from now on; the codes are shown here. */
  readonly onCodes: () => void;
}

/** From the password over the app to the recovery codes. */
export function SecondFactorSetUp({ hasPassword, email, onCodes }: SecondFactorSetUpProps) {
  const [present, setPresent] = useState('');
  const [begun, setBegun] = useState<SecondFactorBegun | null>(null);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const task = useTask();
  if (codes.length > 0) return <Codes codes={codes} />;
  if (begun !== null) {
    const confirmed = (made: readonly string[]): void => {
      setCodes(made);
      onCodes();
    };
    return <Confirm begun={begun} task={task} onCodes={confirmed} />;
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = { present: hasPassword ? present : null };
    void task
      .attempt(async () =>
        setBegun(await askJson<SecondFactorBegun>('/account/second-factor', { method: 'POST', body })),
      )
      .then(() => setPresent(''));
  };
  return (
    <form className="mt-3 flex max-w-[360px] flex-col gap-3" onSubmit={submit}>
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      {hasPassword && (
        <FormField
          label={SECOND_FACTOR.password}
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
        {SECOND_FACTOR.setUp}
      </button>
    </form>
  );
}
