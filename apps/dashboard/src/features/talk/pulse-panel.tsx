import type { SessionState } from '@tandem/contracts/access';
import type { Pulse } from '@tandem/contracts/talk';
import { useId, useRef, useState, type FormEvent } from 'react';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { useNow } from '../../navigation/use-now.js';
import { useParams } from '../../navigation/use-params.js';
import { momentText } from '../../text/time-text.js';
import { ChartTools, useTableView } from '../../ui/chart-tools.js';
import { Choice } from '../../ui/choice.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { departmentName } from '../../ui/owners.js';
import { useTask } from '../../ui/use-task.js';
import { useWidth } from '../metric/use-width.js';
import { PULSE_HEIGHT, PulseChart, PulseTable } from './pulse-chart.js';
import { roundText, words } from './pulse-words.js';

type Account = NonNullable<SessionState['account']>;

function Question({
  text,
  value,
  onChange,
}: {
  readonly text: string;
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  return (
    <label className="block text-sm">
      {text} <b className="num font-semibold">{value}</b>
      <input
        type="range"
        min={0}
        max={10}
        step={1}
        className="mt-1 block h-6 w-full"
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      />
    </label>
  );
}

/** Two questions, once a round; what is kept does not say whose answer it is. */
function Answer({ pulse, side }: { readonly pulse: Pulse; readonly side: 'marketing' | 'it' }) {
  const [sameOutcome, setSame] = useState(5);
  const [toldInTime, setTold] = useState(5);
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      await sendJson('/pulse', { method: 'POST', body: { sameOutcome, toldInTime } });
      invalidateResources((path) => path.startsWith('/pulse') || path.startsWith('/communication'), 0);
    });
  };
  if (pulse.answered) {
    return <p className="mt-2 text-sm text-text-2">{words.answered(roundText(pulse.round))}</p>;
  }
  return (
    <form className="noprint mt-2 max-w-[480px] space-y-2" aria-label={words.form} onSubmit={submit}>
      <p className="text-xs text-text-3">{words.rule(departmentName(side), roundText(pulse.round), pulse.minimum)}</p>
      <Question text={words.sameOutcome} value={sameOutcome} onChange={setSame} />
      <Question text={words.toldInTime} value={toldInTime} onChange={setTold} />
      <button type="submit" className="btn btn-primary" disabled={busy}>
        {words.answer}
      </button>
      <FormError error={error} />
    </form>
  );
}

/** The chart or its table, in a place of the same height. */
function Drawn({ pulse, describedBy }: { readonly pulse: Pulse; readonly describedBy: string }) {
  const { ref, width } = useWidth();
  const asTable = useTableView('view');
  return (
    <div ref={ref} style={{ minHeight: PULSE_HEIGHT }} className="mt-2">
      {asTable && <PulseTable pulse={pulse} />}
      {width > 0 && !asTable && <PulseChart pulse={pulse} width={width} describedBy={describedBy} />}
    </div>
  );
}

function History({ pulse }: { readonly pulse: Pulse }) {
  const { set } = useParams();
  const now = useNow();
  const whole = useRef<HTMLDivElement>(null);
  const keyId = useId();
  const key =
    pulse.metric === null
      ? words.key(pulse.alignmentPoints)
      : words.keyBeside(pulse.alignmentPoints, pulse.metric.title);
  const file = {
    path: apiPath('/pulse', { metric: pulse.metric?.key ?? null }),
    label: words.file,
    image: {
      drawing: () => whole.current?.querySelector<SVGSVGElement>('figure > svg') ?? null,
      title: words.picture,
      source: words.source(key, momentText(now)),
      name: 'alignment-pulse',
    },
  };
  return (
    <div ref={whole}>
      <div className="mt-3 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p id={keyId} className="min-w-[12rem] flex-1 text-xs text-text-3">
          {key}
        </p>
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-2">
          <Choice
            label={words.beside}
            value={pulse.metric?.key ?? ''}
            options={[
              { value: '', label: words.besideNone },
              ...pulse.metrics.map(({ key: metric, title }) => ({ value: metric, label: title })),
            ]}
            onChange={(metric) => set({ kpi: metric === '' ? null : metric })}
          />
          <ChartTools view="view" of={words.title} file={file} />
        </div>
      </div>
      <Drawn pulse={pulse} describedBy={keyId} />
    </div>
  );
}

/** How well each side says that both work together, and the distance between them over time. */
export function PulsePanel({ account }: { readonly account: Account | null }) {
  const { params } = useParams();
  const pulse = useResource<Pulse>(apiPath('/pulse', { metric: params.get('kpi') }));
  return (
    <section id="pulse" className="panel mt-4 px-4 py-3" aria-labelledby="pulse-title">
      <h2 id="pulse-title" className="text-base font-semibold">
        {words.title}
      </h2>
      <Loaded resource={pulse} heights={[160]}>
        {(data) => (
          <>
            {account?.side && <Answer pulse={data} side={account.side} />}
            {data.rounds.length === 0 ? (
              <p className="mt-2 text-sm text-text-2">{words.none}</p>
            ) : (
              <History pulse={data} />
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
