import { Agent } from 'node:http';
import { adminHeaders } from '../product/admin-access.js';
import { loadDemo } from '../product/load-demo.js';
import { createDatabase, startProduct, type Product } from '../product/start-product.js';
import { answerCheck, endpointsOf, type AnswerCheck, type Description, type Endpoint } from './description.js';
import { fuzzRequest } from './fuzz-request.js';
import { sendRequest } from './send-request.js';

/** `npm run fuzz` asks for 10,000; a failure says how to send its input again. */
const perEndpoint = Number(process.env['TANDEM_TEST_FUZZ_INPUTS'] ?? 40);
const seed = process.env['TANDEM_TEST_FUZZ_SEED'] ?? 'tandem';
const only = process.env['TANDEM_TEST_FUZZ_ONLY'] ?? '';
const atOnce = 6;
const longestMs = 6 * 3_600_000;

let database: Awaited<ReturnType<typeof createDatabase>>;
let product: Product;
let description: Description;
let check: AnswerCheck;
let known: readonly string[];
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });

beforeAll(async () => {
  database = await createDatabase();
  product = await startProduct({ databaseUrl: database.url });
  await loadDemo(product);
  description = await product.get<Description>('/api/openapi.json');
  check = answerCheck(description);
  const { metrics } = await product.get<{ metrics: { metric: { key: string } }[] }>('/api/v1/metrics');
  const { sources } = await product.get<{ sources: { id: string }[] }>('/api/v1/sources');
  known = [...metrics.map(({ metric }) => metric.key), ...sources.map(({ id }) => id), 'measurement', 'change', '1'];
}, 600_000);
afterAll(async () => {
  agent.destroy();
  await product.stop();
  await database.drop();
});

/** What is wrong with the answer to one input; null when nothing is. */
async function faultOf(endpoint: Endpoint, index: number): Promise<string | null> {
  const request = fuzzRequest(endpoint, description, { seed, index, known });
  const headers = { ...adminHeaders, ...request.headers };
  const answer = await sendRequest(product.url, { ...request, headers }, agent).catch((error: unknown) => {
    const told = `${String(error)}\n${product.output().slice(-3_000)}`;
    throw new Error(`${endpoint.method} ${endpoint.path}#${index} ended the server: ${told}`);
  });
  const fault =
    answer.status >= 500 || (answer.status === 0 && request.isDirect)
      ? `answered ${answer.status}: ${answer.text.slice(0, 300)}`
      : request.isDirect && request.method !== 'HEAD'
        ? check(endpoint, answer)
        : null;
  if (fault === null) return null;
  const body = request.body?.toString('utf8').slice(0, 300) ?? '';
  return `${fault}\n  ${request.method} ${request.path.slice(0, 300)} ${JSON.stringify(request.headers)} ${body}\n  again: TANDEM_TEST_FUZZ_SEED=${seed} TANDEM_TEST_FUZZ_ONLY="${endpoint.method} ${endpoint.path}#${index}"`;
}

async function faultsOf(endpoint: Endpoint): Promise<string[]> {
  const [wanted, number] = only.split('#');
  if (wanted && wanted !== `${endpoint.method} ${endpoint.path}`) return [];
  const indexes = number ? [Number(number)] : Array.from({ length: perEndpoint }, (_, index) => index);
  const faults: string[] = [];
  const lane = async () => {
    for (let index = indexes.shift(); index !== undefined && faults.length < 5; index = indexes.shift()) {
      const fault = await faultOf(endpoint, index);
      if (fault !== null) faults.push(fault);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return faults;
}

describe('malformed input', () => {
  it(
    'is answered by every endpoint as its description says, and never with a fault of the server',
    async () => {
      const faults: string[] = [];
      for (const endpoint of endpointsOf(description)) faults.push(...(await faultsOf(endpoint)));
      expect(faults).toEqual([]);
      expect(product.output()).not.toMatch(/TypeError|RangeError|QueryFailedError|unhandled/i);
    },
    longestMs,
  );

  it('leaves the server well', async () => {
    expect((await product.get<{ ready: boolean }>('/api/v1/health')).ready).toBe(true);
  });
});
