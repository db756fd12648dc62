import type { InitiativeChoices, InitiativePage } from '@tandem/contracts/initiatives';
import { useState, type FormEvent, type ReactNode } from 'react';
import { PageLink } from '../../navigation/page-link.js';
import { FormError } from '../../ui/form-field.js';
import { useSending } from '../../ui/use-sending.js';
import { idOfTitle } from '../goals/goal-draft.js';
import { useLivePreview, type LivePreview } from '../proposal/use-live-preview.js';
import { CaseCurve } from './case-curve.js';
import { GateReasons } from './gate-panel.js';
import { GateMark } from './gate-mark.js';
import { PromiseFields, ScopeFields, ScoreFields, WhatFields } from './initiative-fields.js';
import { writtenInitiative, type InitiativeDraft } from './initiative-draft.js';
import { words } from './initiative-form-words.js';
import { moneyText, monthText } from './initiative-words.js';
import { MonthTable } from './month-table.js';

interface InitiativeFormProps {
  readonly start: InitiativeDraft;
  readonly choices: InitiativeChoices;
  /** Of one that is changed; a new one takes its id from its title. */
  readonly id: string | null;
}

/** Fields whose faults stand beside an input; others are told below. */
function isBeside({ field }: { readonly field: string }): boolean {
  return /^(title|agenda|capability|owners\.\w+|effect\.\w+|scope\.teams\.\d+\.\w+|scope\.durationMonths|start|stage|launchedOn|months\b.*|(wsjf|rice)\.\w+)$/.test(
    field,
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="space-y-3 border-t border-line pt-3 first:border-0 first:pt-0">
      <h2 className="text-base font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Standing({ live }: { readonly live: LivePreview<InitiativePage> }) {
  const page = live.preview;
  return (
    <section className="panel min-w-0 px-4 py-3 lg:sticky lg:top-16" aria-labelledby="standing" aria-busy={live.busy}>
      <h2 id="standing" className="text-base font-semibold">
        {words.standing}
      </h2>
      <p role="status" className="mt-1 text-sm text-text-2">
        {live.busy ? words.reckoning : live.error ? words.fillIn : page === null ? words.nothingYet : ''}
      </p>
      {page && (live.busy || live.error === null) && (
        <>
          <p className="mt-2">
            <GateMark verdict={page.gate.verdict} />
          </p>
          <GateReasons page={page} />
          {page.case && (
            <p className="num mt-2 text-sm text-text-2">
              {words.worth(
                moneyText(page.case.netPresentValue, page.settings.currency),
                monthText(page.case.paybackMonth),
              )}
            </p>
          )}
          {page.case && <CaseCurve known={page.case} forecast={null} settings={page.settings} />}
        </>
      )}
    </section>
  );
}

/** An initiative, written beside what the gate would say. */
export function InitiativeForm({ start, choices, id }: InitiativeFormProps) {
  const [draft, setDraft] = useState(start);
  const { busy, error, sent, write } = useSending('/initiatives', id, (other) => other.startsWith('/initiatives'));
  const taken = choices.initiatives.map((one) => one.id);
  const body = JSON.stringify(writtenInitiative(id ?? idOfTitle(draft.title, taken, 'initiative'), draft));
  const live = useLivePreview<InitiativePage>('/initiatives/preview', draft.title.trim() === '' ? null : body);
  const edit = (changes: Partial<InitiativeDraft>): void => setDraft({ ...draft, ...changes });
  const shown = sent === body && error !== null ? error : live.error;
  const elsewhere = (shown?.problem?.issues ?? []).filter((issue) => !isBeside(issue));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    write(body);
  };
  const fields = { draft, edit, choices, error: shown };
  return (
    <div className="mt-4 grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
      <form className="panel min-w-0 space-y-4 px-4 py-3" aria-label={words.label} onSubmit={submit} noValidate>
        <Part title={words.parts.what}>
          <WhatFields {...fields} />
        </Part>
        <Part title={words.parts.promise}>
          <PromiseFields {...fields} />
        </Part>
        <Part title={words.parts.scope}>
          <ScopeFields {...fields} id={id ?? ''} />
        </Part>
        <Part title={words.parts.months}>
          <MonthTable
            months={draft.months}
            onChange={(months) => edit({ months })}
            currency={choices.settings.currency}
            error={shown}
          />
        </Part>
        <Part title={words.parts.plan}>
          <ScoreFields {...fields} />
        </Part>
        {elsewhere.length > 0 && (
          <ul role="alert" className="text-sm text-bad">
            {elsewhere.map(({ field, reason }) => (
              <li key={`${field} ${reason}`}>
                {field}: {reason}
              </li>
            ))}
          </ul>
        )}
        {sent === body && error !== null && !error.problem?.issues?.length && <FormError error={error} />}
        <div className="flex flex-wrap gap-2">
          <button type="submit" className="btn btn-primary" disabled={busy}>
            {id === null ? words.takeIn : words.save}
          </button>
          <PageLink to={id === null ? '/initiatives' : `/initiatives/${encodeURIComponent(id)}`} className="btn">
            {words.leave}
          </PageLink>
        </div>
      </form>
      <Standing live={live} />
    </div>
  );
}
