import { Agent } from 'node:http';
import type { AccountList, Invited, TokenMade } from '@tandem/contracts/access';
import { loadDemo } from '../product/load-demo.js';
import { createDatabase, startProduct, type Product } from '../product/start-product.js';
import { answerCheck, endpointsOf, type AnswerCheck, type Description, type Endpoint } from './description.js';
import { FuzzCaller } from './fuzz-caller.js';
import { FuzzProgress } from './fuzz-progress.js';
import { fuzzRequest } from './fuzz-request.js';
import { sendRequest } from './send-request.js';

/** `npm run fuzz` asks for 10,000, keeps its progress, and says how long it may take; a failure says how to send its input again. */
const perEndpoint = Number(process.env['TANDEM_TEST_FUZZ_INPUTS'] ?? 40);
const seed = process.env['TANDEM_TEST_FUZZ_SEED'] ?? 'tandem';
const only = process.env['TANDEM_TEST_FUZZ_ONLY'] ?? '';
const longestMs = Number(process.env['TANDEM_TEST_FUZZ_MINUTES'] ?? 60) * 60_000;
const progress = new FuzzProgress(process.env['TANDEM_TEST_FUZZ_PROGRESS'] ?? null);
const atOnce = 6;
const inputsOfOneStep = 60;

let database: Awaited<ReturnType<typeof createDatabase>>;
let product: Product;
let description: Description;
let check: AnswerCheck;
let known: readonly string[];
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

let caller: FuzzCaller;

beforeAll(async () => {
  database = await createDatabase();
  product = await startProduct({ databaseUrl: database.url });
  await loadDemo(product);
  description = await product.get<Description>('/api/openapi.json');
  check = answerCheck(description);
  caller = await FuzzCaller.open(product, database.url);
  known = await knownTexts();
}, 600_000);
afterAll(async () => {
  agent.destroy();
  await caller.close();
  await product.stop();
  await database.drop();
});

/** Names and ids that the server knows, so that inputs get further than "there is no such thing". */
async function knownTexts(): Promise<string[]> {
  const { metrics } = await product.get<{ metrics: { metric: { key: string } }[] }>('/api/v1/metrics');
  const { sources } = await product.get<{ sources: { id: string }[] }>('/api/v1/sources');
  const { goals } = await product.get<{ goals: { id: string }[] }>('/api/v1/goals');
  const somebody = { email: 'b@example.org', name: 'B', role: 'viewer', side: null };
  const { invitation } = await caller.post<Invited>('/api/v1/accounts/invitations', somebody);
  // Somebody else whose account inputs may change; the one who sends them stays.
  const guest = { email: 'c@example.org', name: 'C', role: 'viewer', side: null };
  const { link } = await caller.post<Invited>('/api/v1/accounts/invitations', guest);
  await caller.post('/api/v1/invitation/accept', {
    token: link.split('#')[1],
    name: 'C',
    password: 'rowing over calm water',
  });
  const { accounts } = await product.get<AccountList>('/api/v1/accounts');
  const other = accounts.filter(({ email }) => email === guest.email);
  const asked = { name: 'ci', scopes: ['push'], validDays: 30 };
  const { token } = await caller.post<TokenMade>('/api/v1/tokens', asked);
  const words = ['measurement', 'change', '1', 'pause', 'resume'];
  return [
    ...metrics.map(({ metric }) => metric.key),
    ...[...sources, ...goals, ...other, invitation, token].map(({ id }) => id),
    ...words,
  ];
}

interface Outcome {
  readonly status: number;
  /** What is wrong with the answer; null when nothing is. */
  readonly fault: string | null;
}

async function outcomeOf(endpoint: Endpoint, index: number): Promise<Outcome> {
  const request = fuzzRequest(endpoint, description, { seed, index, known });
  const headers = { ...(await caller.headers(endpoint, index)), ...request.headers };
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
    const outcomes = await step(
      endpoint,
      Array.from({ length: to - from }, (_, offset) => from + offset),
    );
    const faults = faultsIn(outcomes);
    if (faults.length > 0) return faults.slice(0, 5);
    progress.advance(
      name,
      to,
      outcomes.map(({ status }) => status),
    );
  }
  return [];
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
