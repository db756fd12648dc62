import type { InitiativePlan, ScenarioMade } from '@tandem/contracts/initiative-plan';
import { useState, type FormEvent } from 'react';
import { askJson, sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useParams } from '../../navigation/use-params.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { moneyText } from './initiative-words.js';
import { SCENARIOS, words, type Titles } from './plan-words.js';

interface ScenariosProps {
  readonly data: InitiativePlan;
  readonly titles: Titles;
  readonly canKeep: boolean;
}

const anew = (): void => invalidateResources((path) => path.startsWith('/initiatives/plan'), 0);

interface Shown {
  readonly id: string | null;
  readonly title: string;
  readonly terms: InitiativePlan['terms'];
  readonly chosen: readonly string[];
  readonly value: number;
  readonly isBest: boolean;
  readonly planned: string;
}

function shownOf({ plan, terms, scenarios }: InitiativePlan): readonly Shown[] {
  const present: Shown = {
    id: null,
    title: SCENARIOS.present,
    terms,
    chosen: plan.chosen.map(({ id }) => id),
    value: plan.value,
    isBest: plan.isBest,
    planned: plan.budget.planned,
  };
  return [
    present,
    ...scenarios.map(({ id, title, terms: own, plan: kept }) => ({
      id,
      title,
      terms: own,
      chosen: kept.chosen,
      value: kept.value,
      isBest: kept.isBest,
      planned: kept.budget.planned,
    })),
  ];
}

function Keep({ terms }: { readonly terms: InitiativePlan['terms'] }) {
  const [title, setTitle] = useState('');
  const { busy, error, attempt } = useTask();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const { scoring, capacityPercent, budget } = terms;
    const body = { title, scoring, capacityPercent, ...(budget === null ? {} : { budget }) };
    void attempt(async () => {
      await askJson<ScenarioMade>('/initiatives/scenarios', { method: 'POST', body });
      setTitle('');
      anew();
    });
  };
  return (
    <form className="mt-2 flex flex-wrap items-end gap-2" aria-label={SCENARIOS.keepForm} onSubmit={submit} noValidate>
      <div className="min-w-[220px]">
        <FormField label={SCENARIOS.keepAs} name="title" value={title} onChange={setTitle} error={error} />
      </div>
      <button type="submit" className="btn !h-9" disabled={busy || title.trim() === ''}>
        {SCENARIOS.keep}
      </button>
      <FormError error={error} fields={['title']} />
    </form>
  );
}

function Remove({ id, title }: { readonly id: string; readonly title: string }) {
  const { busy, attempt } = useTask();
  const remove = (): void => {
    void attempt(async () => {
      await sendJson(`/initiatives/scenarios/${id}`, { method: 'DELETE' });
      anew();
    });
  };
  return (
    <button type="button" className="btn" disabled={busy} onClick={remove} aria-label={SCENARIOS.removeOne(title)}>
      {SCENARIOS.remove}
    </button>
  );
}

function Heads({ shown }: { readonly shown: readonly Shown[] }) {
  const { set } = useParams();
  return (
    <thead>
      <tr>
        <th scope="col" className="px-3 py-2 text-left text-xs font-medium text-text-3">
          {SCENARIOS.plan}
        </th>
        {shown.map((one) => (
          <th key={one.id ?? ''} scope="col" className="names px-3 py-2 text-left align-top font-medium">
            {one.id === null ? (
              one.title
            ) : (
              <button
                type="button"
                className="lnk text-left"
                onClick={() =>
                  set({
                    scoring: one.terms.scoring,
                    capacityPercent: String(one.terms.capacityPercent),
                    budget: one.terms.budget,
                  })
                }
              >
                {one.title}
              </button>
            )}
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface LinesProps extends Pick<ScenariosProps, 'titles'> {
  readonly shown: readonly Shown[];
  readonly settings: InitiativePlan['settings'];
}

function Lines({ shown, titles, settings }: LinesProps) {
  const ids = [...new Set(shown.flatMap(({ chosen }) => chosen))];
  const { currency } = settings;
  const head = 'border-t border-line px-3 py-1.5 text-left font-normal';
  return (
    <tbody>
      <Line title={words.score} values={shown.map(({ terms }) => SCENARIOS.scorings[terms.scoring])} head={head} />
      <Line title={words.capacity} values={shown.map(({ terms }) => `${terms.capacityPercent}%`)} head={head} />
      <Line
        title={words.budget}
        values={shown.map(({ terms }) => moneyText(terms.budget ?? settings.budget, currency))}
        head={head}
      />
      <Line
        title={SCENARIOS.plannedCost}
        values={shown.map(({ planned }) => moneyText(planned, currency))}
        head={head}
      />
      <Line
        title={SCENARIOS.worth}
        values={shown.map(({ value, isBest }) => (isBest ? value.toFixed(2) : SCENARIOS.orMore(value.toFixed(2))))}
        head={head}
      />
      {ids.map((id) => (
        <Line
          key={id}
          title={titles.of(id)}
          values={shown.map(({ chosen }) => (chosen.includes(id) ? SCENARIOS.in : SCENARIOS.out))}
          head={head}
        />
      ))}
    </tbody>
  );
}

/** Plans under other terms, one a column: what each holds and what it is worth. */
export function ScenariosPanel({ data, titles, canKeep }: ScenariosProps) {
  const shown = shownOf(data);
  return (
    <section className="mt-4" aria-labelledby="scenarios">
      <h2 id="scenarios" className="text-base font-semibold">
        {SCENARIOS.title}
      </h2>
      <div className="panel mt-2 overflow-x-auto" role="region" aria-label={SCENARIOS.title} tabIndex={0}>
        <table className="num w-full text-sm">
          <caption className="sr">{SCENARIOS.caption}</caption>
          <Heads shown={shown} />
          <Lines shown={shown} titles={titles} settings={data.settings} />
        </table>
      </div>
      {canKeep && (
        <>
          <Keep terms={data.terms} />
          <div className="mt-2 flex flex-wrap gap-2">
            {data.scenarios.map(({ id, title }) => (
              <span key={id} className="inline-flex items-center gap-2 text-sm">
                {title} <Remove id={id} title={title} />
              </span>
            ))}
          </div>
        </>
      )}
    </section>
  );
}

function Line({
  title,
  values,
  head,
}: {
  readonly title: string;
  readonly values: readonly string[];
  readonly head: string;
}) {
  return (
    <tr>
      <th scope="row" className={`${head} names`}>
        {title}
      </th>
      {values.map((value, index) => (
        <td key={index} className={`${head} ${value === SCENARIOS.out ? 'text-text-3' : ''}`}>
          {value}
        </td>
      ))}
    </tr>
  );
}
