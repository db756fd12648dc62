import type { DigestChoices } from '@tandem/contracts/digests';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { Choice } from '../../ui/choice.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { useTask } from '../../ui/use-task.js';

const HOURS = [
  { value: '', label: 'none' },
  ...Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: `at ${String(hour).padStart(2, '0')}:00`,
  })),
];

/** Mails that sum up a day or a week: alerts of one's side, and goals whose status changed. */
export function DigestsPanel() {
  const choices = useResource<DigestChoices>('/account/digests');
  const { error, attempt } = useTask();
  const choose = (body: DigestChoices): void => {
    void attempt(async () => {
      await sendJson('/account/digests', { method: 'PATCH', body });
      invalidateResources((path) => path === '/account/digests', 0);
    });
  };
  return (
    <section className="panel mt-4 px-5 py-4" aria-labelledby="digests">
      <h2 id="digests" className="text-lg font-semibold">
        Digests by mail
      </h2>
      <p className="mt-1 text-sm text-text-2">
        Alerts of your side and goals whose status changed, at an hour of the organisation’s clock. A weekly digest
        comes on the first day of its week. The server must be able to send mail.
      </p>
      <Loaded resource={choices} heights={[32]}>
        {(data) => (
          <div className="mt-3 flex flex-wrap gap-4">
            {(['daily', 'weekly'] as const).map((cadence) => (
              <span key={cadence} className="flex items-center gap-2 text-sm">
                {cadence === 'daily' ? 'Every day' : 'Every week'}
                <Choice
                  label={cadence === 'daily' ? 'Daily digest' : 'Weekly digest'}
                  value={data[cadence] === null ? '' : String(data[cadence].hour)}
                  options={HOURS}
                  onChange={(hour) => choose({ ...data, [cadence]: hour === '' ? null : { hour: Number(hour) } })}
                />
              </span>
            ))}
          </div>
        )}
      </Loaded>
      <FormError error={error} />
    </section>
  );
}
