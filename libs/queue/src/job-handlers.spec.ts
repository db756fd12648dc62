import { createInlineQueue } from './inline-queue.js';
import { jobCatalogue, jobNames } from './job-catalogue.js';
import { limitRepeats } from './limit-repeats.js';
import { requireHandlers, type JobHandlers } from './workers.js';

const nothing = () => Promise.resolve();
const all: JobHandlers = {
  'connection.sync': nothing,
  'metric.backfill': nothing,
  'guardrails.evaluate': nothing,
  'outbox.deliver': nothing,
};

describe('handlers of jobs', () => {
  it('are complete: one for each job of the catalogue', () => {
    expect(() => requireHandlers(all)).not.toThrow();
  });

  it.each(jobNames)('stop the start when the one of %s is missing', (name) => {
    expect(() => requireHandlers({ ...all, [name]: undefined })).toThrow(`These jobs have no handler: ${name}.`);
  });

  it('stop the start when one belongs to no job', () => {
    expect(() => requireHandlers({ ...all, 'connection.snyc': nothing })).toThrow('belong to no job: connection.snyc');
  });
});

describe('job catalogue', () => {
  it('gives each job a queue of its own', () => {
    expect(new Set(Object.values(jobCatalogue).map(({ queue }) => queue)).size).toBe(jobNames.length);
  });
});

describe('inline queue', () => {
  it('collapses jobs of one id while they wait and runs what a job adds', async () => {
    const queue = createInlineQueue();
    await queue.enqueue('metric.backfill', { metricKeys: ['a'] }, { id: 'x' });
    await queue.enqueue('metric.backfill', { metricKeys: ['a'] }, { id: 'x' });
    expect(queue.waiting()).toEqual(['metric.backfill']);
    const ran: string[] = [];
    const handlers: JobHandlers = {
      ...all,
      'metric.backfill': async () => {
        ran.push('backfill');
        await queue.enqueue('guardrails.evaluate', { metricKeys: ['a'] });
      },
      'guardrails.evaluate': () => Promise.resolve(void ran.push('evaluate')),
    };
    expect(await queue.drain(handlers)).toBe(2);
    expect(ran).toEqual(['backfill', 'evaluate']);
  });

  it('ends jobs that add one another for ever', async () => {
    const queue = createInlineQueue();
    const again = () => queue.enqueue('outbox.deliver', {});
    await again();
    await expect(queue.drain({ ...all, 'outbox.deliver': again })).rejects.toThrow('for ever');
  });
});

describe('limitRepeats', () => {
  it('tells the same message again only after half a minute, and other messages at once', () => {
    const told: string[] = [];
    let now = 0;
    const tell = limitRepeats(
      (message) => told.push(message),
      () => now,
    );
    tell('a');
    tell('a');
    tell('b');
    now = 30_000;
    tell('a');
    expect(told).toEqual(['a', 'b', 'a']);
  });
});
