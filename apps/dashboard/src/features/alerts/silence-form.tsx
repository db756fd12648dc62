import type { SilenceItem } from '@tandem/contracts/alert-handling';
import type { AlertItem } from '@tandem/contracts/alerts';
import { useState, type FormEvent } from 'react';
import { sendJson } from '../../api/request.js';
import { timeText } from '../../text/time-text.js';
import { Choice } from '../../ui/choice.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { refreshAlerts } from './handling-access.js';

const LENGTHS = [
  { value: '60', label: 'for 1 hour' },
  { value: '240', label: 'for 4 hours' },
  { value: '1440', label: 'for a day' },
  { value: '10080', label: 'for a week' },
  { value: '43200', label: 'for 30 days' },
];

interface SilenceFormProps {
  readonly alert: AlertItem;
  readonly silences: readonly SilenceItem[];
}

function Holding({
  silences,
  busy,
  onEnd,
}: Pick<SilenceFormProps, 'silences'> & { readonly busy: boolean; readonly onEnd: (id: string) => void }) {
  return (
    <ul>
      {silences
        .filter(({ endedAt }) => endedAt === null)
        .map((silence) => (
          <li key={silence.id} className="mt-2 flex flex-wrap items-center gap-2 text-sm">
            <span className="min-w-0 flex-1">
              Until {timeText(silence.endsAt, 'UTC')} UTC: {silence.reason} ({silence.madeBy})
            </span>
            <button type="button" className="btn" disabled={busy} onClick={() => onEnd(silence.id)}>
              End it now
            </button>
          </li>
        ))}
    </ul>
  );
}

/** Silences that hold, each with its end; and a new one, which always ends by itself. */
export function SilenceForm({ alert, silences }: SilenceFormProps) {
  const [of, setOf] = useState<'guardrail' | 'metric'>('guardrail');
  const [minutes, setMinutes] = useState('240');
  const [reason, setReason] = useState('');
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const id = of === 'guardrail' ? alert.guardrail.id : alert.metric.key;
    void attempt(async () => {
      await sendJson('/silences', {
        method: 'POST',
        body: { of: { kind: of, id }, reason, forMinutes: Number(minutes) },
      });
      setReason('');
      refreshAlerts();
    });
  };
  const end = (id: string): void => {
    void attempt(async () => {
      await sendJson(`/silences/${id}`, { method: 'DELETE' });
      refreshAlerts();
    });
  };
  return (
    <>
      <Holding silences={silences} busy={busy} onEnd={end} />
      <form className="mt-2 grid gap-2" onSubmit={submit}>
        <div className="flex flex-wrap gap-2">
          <Choice
            label="What is silenced"
            value={of}
            options={[
              { value: 'guardrail', label: 'this guardrail' },
              { value: 'metric', label: 'every guardrail of the metric' },
            ]}
            onChange={(value) => setOf(value === 'metric' ? 'metric' : 'guardrail')}
          />
          <Choice label="How long it is silenced" value={minutes} options={LENGTHS} onChange={setMinutes} />
        </div>
        <FormField label="Why" name="reason" value={reason} onChange={setReason} error={error} />
        <button type="submit" className="btn justify-self-start" disabled={busy}>
          Silence
        </button>
        <p className="text-xs text-text-3">
          Nobody is told meanwhile; pages go on showing the alert. What goes on when it ends is told.
        </p>
      </form>
      <FormError error={error} fields={['reason']} />
    </>
  );
}
