import type { Monitoring } from '@tandem/kpi-store/queries/read-monitoring';

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The text format of Prometheus, version 0.0.4. What is not known has no sample: absent is not zero. */
export function prometheusText(monitoring: Monitoring, queueDepths: Readonly<Record<string, number>> | null): string {
  const known = (value: number | null): Sample[] => (value === null ? [] : [{ value }]);
  const by = (label: string, counts: Readonly<Record<string, number>>): Sample[] =>
    Object.entries(counts).map(([name, value]) => ({ labels: { [label]: name }, value }));
  return [
    metric('tandem_evaluation_lag_seconds', 'Since guardrails were last evaluated.', known(monitoring.evaluationLagS)),
    metric('tandem_delivery_lag_seconds', 'How long the message that waits the longest is overdue.', [
      { value: monitoring.deliveryLagS },
    ]),
    metric('tandem_outbox_messages', 'Messages by their state.', by('state', monitoring.outbox)),
    metric('tandem_alerts', 'Alerts by their state.', by('state', monitoring.alerts)),
    metric('tandem_silences', 'Silences that hold.', [{ value: monitoring.silences }]),
    metric(
      'tandem_sync_age_seconds',
      'Since the last run of a source that succeeded.',
      monitoring.syncAges.flatMap(({ connection, ageS }) =>
        ageS === null ? [] : [{ labels: { connection }, value: ageS }],
      ),
    ),
    metric('tandem_worker_age_seconds', 'Since the last tick of a worker.', known(monitoring.workerAgeS)),
    metric('tandem_queue_jobs', 'Jobs that wait or run, by their queue.', by('job', queueDepths ?? {})),
  ].join('');
}

function metric(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels = {}, value }) => {
    const written = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    return `${name}${written.length === 0 ? '' : `{${written.join(',')}}`} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

function escaped(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
