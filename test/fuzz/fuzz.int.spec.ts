import { createHash } from 'node:crypto';
import { Agent } from 'node:http';
import { demoDatabase } from '../product/demo-database.js';
import { startProduct, type Product } from '../product/start-product.js';
import { answerCheck, endpointsOf, type AnswerCheck, type Description, type Endpoint } from './description.js';
import { FuzzCaller } from './fuzz-caller.js';
import { FuzzProgress } from './fuzz-progress.js';
import { fuzzRequest } from './fuzz-request.js';
import { knownThings, type KnownThings } from './known-things.js';
import { sendRequest } from './send-request.js';

/** `npm run fuzz` asks for 10,000, keeps its progress, and says how long it may take; a failure says how to send its input again. */
const perEndpoint = Number(process.env['TANDEM_TEST_FUZZ_INPUTS'] ?? 40);
const seed = process.env['TANDEM_TEST_FUZZ_SEED'] ?? 'tandem';
const only = process.env['TANDEM_TEST_FUZZ_ONLY'] ?? '';
const longestMs = Number(process.env['TANDEM_TEST_FUZZ_MINUTES'] ?? 60) * 60_000;
const progress = new FuzzProgress(process.env['TANDEM_TEST_FUZZ_PROGRESS'] ?? null);
const atOnce = 6;
const inputsOfOneStep = 60;

let database: Awaited<ReturnType<typeof demoDatabase>>;
let product: Product;
let description: Description;
let check: AnswerCheck;
let known: KnownThings;
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

let caller: FuzzCaller;

beforeAll(async () => {
  database = await demoDatabase();
  product = await startProduct({ databaseUrl: database.url });
  description = await product.get<Description>('/api/openapi.json');
  check = answerCheck(description);
  caller = await FuzzCaller.open(product, database.url);
  known = await knownThings(product, caller, database.url);
}, 600_000);
afterAll(async () => {
  agent.destroy();
  await caller.close();
  await product.stop();
  await database.drop();
});

interface Outcome {
  readonly status: number;
  /** What is wrong with the answer; null when nothing is. */
  readonly fault: string | null;
}

async function outcomeOf(endpoint: Endpoint, index: number): Promise<Outcome> {
  const request = fuzzRequest(endpoint, description, { seed, index, known });
  const headers = { ...(await caller.headers(index)), ...request.headers };
  const answer = await sendRequest(product.url, { ...request, headers }, agent).catch((error: unknown) => {
    const told = `${String(error)}\n${product.output().slice(-3_000)}`;
    throw new Error(`${nameOf(endpoint)}#${index} ended the server: ${told}`);
  });
  await caller.hear(endpoint, answer);
  const { status } = answer;
  const fault =
    status >= 500 || (status === 0 && request.isDirect)
      ? `answered ${status}: ${answer.text.slice(0, 300)}`
      : request.isDirect && request.method !== 'HEAD'
        ? check(endpoint, answer)
        : null;
  if (fault === null) return { status, fault };
  const body = request.body?.toString('utf8').slice(0, 300) ?? '';
  const again = `TANDEM_TEST_FUZZ_SEED=${seed} TANDEM_TEST_FUZZ_ONLY="${nameOf(endpoint)}#${index}"`;
  const sent = `${request.method} ${request.path.slice(0, 300)} ${JSON.stringify(request.headers)} ${body}`;
  return { status, fault: `${fault}\n  ${sent}\n  again: ${again}` };
}

const nameOf = ({ method, path }: Endpoint): string => `${method} ${path}`;

/** Sends the inputs of these numbers, some at once. */
async function step(endpoint: Endpoint, indexes: readonly number[]): Promise<Outcome[]> {
  const waiting = [...indexes];
  const outcomes: Outcome[] = [];
  const lane = async () => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift())
      outcomes.push(await outcomeOf(endpoint, index));
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return outcomes;
}

/** Goes on where an earlier run ended, until all inputs were sent, something is wrong, or the time is over. */
async function faultsOf(endpoint: Endpoint, upTo: number, endsAt: number): Promise<string[]> {
  const faultsIn = (outcomes: readonly Outcome[]) => outcomes.flatMap(({ fault }) => (fault === null ? [] : [fault]));
  const [wanted, number] = only.split('#');
  const name = nameOf(endpoint);
  if (wanted && wanted !== name) return [];
  if (number) return faultsIn(await step(endpoint, [Number(number)]));
  for (let from = progress.next(name); from < upTo && Date.now() < endsAt; from = progress.next(name)) {
    const to = Math.min(upTo, from + inputsOfOneStep);
    const began = performance.now();
    const indexes = Array.from({ length: to - from }, (_, offset) => from + offset);
    const outcomes = await step(
      endpoint,
      indexes.filter((index) => !isRepeated(endpoint, index)),
    );
    const faults = faultsIn(outcomes);
    if (faults.length > 0) return told(faults.slice(0, 5));
    progress.advance(name, to, { statuses: outcomes.map(({ status }) => status), ms: performance.now() - began });
  }
  return [];
}

/** At once: the end of a long run may be an hour away. */
function told(faults: string[]): string[] {
  process.stdout.write(`${faults.join('\n')}\n`);
  return faults;
}

const sent = new Map<string, Set<string>>();

/** Whether this input asks word for word what an earlier one asked. What only reads would answer the same again, so it is not asked. */
function isRepeated(endpoint: Endpoint, index: number): boolean {
  if (endpoint.method !== 'GET') return false;
  const { method, path, headers, body } = fuzzRequest(endpoint, description, { seed, index, known });
  const request = JSON.stringify([method, path, headers, body?.toString('base64') ?? null]);
  const earlier = sent.get(nameOf(endpoint)) ?? new Set();
  sent.set(nameOf(endpoint), earlier);
  return earlier.size === earlier.add(createHash('sha256').update(request).digest('base64')).size;
}

/** What only reads comes first, before there is much to read that other inputs made. */
const readersFirst = (endpoints: readonly Endpoint[]): readonly Endpoint[] => [
  ...endpoints.filter(({ method }) => method === 'GET'),
  ...endpoints.filter(({ method }) => method !== 'GET'),
];

describe('malformed input', () => {
  it(
    'is answered by every endpoint as its description says, and never with a fault of the server',
    async () => {
      const faults: string[] = [];
      const endsAt = Date.now() + longestMs;
      const endpoints = readersFirst(endpointsOf(description));
      // Some to every endpoint before more to any: time may end before the inputs do.
      for (const share of [0.05, 0.25, 1])
        for (const endpoint of endpoints)
          faults.push(...(await faultsOf(endpoint, Math.ceil(perEndpoint * share), endsAt)));
      expect(faults).toEqual([]);
      expect(product.output()).not.toMatch(/TypeError|RangeError|QueryFailedError|unhandled/i);
    },
    longestMs + 600_000,
  );

  it('leaves the server well', async () => {
    expect((await product.get<{ ready: boolean }>('/api/v1/health')).ready).toBe(true);
  });
});
