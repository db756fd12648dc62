import { z } from 'zod';
import {
  hostSetting,
  hostValues,
  mapSecrets,
  secretPaths,
  secretSetting,
  setting,
  settingFields,
} from './setting-fields.js';

const schema = z
  .strictObject({
    host: hostSetting(z.url(), { label: 'Address', help: 'Where it lies.', example: 'https://acme.example' }),
    token: secretSetting(z.string().min(1), { label: 'Token' }),
    account: z
      .strictObject({ name: z.string(), key: secretSetting(z.string(), { label: 'Key' }).optional() })
      .optional(),
    headers: z
      .array(z.strictObject({ name: z.string(), value: secretSetting(z.string(), { label: 'Value' }) }))
      .default([]),
    projects: setting(z.array(z.string()), { label: 'Projects', discovered: true }),
    kind: z.enum(['a', 'b']).default('a'),
    days: setting(z.number().int().default(30), { label: 'Days', onlyWith: { field: 'kind', is: ['a'] } }),
    deep: z.boolean().optional(),
    proof: z.discriminatedUnion('by', [
      z.strictObject({ by: z.literal('word'), word: secretSetting(z.string(), { label: 'Word' }) }),
      z.strictObject({ by: z.literal('none') }),
    ]),
  })
  .superRefine(() => undefined);

const given = {
  host: 'https://acme.example',
  token: 't-1',
  account: { name: 'n', key: 'k-1' },
  headers: [{ name: 'x', value: 'v-1' }],
  projects: ['p'],
  proof: { by: 'word', word: 'w-1' },
};

describe('settings of a connector', () => {
  it('are described for a form in their order', () => {
    const fields = settingFields(schema);
    expect(fields.map(({ path, kind, required }) => `${path} ${kind}${required ? '!' : ''}`)).toEqual([
      'host text!',
      'token secret!',
      'account.name text',
      'account.key secret',
      'headers structure',
      'projects texts!',
      'kind choice',
      'days number',
      'deep flag',
      'proof structure!',
    ]);
    expect(fields[0]).toMatchObject({
      label: 'Address',
      help: 'Where it lies.',
      example: 'https://acme.example',
      host: true,
    });
    expect(fields.find(({ path }) => path === 'kind')).toMatchObject({ choices: ['a', 'b'], standard: 'a' });
    expect(fields.find(({ path }) => path === 'projects')).toMatchObject({ discovered: true, onlyWith: null });
    expect(fields.find(({ path }) => path === 'days')).toMatchObject({
      standard: 30,
      onlyWith: { field: 'kind', is: ['a'] },
    });
  });

  it('name every place where a secret can stand, in lists, objects and variants', () => {
    expect(secretPaths(schema)).toEqual(['token', 'account.key', 'headers.*.value', 'proof.word']);
  });

  it('have each secret replaced, and nothing else', () => {
    expect(mapSecrets(schema, given, (secret, path) => `${path}:${secret}`)).toEqual({
      host: 'https://acme.example',
      token: 'token:t-1',
      account: { name: 'n', key: 'account.key:k-1' },
      headers: [{ name: 'x', value: 'headers.0.value:v-1' }],
      projects: ['p'],
      proof: { by: 'word', word: 'proof.word:w-1' },
    });
  });

  it('lose no secret to another shape than declared', () => {
    expect(mapSecrets(schema, { token: 't', other: 1, headers: 'none' }, () => '')).toEqual({
      token: '',
      other: 1,
      headers: 'none',
    });
    expect(mapSecrets(schema, null, () => '')).toBeNull();
  });

  it('tell whether the receiver of the secrets is another', () => {
    const moved = { ...given, host: 'https://evil.example' };
    expect(hostValues(schema, given)).toEqual(hostValues(schema, { ...given, token: 'other' }));
    expect(hostValues(schema, given)).not.toEqual(hostValues(schema, moved));
  });
});
