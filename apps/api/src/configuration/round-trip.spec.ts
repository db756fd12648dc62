import { defineConnector, type Connector } from '@tandem/connector-kit/connector';
import { configurationDifference } from '@tandem/application/configuration-difference';
import { documentOf } from '@tandem/application/export-configuration';
import { configurationDocument } from '@tandem/contracts/configuration-document';
import { checkConfiguration } from '@tandem/domain/organisation/check-configuration';
import { hasSecret } from '@tandem/domain/organisation/organisation';
import { mergeConfiguration } from '@tandem/domain/organisation/merge-configuration';
import { withOpeningTimes } from '@tandem/domain/organisation/with-opening-times';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { arbitraryConfiguration } from '@tandem/testing/arbitrary-configuration';
import { sampleConfiguration } from '@tandem/testing/sample-configuration';
import fc from 'fast-check';
import { z } from 'zod';
import { exportDocument } from './export-document.js';
import { readConfigurationDocument } from './read-configuration-document.js';

const connectors: readonly Connector[] = [
  defineConnector({
    id: 'file',
    title: 'Files',
    settings: z.record(z.string(), z.unknown()),
    location: () => '',
    check: () => Promise.resolve({ ok: true, findings: [] }),
    read: () => {
      throw new Error('Nothing is read here.');
    },
  }),
];
const empty: Configuration = {
  organisation: { name: 'My organisation', timeZone: 'UTC', weekStartsOn: 1 },
  teams: [],
  people: [],
  connections: [],
  calendars: [],
  alertPolicies: [],
  initiatives: [],
  metrics: [],
  goals: [],
  guardrails: [],
  routes: [],
};
const textOf = (configuration: Configuration) =>
  exportDocument({
    configuration: { load: () => Promise.resolve(configuration), known: unused, change: unused },
  })();
const unused = () => Promise.reject(new Error('An export only loads.'));
const read = (text: string) => readConfigurationDocument(text, { connectors, secrets: {} });

describe('an exported configuration', () => {
  it('changes nothing when it is applied again, and holds no secret', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryConfiguration(), async (configuration) => {
        const text = await textOf(configuration);
        expect(text).not.toContain('whsec_');
        const { part, issues } = read(text);
        expect(issues).toEqual([]);
        expect(checkConfiguration(configuration, part)).toEqual([]);
        const merged = mergeConfiguration(configuration, withOpeningTimes(configuration, part));
        expect(merged).toEqual(configuration);
        const changes = configurationDifference(configuration, merged, part);
        expect(changes.filter(({ action }) => action !== 'unchanged')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('brings everything but the secrets into an empty installation', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryConfiguration(), async (configuration) => {
        const { part } = read(await textOf(configuration));
        const withoutSecrets = configuration.routes.map((route) =>
          hasSecret(route) ? { ...route, secret: 'unchanged' } : route,
        );
        expect(mergeConfiguration(empty, withOpeningTimes(empty, part))).toEqual({
          ...configuration,
          routes: withoutSecrets,
        });
        const missing = checkConfiguration(empty, part).map(({ kind, reason }) => `${kind} ${reason.code}`);
        const withSecret = configuration.routes.filter(hasSecret);
        expect(missing).toEqual(withSecret.map(() => 'route secretMissing'));
      }),
      { numRuns: 15 },
    );
  });

  it('is a document by its own schema', () => {
    const document: unknown = documentOf(sampleConfiguration());
    expect(configurationDocument.safeParse(document).error).toBeUndefined();
  });

  it('reads well', async () => {
    const text = await textOf(sampleConfiguration());
    expect(text).toContain('weekStartsOn: monday');
    expect(text).toContain('expectedEvery: 7d\n    syncEvery: 1h\n');
    expect(text).toContain('target: 80.5');
    expect(text).toContain('for: 10m');
    expect(text).toContain('secret: unchanged');
  });
});
