import type { MetricPage } from '@tandem/contracts/metrics';
import type { MetricDefinition } from '@tandem/contracts/proposals';
import { useState, type FormEvent } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { ApiError } from '../../api/api-error.js';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { addressOf } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { draftOf, formulaFaults, isSameDraft, writtenDefinition, type DefinitionDraft } from './definition-draft.js';
import { DefinitionFields } from './definition-fields.js';
import { FormulaEditor } from './formula-editor.js';
import { signerInstead, type Speaker } from './may-sign.js';
import { PreviewPanel } from './preview-panel.js';
import { words } from './proposal-words.js';
import { useLivePreview } from './use-live-preview.js';

interface ProposeFormProps {
  readonly page: MetricPage;
  readonly definition: MetricDefinition;
  readonly speaker: Speaker;
}

/** Who has to sign, said before anything is sent. */
function consequence({ needsBoth }: MetricDefinition, instead: string | null): string {
  if (instead !== null) return words.signedElsewhere(instead);
  return needsBoth ? words.signs : words.atOnce;
}

/** What is sent with the change, and since when it failed: faults are those of what stood in the form then. */
function usePropose(path: string, onDone: () => void) {
  const { busy, error, attempt } = useTask();
  const [sent, setSent] = useState('');
  const propose = (definition: string, more: object): void => {
    setSent(definition);
    void attempt(async () => {
      const body = { definition: JSON.parse(definition) as object, ...more };
      await askJson(`${path}/proposals`, { method: 'POST', body });
      invalidateResources((other) => other.startsWith('/metrics') || other === '/proposals', 0);
      onDone();
    });
  };
  return { busy, error, sent, propose };
}

interface Why {
  readonly reason: string;
  /** A day, or nothing for the moment of the last signature. */
  readonly from: string;
}

interface WhyAndWhenProps {
  readonly why: Why;
  readonly edit: (changes: Partial<Why>) => void;
  readonly error: ApiError | null;
}

function WhyAndWhen({ why, edit, error }: WhyAndWhenProps) {
  return (
    <>
      <FormField
        label={words.reason}
        name="reason"
        value={why.reason}
        onChange={(reason) => edit({ reason })}
        error={error}
        hint={words.reasonHint}
      />
      <FormField
        label={words.from}
        name="effectiveFrom"
        type="date"
        value={why.from}
        onChange={(from) => edit({ from })}
        error={error}
        required={false}
        hint={words.fromHint}
      />
    </>
  );
}

/** Edits a copy of the definition while both histories are counted beside it. */
export function ProposeForm({ page, definition, speaker }: ProposeFormProps) {
  const instead = signerInstead(speaker, definition.signingTeams);
  const [start] = useState(() => draftOf(definition));
  const [draft, setDraft] = useState<DefinitionDraft>(start);
  const [why, setWhy] = useState<Why>({ reason: '', from: '' });
  const [, navigate] = useLocation();
  const search = useSearch();
  const path = `/metrics/${encodeURIComponent(page.metric.key)}`;
  const { busy, error, sent, propose } = usePropose(path, () => navigate(addressOf(path, search)));

  const written = JSON.stringify(writtenDefinition(draft));
  const isChanged = !isSameDraft(start, draft);
  const live = useLivePreview(
    `${path}/proposals/preview`,
    isChanged ? JSON.stringify({ definition: JSON.parse(written) as object }) : null,
  );
  const edit = (changes: Partial<DefinitionDraft>): void => setDraft({ ...draft, ...changes });
  const definitionError = sent === written && error !== null ? error : live.error;
  const fields = (error?.problem?.issues ?? []).map(({ field }) => field).filter((field) => field !== 'definition');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    propose(written, { reason: why.reason, ...(why.from === '' ? {} : { effectiveFrom: why.from }) });
  };
  return (
    <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
      <form className="panel space-y-4 px-4 py-3" aria-label={words.change} onSubmit={submit}>
        <FormulaEditor
          value={draft.formulaText}
          onChange={(formulaText) => edit({ formulaText })}
          faults={formulaFaults(definitionError?.problem ?? null)}
        />
        <DefinitionFields draft={draft} edit={edit} error={definitionError} />
        <WhyAndWhen why={why} edit={(changes) => setWhy({ ...why, ...changes })} error={error} />
        <p className="text-sm text-text-2">{consequence(definition, instead)}</p>
        <FormError error={error} fields={fields} />
        <div className="flex flex-wrap gap-2">
          <button type="submit" className="btn btn-primary" disabled={busy || !isChanged}>
            {instead === null ? words.signAndPropose : words.propose}
          </button>
          <PageLink to={path} className="btn">
            {words.cancel}
          </PageLink>
        </div>
      </form>
      <PreviewPanel live={live} timeZone={page.timeZone} />
    </div>
  );
}
