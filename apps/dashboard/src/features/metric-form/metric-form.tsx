import type { MetricChoices, NewMetricPreview } from '@tandem/contracts/metric-form';
import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { PageLink } from '../../navigation/page-link.js';
import { FormError } from '../../ui/form-field.js';
import { Namesakes } from '../../ui/namesakes.js';
import { useTask } from '../../ui/use-task.js';
import { idOfTitle } from '../goals/goal-draft.js';
import { FormulaEditor } from '../proposal/formula-editor.js';
import { useLivePreview, type LivePreview } from '../proposal/use-live-preview.js';
import { writtenFormula } from './formula-draft.js';
import { FormulaFields } from './formula-fields.js';
import { textOfFormula, writtenMetric, type MetricDraft } from './metric-draft.js';
import { HowItIsShown, WhatItSays, WhoseItIs, type MetricFieldsProps } from './metric-fields.js';
import { METRIC_FORM } from './metric-form-words.js';
import { ValueHistory } from './value-history.js';

type Live = LivePreview<NewMetricPreview>;

/** Faults that stand beside no field of their own: those of a formula that is text, and of what the guided fields group. */
function formulaFaults({ error }: Live, asText: boolean) {
  const issues = error?.problem?.issues?.filter(({ field }) => field.startsWith('formula')) ?? [];
  return asText ? issues.map(({ field, line, reason }) => ({ line: line ?? null, text: `${field}: ${reason}` })) : [];
}

function OtherFaults({ live }: { readonly live: Live }) {
  const issues = live.error?.problem?.issues ?? [];
  if (issues.length === 0) return <FormError error={live.error} />;
  return (
    <ul className="space-y-1 text-sm text-bad" aria-label={METRIC_FORM.missing}>
      {issues.map(({ field, reason }) => (
        <li key={`${field} ${reason}`} className="[overflow-wrap:anywhere]">
          <b className="font-medium">{field}</b>: {reason}
        </li>
      ))}
    </ul>
  );
}

function HowItIsCounted(props: MetricFieldsProps & { readonly live: Live }) {
  const { draft, edit, choices, live } = props;
  const swap = (): void =>
    edit(
      draft.asText
        ? { asText: false }
        : { asText: true, formulaText: textOfFormula(writtenFormula(draft.formula, choices)) },
    );
  return (
    <fieldset className="min-w-0 space-y-3">
      <legend className="text-base font-semibold">{METRIC_FORM.how}</legend>
      {draft.asText ? (
        <FormulaEditor
          value={draft.formulaText}
          onChange={(formulaText) => edit({ formulaText })}
          faults={formulaFaults(live, true)}
        />
      ) : (
        <FormulaFields
          draft={draft.formula}
          edit={(changes) => edit({ formula: { ...draft.formula, ...changes } })}
          choices={choices}
          error={live.error}
        />
      )}
      <button type="button" className="lnk text-sm" onClick={swap}>
        {draft.asText ? METRIC_FORM.toFields : METRIC_FORM.toText}
      </button>
    </fieldset>
  );
}

interface PreviewProps {
  readonly live: Live;
  readonly unit: string;
  /** Nothing has been written yet that could be counted. */
  readonly isBlank: boolean;
}

function Preview({ live, unit, isBlank }: PreviewProps) {
  const { preview, error, busy } = live;
  return (
    <section className="panel min-w-0 px-4 py-3 lg:sticky lg:top-16" aria-labelledby="says" aria-busy={busy}>
      <h2 id="says" className="text-base font-semibold">
        {METRIC_FORM.preview}
      </h2>
      <p role="status" className="text-sm text-text-2">
        {isBlank ? METRIC_FORM.begin : busy ? METRIC_FORM.counting : error ? METRIC_FORM.notYet : ''}
      </p>
      {preview && (busy || error === null) && (
        <>
          <ValueHistory preview={preview} unit={unit} />
          {preview.namesakes.length > 0 && <Namesakes metrics={preview.namesakes} />}
        </>
      )}
    </section>
  );
}

interface MetricFormProps {
  readonly start: MetricDraft;
  readonly choices: MetricChoices;
}

/** A new metric, written beside what it says over the records that there are. */
export function MetricForm({ start, choices }: MetricFormProps) {
  const [draft, setDraft] = useState(start);
  const [, navigate] = useLocation();
  const { busy, error, attempt } = useTask();
  const taken = choices.metrics.map(({ key }) => key);
  const whole = { ...draft, key: draft.keyFollows ? idOfTitle(draft.title, taken, 'metric') : draft.key };
  const thing = writtenMetric(whole, choices);
  const body = JSON.stringify({ thing, ...(draft.asText ? { formulaText: draft.formulaText } : {}) });
  const live: Live = useLivePreview<NewMetricPreview>('/metrics/preview', draft.title === '' ? null : body);
  const edit = (changes: Partial<MetricDraft>): void => setDraft((before) => ({ ...before, ...changes }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      const asked: object = JSON.parse(body) as object;
      const written = (await askJson<NewMetricPreview>('/metrics/preview', { method: 'POST', body: asked })).thing;
      const path = `/configuration/things/metric/${encodeURIComponent(whole.key)}`;
      await askJson(path, { method: 'PUT', body: { thing: written, edition: null } });
      invalidateResources((other) => other !== '/session', 0);
      navigate(`/metrics/${encodeURIComponent(whole.key)}`);
    });
  };
  const fields = { draft: whole, edit, choices, error: error ?? live.error };
  return (
    <div className="mt-4 grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <form className="panel min-w-0 space-y-5 px-4 py-3" aria-label={METRIC_FORM.form} onSubmit={submit} noValidate>
        <WhatItSays {...fields} />
        <HowItIsCounted {...fields} live={live} />
        <HowItIsShown {...fields} />
        <WhoseItIs {...fields} />
        <OtherFaults live={error === null ? live : { ...live, error }} />
        <div className="flex flex-wrap gap-2">
          <button type="submit" className="btn btn-primary" disabled={busy || draft.title === ''}>
            {METRIC_FORM.make}
          </button>
          <PageLink to="/metrics" className="btn">
            {METRIC_FORM.cancel}
          </PageLink>
        </div>
      </form>
      <Preview live={live} unit={draft.unit} isBlank={draft.title === ''} />
    </div>
  );
}
