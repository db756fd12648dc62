// One process of the trial of kills: the evaluator or the deliverer over a real store, to be killed at any moment.
import { deliverOutbox } from '@tandem/application/deliver-outbox';
import { evaluateGuardrails } from '@tandem/application/evaluate-guardrails';
import { channelFor } from '@tandem/channels/channel-for';
import { openDatabase } from '@tandem/kpi-store/database';
import { createAlertStore } from '@tandem/kpi-store/repositories/alert-store';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createJudgedPast } from '@tandem/kpi-store/repositories/judged-past';
import { createGuardrailWatch } from '@tandem/kpi-store/repositories/guardrail-watch';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createOutbox } from '@tandem/kpi-store/repositories/outbox';
import { benchKeys } from '../bench/bench-keys.mjs';

const [role, url = '', pagerDutyAddress = '', begunAt = '', trialNow = ''] = process.argv.slice(2);
const clock = () => new Date(Date.parse(trialNow) + Date.now() - Number(begunAt));
const log = { warn: () => undefined, error: () => undefined };
const { AbortController } = globalThis;
const pauseMs = 15;
const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));
process.once('disconnect', () => process.exit(0));

const work = role === 'evaluate' ? evaluator : deliverer;
let database = null;
for (;;) {
  try {
    // The database may be away, at the start as well: that is what the trial is about.
    database ??= await openDatabase({ url, keys: benchKeys(), poolSize: 4 });
    process.send?.('works');
    await work(database);
  } catch {
    await pause();
  }
  await pause();
}

/** @param {import('@tandem/kpi-store/database').Database} store */
async function evaluator(store) {
  const run = evaluateGuardrails({
    configuration: createConfigurationStore(store),
    observations: createObservationReader(store),
    watch: createGuardrailWatch(store),
    past: createJudgedPast(store),
    alerts: createAlertStore(store),
    jobs: { enqueue: () => Promise.resolve() },
    clock,
    publicUrl: null,
    log,
  });
  await run({ metricKeys: ['sla-attainment'] }, new AbortController().signal);
}

/** @param {import('@tandem/kpi-store/database').Database} store */
async function deliverer(store) {
  const run = deliverOutbox({
    outbox: createOutbox(store),
    channelFor: channelFor({
      http: { clock, allowPrivateAddresses: true, timeoutMs: 300 },
      email: { smtpUrl: null, from: 'Tandem <alerts@example.org>' },
      pagerDutyAddress,
    }),
    clock,
    random: Math.random,
    log,
    // Everything of a night in seconds; what it is made of stays the same.
    settings: {
      sendTimeoutMs: 500,
      leaseMs: 1_500,
      lookAgainMs: 10,
      retries: {
        attemptsAtMost: 10_000,
        givenUpAfterMs: 86_400_000,
        firstDelayMs: 10,
        growth: 1.5,
        delayAtMostMs: 200,
      },
    },
  });
  await run({}, new AbortController().signal);
}
