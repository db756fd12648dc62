import type { ConfigurationKind } from '@tandem/contracts/settings';
import type { ApplyAnswer } from '@tandem/contracts/system';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { ApiError } from '../../api/api-error.js';
import { FormError } from '../../ui/form-field.js';
import { useLivePreview } from '../proposal/use-live-preview.js';
import { ChangePanel, Changes } from './change-summary.js';
import { ConflictPanel } from './conflict-panel.js';
import { differences, type Thing } from './flat-thing.js';
import { SETTINGS } from './settings-words.js';
import { ThingHistory } from './thing-history.js';
import { useThing, type Outcome, type StoredThing, type ThingTask } from './use-thing.js';

interface ThingFormProps {
  readonly kind: ConfigurationKind;
  readonly label: string;
  /** As it was read; null for a new one. */
  readonly stored: StoredThing | null;
  readonly id: string;
  /** What stands in the form, as a configuration file has it. */
  readonly thing: Thing;
  /** Puts another version into the form. */
  readonly reset: (stored: StoredThing | null) => void;
  /** Whether it can move numbers. */
  readonly numbers?: boolean;
  /** A new one has been saved under this id, and has a page of its own from now on. */
  readonly onMade?: (id: string) => void;
  readonly children: (error: ApiError | null) => ReactNode;
  /** Further buttons beside the one that saves. */
  readonly actions?: ReactNode;
  /** Further panels beside the form. */
  readonly aside?: ReactNode;
}

function Done({
  outcome,
  busy,
  onUndo,
}: {
  outcome: NonNullable<Outcome>;
  busy: boolean;
  onUndo: (() => void) | null;
}) {
  return (
    <div role="status" className="rounded bg-ok-bg px-3 py-2 text-sm text-ok">
      <p className="flex flex-wrap items-center gap-2">
        {outcome.what === 'saved' ? SETTINGS.saved : SETTINGS.undone}
        {onUndo && (
          <button type="button" className="btn" disabled={busy} onClick={onUndo}>
            {SETTINGS.undo}
          </button>
        )}
      </p>
      <div className="text-text-2">
        <Changes answer={outcome.answer} numbers={false} />
      </div>
    </div>
  );
}

/** What is wrong elsewhere than beside an input of the form. */
function OtherFaults({ error, form }: { readonly error: ApiError | null; readonly form: string }) {
  const issues = error?.problem?.issues ?? [];
  if (issues.length === 0) return <FormError error={error} />;
  return (
    <ul className="space-y-1 text-sm text-bad" aria-label={SETTINGS.faultsOf(form)}>
      {issues.map(({ field, reason }) => (
        <li key={`${field} ${reason}`} className="[overflow-wrap:anywhere]">
          <b className="font-medium">{field}</b>: {reason}
        </li>
      ))}
    </ul>
  );
}

function useThingForm({ kind, stored, id, thing, reset, onMade }: ThingFormProps) {
  // What the form began with: what others save meanwhile must not slip in as what was seen.
  const [base, setBase] = useState(stored);
  const task: ThingTask = useThing(kind);
  const [sent, setSent] = useState('');
  const isChanged = base === null || differences(thing, base.thing).length > 0;
  const body = JSON.stringify({ thing });
  const live = useLivePreview<ApplyAnswer>(
    `/configuration/things/${kind}/preview`,
    isChanged && id !== '' ? body : null,
  );
  const save = async (edition: string | null): Promise<void> => {
    setSent(body);
    const saved = await task.save(id, thing, edition);
    if (saved === null) return;
    setBase(saved);
    if (stored === null) onMade?.(encodeURIComponent(saved.id));
  };
  const show = (other: StoredThing | null): void => {
    setBase(other);
    reset(other);
  };
  const takeTheirs = (): void => {
    show(task.conflict?.theirs ?? null);
    task.settleConflict();
  };
  const undo = async (): Promise<void> => show((await task.undo?.()) ?? null);
  const error = sent === body && task.error !== null ? task.error : live.error;
  return { base, task, live, isChanged, error, save, show, takeTheirs, undo };
}

/** One thing of the configuration as a form: beside it what saving would change, below it who was faster, and the way back. */
export function ThingForm(props: ThingFormProps) {
  const { kind, label, numbers = false, children, actions, aside } = props;
  const { base, task, live, isChanged, error, save, show, takeTheirs, undo } = useThingForm(props);
  const { conflict } = task;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void save(base?.edition ?? null);
  };
  return (
    <div className="mt-4 grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <form className="panel min-w-0 space-y-4 px-4 py-3" aria-label={label} onSubmit={submit} noValidate>
        {children(error)}
        <OtherFaults error={error} form={label} />
        {conflict && (
          <ConflictPanel
            kind={kind}
            conflict={conflict}
            busy={task.busy}
            keepMine={() => void save(conflict.theirs?.edition ?? null)}
            takeTheirs={takeTheirs}
          />
        )}
        {task.outcome && (
          <Done outcome={task.outcome} busy={task.busy} onUndo={task.undo === null ? null : () => void undo()} />
        )}
        <div className="flex flex-wrap gap-2">
          <button type="submit" className="btn btn-primary" disabled={task.busy || !isChanged}>
            {task.busy ? SETTINGS.saving : SETTINGS.save}
          </button>
          {actions}
        </div>
      </form>
      <div className="min-w-0 space-y-4 lg:sticky lg:top-16">
        <ChangePanel live={live} isChanged={isChanged} numbers={numbers} />
        {aside}
        {base && <ThingHistory kind={kind} id={base.id} onRestored={show} />}
      </div>
    </div>
  );
}
