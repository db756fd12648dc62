import { readFileSync } from 'node:fs';
import { adminHeaders } from '../product/admin-access.js';
import { PushStage } from './push-stage.js';

const text = readFileSync(new URL('../../docs/push.md', import.meta.url), 'utf8');

interface Example {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** What the page says that is answered. */
  readonly answer: object;
}

/** Each request of the page with the answer that stands below it. */
function examples(): readonly Example[] {
  return [...text.matchAll(/```http\n(.*?)```\s+```json\n(.*?)```/gs)].map(([, request = '', answer = '']) => {
    const [head = '', ...rest] = request.split('\n\n');
    const [first = '', ...lines] = head.split('\n');
    const headers = lines.map((line) => line.split(/: (.*)/).slice(0, 2) as [string, string]);
    return {
      path: first.replace('POST /api/v1', ''),
      headers: Object.fromEntries(headers),
      body: rest.join('\n\n').trim(),
      answer: JSON.parse(answer) as object,
    };
  });
}

describe('the page about pushing', () => {
  let stage: PushStage;
  beforeAll(async () => {
    stage = await PushStage.open();
    const [, configuration = ''] = /```yaml\n(.*?)```/s.exec(text) ?? [];
    await stage.apply(configuration);
  });
  afterAll(() => stage.close());

  it('has an example of every kind', () => {
    expect(examples().map(({ path }) => path.split('?')[0])).toEqual([
      '/push/deployment',
      '/push/campaign',
      '/push/deployment',
      '/sources/pager/webhook-secret',
      '/push/cdevents/ci',
      '/push/otlp/ci/v1/metrics',
    ]);
    expect([...text.matchAll(/```http/g)]).toHaveLength(examples().length);
  });

  it.each(examples())('is answered as it says: $path', async ({ path, headers, body, answer }) => {
    const sent = await stage.access.api.inject({
      method: 'POST',
      url: `/api/v1${path}`,
      headers: { ...headers, ...adminHeaders },
      payload: body,
    });
    expect({ status: sent.statusCode, body: sent.json<object>() }).toMatchObject({
      status: path.includes('secret') ? 201 : 200,
      body: answer,
    });
  });
});
