import fs from 'node:fs';
import path from 'node:path';

const dayMs = 86_400_000;
const end = Date.parse('2026-11-20T00:00:00Z');
/** Two million records are four years of them; fewer are fewer days, as dense. */
const recordsPerDay = 2_000_000 / (4 * 365);
const services = Array.from({ length: 40 }, (_, index) => `service-${index + 1}`);
const priorities = ['critical', 'high', 'medium', 'low'];
const teams = Array.from({ length: 25 }, (_, index) => `team-${index + 1}`);

/**
 * Records of a service desk and a delivery pipeline, as the files that they are imported from, in the order in which
 * they came to be: half of them service-level cycles, the rest changes, incidents and deployments. The same number gives the same files.
 *
 * @param {string} directory
 * @param {number} total
 */
export async function writeRecordFiles(directory, total) {
  const draw = draws(20_261_125);
  const days = total / recordsPerDay;
  const begin = end - days * dayMs;
  const counts = { slaCycle: total * 0.5, change: total * 0.25, incident: total * 0.15, deployment: total * 0.1 };
  const pick = (/** @type {readonly string[]} */ from) => from[Math.floor(draw() * from.length)];
  const instant = (/** @type {number} */ share) => begin + Math.floor((share + draw() / days) * days * dayMs);
  const iso = (/** @type {number} */ ms) => new Date(ms).toISOString();
  const deploymentTimes = Array.from({ length: counts.deployment }, (_, index) => instant(index / counts.deployment));
  const rows = {
    slaCycle: (/** @type {number} */ index) => {
      const opened = instant(index / counts.slaCycle);
      const due = opened + 3 * dayMs;
      const stopped = opened + Math.floor(draw() * 5 * dayMs);
      const state = stopped <= due ? 'met' : 'breached';
      return `T${index},${pick(priorities)},${pick(teams)},${iso(opened)},${iso(due)},${iso(stopped)},${state},${pick(services)}`;
    },
    change: (/** @type {number} */ index) => {
      const deployment = Math.min(
        Math.floor((index / counts.change) * counts.deployment + draw() * 200),
        counts.deployment - 1,
      );
      const committed = (deploymentTimes[deployment] ?? begin) - Math.floor(draw() * 6 * dayMs);
      return `c${index},${services[deployment % services.length]},r${deployment},${iso(committed)}`;
    },
    incident: (/** @type {number} */ index) => {
      const opened = instant(index / counts.incident);
      return `I${index},${pick(services)},${pick(priorities)},${iso(opened)},${iso(opened + Math.floor(draw() * dayMs))}`;
    },
    deployment: (/** @type {number} */ index) =>
      `r${index},${services[index % services.length]},${draw() < 0.8 ? 'production' : 'staging'},${iso(deploymentTimes[index] ?? begin)},${draw() < 0.95 ? 'succeeded' : 'failed'}`,
  };
  /** @type {{ stream: string, path: string }[]} */
  const files = [];
  for (const stream of /** @type {const} */ (['slaCycle', 'deployment', 'change', 'incident'])) {
    const file = path.join(directory, `${stream}.csv`);
    await writeLines(file, headers[stream], counts[stream], rows[stream]);
    files.push({ stream, path: file });
  }
  return files;
}

const headers = {
  slaCycle: 'ticket,priority,team,opened,due,stopped,state,service',
  change: 'ref,service,deployment,committed',
  incident: 'key,service,severity,opened,resolved',
  deployment: 'ref,service,tier,finished,outcome',
};

/** Settings of the file connector for each of the files. */
export const mappings = {
  slaCycle: {
    stream: 'slaCycle',
    naturalKey: { columns: ['ticket'] },
    fields: {
      ticket: 'ticket',
      measure: { constant: 'resolution' },
      priority: 'priority',
      team: 'team',
      startedAt: 'opened',
      dueAt: 'due',
      stoppedAt: 'stopped',
      state: 'state',
    },
    dimensions: { service: 'service' },
    version: [{ instant: 'stopped' }],
  },
  change: {
    stream: 'change',
    naturalKey: { columns: ['ref'] },
    fields: { service: 'service', ref: 'ref', deploymentRef: 'deployment', committedAt: 'committed' },
  },
  incident: {
    stream: 'incident',
    naturalKey: { columns: ['key'] },
    fields: { service: 'service', severity: 'severity', openedAt: 'opened', resolvedAt: 'resolved' },
    version: [{ instant: 'resolved' }],
  },
  deployment: {
    stream: 'deployment',
    naturalKey: { columns: ['ref'] },
    fields: { service: 'service', ref: 'ref', tier: 'tier', finishedAt: 'finished', outcome: 'outcome' },
    version: [{ instant: 'finished' }],
  },
};

/** @param {string} file @param {string} header @param {number} count @param {(index: number) => string} row */
async function writeLines(file, header, count, row) {
  const out = fs.createWriteStream(file);
  let chunk = `${header}\n`;
  for (let index = 0; index < count; index += 1) {
    chunk += `${row(index)}\n`;
    if (chunk.length < 1 << 20) continue;
    if (!out.write(chunk)) await new Promise((resolve) => out.once('drain', resolve));
    chunk = '';
  }
  await new Promise((resolve) => out.end(chunk, () => resolve(undefined)));
}

/** Numbers in [0, 1) that are the same in every run. @param {number} seed */
export function draws(seed) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
