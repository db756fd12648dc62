/** @typedef {import('../../infra/scripts/bench-report.mjs').Row} Row */

/**
 * Measures both in turns, reference first in odd rounds, so that what the machine does meanwhile falls on both alike.
 *
 * @param {number} rounds
 * @param {{ reference: () => Promise<number>, ours: () => Promise<number> }} measured
 */
export async function inTurns(rounds, { reference, ours }) {
  const results = { reference: /** @type {number[]} */ ([]), ours: /** @type {number[]} */ ([]) };
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) results.reference.push(await reference());
    results.ours.push(await ours());
    if (round % 2 === 1) results.reference.push(await reference());
  }
  return { reference: median(results.reference), ours: median(results.ours) };
}

/** @param {readonly number[]} values */
export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

/**
 * `most` limits our figure itself, whatever the reference is.
 *
 * @param {{ what: string, reference: number, ours: number, show: (value: number) => string, atLeast?: number, atMost?: number, most?: number, referenceName?: string }} measured
 * @returns {Row}
 */
export function compared({ what, reference, ours, show, atLeast, atMost, most, referenceName }) {
  const ratio = ours / reference;
  const limits = [
    { name: '≥', limit: atLeast, written: `${atLeast}×`, kept: ratio >= (atLeast ?? 0) },
    { name: '≤', limit: atMost, written: `${atMost}×`, kept: ratio <= (atMost ?? 0) },
    { name: '≤', limit: most, written: show(most ?? 0), kept: ours <= (most ?? 0) },
  ].filter(({ limit }) => limit !== undefined);
  const target = limits.map(({ name, written }) => `${name} ${written}`).join(', ');
  const pass = limits.length === 0 ? null : limits.every(({ kept }) => kept);
  const named = referenceName === undefined ? show(reference) : `${referenceName}: ${show(reference)}`;
  return { what, reference: named, ours: show(ours), ratio, target, pass };
}

/** @param {number} value */
export const perSecond = (value) => `${Math.round(value).toLocaleString('en')}/s`;
/** @param {number} value */
export const milliseconds = (value) => `${value.toFixed(value < 10 ? 2 : 1)} ms`;
/** @param {number} value */
export const mebibytes = (value) => `${value.toFixed(0)} MiB`;

/** @param {() => Promise<unknown>} work @returns {Promise<number>} milliseconds */
export async function timed(work) {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
