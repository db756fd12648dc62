import type { MetricPage } from '@tandem/contracts/metrics';
import { useState } from 'react';
import { ApiError } from '../../api/api-error.js';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { Progress } from '../../ui/progress.js';
import { METRIC_WORDS } from './metric-words.js';

interface CountingNoticeProps {
  readonly metricKey: string;
  readonly backfill: NonNullable<MetricPage['backfill']>;
}

/** Why a metric answers nothing for the moment: its records are still being counted. */
export function CountingNotice({ metricKey, backfill: { state, share, records } }: CountingNoticeProps) {
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const action = state === 'running' ? 'stop' : 'resume';
  const send = async (): Promise<void> => {
    setAsking(true);
    setError(null);
    try {
      await sendJson(`/metrics/${encodeURIComponent(metricKey)}/backfill/${action}`, { method: 'POST' });
    } catch (failure) {
      if (!(failure instanceof ApiError)) throw failure;
      setError(failure.message);
    } finally {
      setAsking(false);
      invalidateResources((path) => path.startsWith('/metrics'), 0);
    }
  };
  return (
    <section
      className="panel mb-4 flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3"
      aria-label={METRIC_WORDS.counting.title}
    >
      <div className="min-w-[16rem] flex-1">
        <p className="text-sm font-medium">{METRIC_WORDS.counting.soFar(state === 'running', records)}</p>
        <Progress label={METRIC_WORDS.counting.counted} share={share} />
        <p className="mt-1 text-sm text-text-2">{METRIC_WORDS.counting.why}</p>
        {error !== null && (
          <p role="alert" className="mt-1 text-sm text-bad">
            {error}
          </p>
        )}
      </div>
      <button type="button" className="btn noprint" disabled={asking} onClick={() => void send()}>
        {action === 'stop' ? METRIC_WORDS.counting.stop : METRIC_WORDS.counting.goOn}
      </button>
    </section>
  );
}
