import { readFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { readConfigurationDocument } from '@tandem/api/configuration/read-configuration-document';
import { defineStandardMetric } from '@tandem/domain/catalogue/define-standard-metric';
import { standardMetricKeys, standardMetricNamed } from '@tandem/domain/catalogue/standard-metrics';
import { CommandFailure } from '../command.js';
import { run } from './catalogue.js';

const documented = readFileSync(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8');

async function command(...args: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await run(args, { env: {}, cwd: '/', stdin: Readable.from(['']), stdout, stderr });
  stdout.end();
  stderr.end();
  return { code, out: await text(stdout), err: await text(stderr) };
}

describe('tandem catalogue', () => {
  it('lists every ready-made metric with its unit and what it reads', async () => {
    const { code, out } = await command();
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^key +title +unit +reads$/);
    expect(lines.slice(1, 1 + standardMetricKeys.length).map((line) => line.split(' ')[0])).toEqual(standardMetricKeys);
    expect(out).toMatch(/^change-fail-rate +Change fail rate +% +deployment, incident$/m);
  });

  it.each(standardMetricKeys)('prints %s as a file that adopts it as it stands in the catalogue', async (key) => {
    const { code, out } = await command(key);
    expect(code).toBe(0);
    const { part, issues } = readConfigurationDocument(out, { connectors: [], secrets: {} });
    const standard = standardMetricNamed(key);
    expect(issues).toEqual([]);
    expect(part).toEqual({ metrics: [standard && defineStandardMetric(standard)] });
  });

  it('says what there is when a key is not known', async () => {
    await expect(command('change-failure-rate')).rejects.toThrow(CommandFailure);
    await expect(command('change-failure-rate')).rejects.toThrow('"npx tandem catalogue" lists them all');
  });

  it('takes one key at most', async () => {
    expect(await command('revenue', 'cart-completion')).toMatchObject({ code: 2, out: '' });
    expect(await command('revenue', '--markdown')).toMatchObject({ code: 2, out: '' });
  });

  it('prints the page of the documentation, which is the one that is kept', async () => {
    // After a change of the catalogue: npx tandem catalogue --markdown > docs/metrics.md
    expect((await command('--markdown')).out).toBe(documented);
  });
});
