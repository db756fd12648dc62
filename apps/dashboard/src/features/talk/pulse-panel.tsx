import type { SessionState } from '@tandem/contracts/access';
import type { Pulse } from '@tandem/contracts/talk';
import { useState, type FormEvent } from 'react';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { useParams } from '../../navigation/use-params.js';
import { NONE, valueText } from '../../text/number-text.js';
import { Choice } from '../../ui/choice.js';
import { DataTable, type Column } from '../../ui/data-table.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { departmentName } from '../../ui/owners.js';
import { useTask } from '../../ui/use-task.js';
import { useWidth } from '../metric/use-width.js';
import { pulseShape } from './pulse-geometry.js';
import { roundText, words } from './pulse-words.js';

type Account = NonNullable<SessionState['account']>;
type Round = Pulse['rounds'][number];
const HEIGHT = 132;

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

function scoreText({ count, score }: Round['sides']['it']): string {
  return score === null ? `${NONE} (${count})` : `${score.toFixed(1)} (${count})`;
}

function columns({ metric }: Pulse): readonly Column<Round>[] {
  return [
    { title: words.round, cell: ({ round }) => <span className="num">{roundText(round)}</span> },
    {
      title: words.answersOf(departmentName('marketing')),
      align: 'right',
      cell: ({ sides }) => scoreText(sides.marketing),
    },
    { title: words.answersOf(departmentName('it')), align: 'right', cell: ({ sides }) => scoreText(sides.it) },
    { title: words.apart, align: 'right', cell: ({ gap }) => (gap === null ? NONE : gap.toFixed(1)) },
    ...(metric === null
      ? []
      : [{ title: metric.title, align: 'right' as const, cell: ({ value }: Round) => valueText(value, metric.unit) }]),
  ];
}

function Drawing({ pulse }: { readonly pulse: Pulse }) {
  const { ref, width } = useWidth();
  const shape = width > 0 ? pulseShape(pulse.rounds, pulse.alignmentPoints, { width, height: HEIGHT }) : null;
  return (
    <div ref={ref} style={{ height: HEIGHT }} className="mt-2">
      {shape && (
        <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true" className="block">
          <line x1="0" x2={width} y1={shape.limitY} y2={shape.limitY} stroke="var(--bad-mark)" />
          <path d={shape.metric} fill="none" stroke="var(--ink-2)" strokeWidth="1.5" />
          <path d={shape.gap} fill="none" stroke="var(--ink)" strokeWidth="2" />
          {shape.dots.map(({ x, y, isApart }) => (
            <circle key={x} cx={x} cy={y} r={isApart ? 5 : 3.5} fill={isApart ? 'var(--bad-mark)' : 'var(--ink)'} />
          ))}
        </svg>
      )}
    </div>
  );
}

function History({ pulse }: { readonly pulse: Pulse }) {
  const { set } = useParams();
  return (
    <>
      <div className="mt-3 flex flex-wrap items-center justify-between gap-2">
        <p className="text-xs text-text-3">
          {pulse.metric === null
            ? words.key(pulse.alignmentPoints)
            : words.keyBeside(pulse.alignmentPoints, pulse.metric.title)}
        </p>
        <Choice
          label={words.beside}
          value={pulse.metric?.key ?? ''}
          options={[
            { value: '', label: words.besideNone },
            ...pulse.metrics.map(({ key, title }) => ({ value: key, label: title })),
          ]}
          onChange={(key) => set({ kpi: key === '' ? null : key })}
        />
      </div>
      <Drawing pulse={pulse} />
      <div className="mt-2">
        <DataTable
          caption={words.title}
          columns={columns(pulse)}
          rows={[...pulse.rounds].reverse()}
          rowKey={({ round }) => round.key}
        />
      </div>
    </>
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
