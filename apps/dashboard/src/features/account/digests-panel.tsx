import type { DigestChoices } from '@tandem/contracts/digests';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { Choice } from '../../ui/choice.js';
import { FormError } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { useTask } from '../../ui/use-task.js';
import { ACCOUNT } from './account-words.js';

function hours() {
  return [
    { value: '', label: ACCOUNT.digests.none },
    ...Array.from({ length: 24 }, (_, hour) => ({
      value: String(hour),
      label: ACCOUNT.digests.at(`${String(hour).padStart(2, '0')}:00`),
    })),
  ];
}

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
        {ACCOUNT.digests.title}
      </h2>
      <p className="mt-1 text-sm text-text-2">{ACCOUNT.digests.intro}</p>
      <Loaded resource={choices} heights={[32]}>
        {(data) => (
          <div className="mt-3 flex flex-wrap gap-4">
            {(['daily', 'weekly'] as const).map((cadence) => (
              <span key={cadence} className="flex items-center gap-2 text-sm">
                {cadence === 'daily' ? ACCOUNT.digests.everyDay : ACCOUNT.digests.everyWeek}
                <Choice
                  label={cadence === 'daily' ? ACCOUNT.digests.daily : ACCOUNT.digests.weekly}
                  value={data[cadence] === null ? '' : String(data[cadence].hour)}
                  options={hours()}
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
