import type { StandardMetric } from '@tandem/contracts/catalogue';
import type { ApplyAnswer } from '@tandem/contracts/system';
import { useState } from 'react';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useTask, type Task } from '../../ui/use-task.js';
import { adoptionFile, adoptionOf, type Adoption } from './adoption.js';

export type MetricChange = ApplyAnswer['changes'][number];

export interface Adopting extends Pick<Task, 'busy' | 'error'> {
  readonly adoption: Adoption;
  readonly set: (changes: Partial<Adoption>) => void;
  /** The file that is sent. */
  readonly text: string;
  /** What would happen to the metric that has the key already; nothing was written. */
  readonly taken: readonly MetricChange[] | null;
  /** What happened: words change at once, what moves numbers may wait for signatures. */
  readonly done: Pick<ApplyAnswer, 'changes' | 'warnings'> | null;
  /** Adopts; under a key that is taken only when that was confirmed. */
  readonly adopt: (confirmed: boolean) => void;
}

async function apply(text: string, dryRun: boolean): Promise<ApplyAnswer> {
  return askJson<ApplyAnswer>('/configuration', { method: 'POST', body: { file: 'ready-made', text, dryRun } });
}

/** The form's state, and the way through the door that any file takes. */
export function useAdoption(metric: StandardMetric, metricKeys: readonly string[]): Adopting {
  const [adoption, setAdoption] = useState<Adoption>(() => adoptionOf(metric, metricKeys));
  const [taken, setTaken] = useState<readonly MetricChange[] | null>(null);
  const [done, setDone] = useState<ApplyAnswer | null>(null);
  const { busy, error, attempt } = useTask();
  const text = adoptionFile(metric, adoption);
  const adopt = async (confirmed: boolean): Promise<void> => {
    // Under a key that is taken an adoption is a change of that metric, which nobody should make by accident.
    const foreseen = confirmed ? [] : (await apply(text, true)).changes;
    if (foreseen.some(({ action }) => action === 'change' || action === 'propose')) {
      setTaken(foreseen);
      return;
    }
    setDone(await apply(text, false));
    setTaken(null);
    invalidateResources((path) => path === '/catalogue' || path.startsWith('/metrics'), 0);
  };
  return {
    adoption,
    text,
    taken,
    done,
    busy,
    error,
    set: (changes) => {
      setAdoption({ ...adoption, ...changes });
      setTaken(null);
      setDone(null);
    },
    adopt: (confirmed) => void attempt(() => adopt(confirmed)),
  };
}
