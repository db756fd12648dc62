import type { MetricList } from '@tandem/contracts/metrics';
import type { ApplyAnswer } from '@tandem/contracts/system';
import { useResource } from '../../api/use-resource.js';
import { departmentName } from '../../ui/owners.js';
import { FieldChanges } from '../metric/field-changes.js';
import type { LivePreview } from '../proposal/use-live-preview.js';
import { fieldText, KIND_WORDS, SETTINGS } from './settings-words.js';

function useTitles(): ReadonlyMap<string, string> {
  const metrics = useResource<MetricList>('/metrics').data?.metrics ?? [];
  return new Map(metrics.map(({ metric }) => [metric.key, metric.title]));
}

/** Which numbers a change moves: those counted anew, and those that wait for signatures. */
function Numbers({ answer }: { readonly answer: ApplyAnswer }) {
  const titles = useTitles();
  const titleOf = (key: string) => titles.get(key) ?? key;
  const proposed = answer.changes.filter(({ action, waitsFor }) => action === 'propose' && waitsFor?.length);
  const { recounts } = answer;
  if (recounts.length === 0 && proposed.length === 0) {
    return <p className="mt-2 text-sm text-text-3">{SETTINGS.noNumbers}</p>;
  }
  return (
    <div className="mt-2 space-y-1 text-sm text-warn">
      {recounts.length > 0 && (
        <p>
          {recounts.length > 4 && recounts.length === titles.size
            ? SETTINGS.recountsAll(recounts.length)
            : SETTINGS.recounts(recounts.map(titleOf))}
        </p>
      )}
      {proposed.map(({ id, waitsFor = [] }) => (
        <p key={id}>{SETTINGS.proposes(titleOf(id), waitsFor.map(departmentName))}</p>
      ))}
    </div>
  );
}

/** Field by field what a change does, and to which numbers. */
export function Changes({ answer, numbers }: { readonly answer: ApplyAnswer; readonly numbers: boolean }) {
  const changed = answer.changes.filter(({ action }) => action !== 'unchanged');
  return (
    <>
      {changed.map(({ kind, id, action, fields }) => (
        <div key={`${kind} ${id} ${action}`} className="mt-2">
          <p className="text-sm font-medium">
            {KIND_WORDS[kind]} {kind === 'organisation' ? '' : id}
          </p>
          <FieldChanges
            fields={fields.map((change) => ({ ...change, field: fieldText(change.field) }))}
            isNew={action === 'create'}
          />
        </div>
      ))}
      {answer.warnings.map(({ message }) => (
        <p key={message} className="mt-2 text-sm text-warn">
          {message}
        </p>
      ))}
      {numbers && changed.length > 0 && <Numbers answer={answer} />}
    </>
  );
}

interface ChangePanelProps {
  readonly live: LivePreview<ApplyAnswer>;
  readonly isChanged: boolean;
  /** Whether the thing can move numbers at all. */
  readonly numbers: boolean;
}

/** What saving would change, asked of the server while the form is filled in. */
export function ChangePanel({ live, isChanged, numbers }: ChangePanelProps) {
  const { preview, error, busy } = live;
  const told = !isChanged ? SETTINGS.nothingChanges : busy ? SETTINGS.looking : error ? SETTINGS.faulty : '';
  return (
    <section className="panel min-w-0 px-4 py-3" aria-labelledby="what-changes" aria-busy={busy}>
      <h2 id="what-changes" className="text-base font-semibold">
        {SETTINGS.whatChanges}
      </h2>
      <p role="status" className="mt-1 text-sm text-text-2">
        {told}
      </p>
      {isChanged && preview && (busy || error === null) && <Changes answer={preview} numbers={numbers} />}
    </section>
  );
}
