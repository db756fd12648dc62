import type { SilenceItem } from '@tandem/contracts/alert-handling';
import type { AlertItem } from '@tandem/contracts/alerts';
import { useState, type FormEvent } from 'react';
import { sendJson } from '../../api/request.js';
import { momentText } from '../../text/time-text.js';
import { Choice } from '../../ui/choice.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { sliceText } from './alert-words.js';
import { refreshAlerts } from './handling-access.js';
import { ACT } from './act-words.js';
import { optionsOf } from '../../ui/options-of.js';

const SILENCED = ['guardrail', 'slice', 'metric', 'metricSlice'] as const;
type Silenced = (typeof SILENCED)[number];

/** A slice can be silenced by itself, of its guardrail or of the whole metric. */
function silencedOptions(alert: AlertItem) {
  const [slice] = Object.entries(alert.dimensions);
  return [
    { value: 'guardrail', label: ACT.silenced.guardrail },
    ...(slice ? [{ value: 'slice', label: ACT.silenced.slice(sliceText(alert.dimensions)) }] : []),
    { value: 'metric', label: ACT.silenced.metric },
    ...(slice ? [{ value: 'metricSlice', label: ACT.silenced.metricSlice(sliceText(alert.dimensions)) }] : []),
  ];
}

function silencedOf(alert: AlertItem, silenced: Silenced) {
  const [slice] = Object.entries(alert.dimensions);
  const isGuardrail = silenced === 'guardrail' || silenced === 'slice';
  const isSlice = silenced === 'slice' || silenced === 'metricSlice';
  return {
    kind: isGuardrail ? 'guardrail' : 'metric',
    id: isGuardrail ? alert.guardrail.id : alert.metric.key,
    ...(isSlice && slice ? { slice: { dimension: slice[0], value: slice[1] } } : {}),
  };
}

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
              {ACT.silenced.holds(
                momentText(silence.endsAt),
                silence.slice === null ? null : sliceText(silence.slice),
                silence.reason,
                silence.madeBy,
              )}
            </span>
            <button type="button" className="btn" disabled={busy} onClick={() => onEnd(silence.id)}>
              {ACT.endNow}
            </button>
          </li>
        ))}
    </ul>
  );
}

/** Silences that hold, each with its end; and a new one, which always ends by itself. */
export function SilenceForm({ alert, silences }: SilenceFormProps) {
  const [of, setOf] = useState<Silenced>('guardrail');
  const [minutes, setMinutes] = useState('240');
  const [reason, setReason] = useState('');
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      await sendJson('/silences', {
        method: 'POST',
        body: { of: silencedOf(alert, of), reason, forMinutes: Number(minutes) },
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
            label={ACT.whatSilenced}
            value={of}
            options={silencedOptions(alert)}
            onChange={(value) => setOf(SILENCED.find((one) => one === value) ?? 'guardrail')}
          />
          <Choice
            label={ACT.howLongSilenced}
            value={minutes}
            options={optionsOf({ ...ACT.lengths, 43200: ACT.month })}
            onChange={setMinutes}
          />
        </div>
        <FormField label={ACT.why} name="reason" value={reason} onChange={setReason} error={error} />
        <button type="submit" className="btn justify-self-start" disabled={busy}>
          {ACT.silence}
        </button>
        <p className="text-xs text-text-3">{ACT.meanwhile}</p>
      </form>
      <FormError error={error} fields={['reason']} />
    </>
  );
}
