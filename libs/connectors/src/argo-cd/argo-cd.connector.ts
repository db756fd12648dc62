import type { FailureRule } from '@tandem/connector-kit/http/declaration';
import { streamsFor } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { applicationRow, flat, normalizeApplication } from './argo-cd.normalize.js';

const hourMs = 3_600_000;

export const argoCdSettings = z.strictObject({
  url: hostSetting(z.url({ protocol: /^https?$/ }), {
    label: 'Address of Argo CD',
    example: 'https://argocd.example.org',
  }),
  token: secretSetting(z.string().min(1), {
    label: 'Token',
    help: 'Of an account or a role of a project that may "get" its applications.',
  }),
  projects: setting(z.array(z.string().min(1).max(200)).max(200).default([]), {
    label: 'Projects',
    help: 'Left empty, the applications of all projects that the token may see are read.',
    discovered: true,
  }),
  serviceLabel: setting(z.string().max(300).default(''), {
    label: 'Label that names the service',
    help: 'Where a service is an application of its own in each environment. Applications without it count by their names.',
    example: 'app.kubernetes.io/name',
  }),
  environmentLabel: setting(z.string().max(300).default(''), {
    label: 'Label that names the environment',
    help: 'Applications without it count for the namespace that they are deployed to.',
    example: 'environment',
  }),
  production: setting(z.array(z.string().min(1).max(200)).max(200).default([]), {
    label: 'Environments that are production',
    help: 'Where neither they nor the applications are named so; production, prod and live are. Namespaces, or values of the label.',
    example: 'shop',
  }),
});
export type ArgoCdSettings = z.output<typeof argoCdSettings>;

const failures: readonly FailureRule[] = [
  {
    status: 403,
    action: 'configuration',
    code: 'accessDenied',
    message: 'may not be read with this token.',
    hint: 'Give the account of the token the right "applications, get" in the policy of Argo CD.',
    why: 'The policy of Argo CD refuses it.',
  },
];

/** Whole applications hold each resource that they manage, which is many times as much. */
const fields = [
  ...['metadata.name', 'metadata.namespace', 'metadata.labels', 'spec.project', 'spec.destination.namespace'],
  ...['spec.revisionHistoryLimit', 'status.history', 'status.operationState'],
].map((field) => `items.${field}`);

const items = z.object({ items: z.array(z.json()).nullish() });
const shortHistory = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ revisionHistoryLimit: z.number().max(1) }),
});

const stream = streamsFor<ArgoCdSettings>();

const applications = stream({
  name: 'applications',
  title: 'Applications',
  delivers: ['deployment'],
  row: applicationRow,
  // All of them come each time; the look-back only tells since when a day without a deployment is known to have had none.
  cursor: { kind: 'lookBack', lookBackMs: hourMs },
  paging: { kind: 'none' },
  request: ({ settings: { projects } }) => ({
    path: '/api/v1/applications',
    query: { projects, fields: fields.join(',') },
  }),
  // Where there are none, the list is null.
  rows: (body) => (items.parse(body).items ?? []).map((item) => flat(item)),
  notices: (body) =>
    (items.safeParse(body).data?.items ?? []).flatMap((item) => {
      const name = shortHistory.safeParse(item).data?.metadata.name;
      return name === undefined
        ? []
        : [`The application ${name} keeps a history of less than two deployments, so that new ones cannot be told.`];
    }),
  normalize: normalizeApplication,
});

/** Deployments of the applications of Argo CD, by their histories. */
export const argoCdConnector = defineHttpConnector<ArgoCdSettings>({
  id: 'argo-cd',
  title: 'Argo CD',
  settings: argoCdSettings,
  baseUrl: ({ url }) => url.replace(/\/+$/, ''),
  location: ({ url, projects }) => [new URL(url).host, ...(projects.length ? [projects.join(', ')] : [])].join(': '),
  authentication: ({ token }) => ({ kind: 'token', token }),
  limits: { concurrency: 1 },
  failures,
  // A history is cut, each at another time: what is not in it is not known to have been nothing.
  begins: (_settings, now) => new Date(now.getTime() - hourMs),
  streams: [applications],
  discover: async (_settings, ask) => {
    const { body } = await ask({ path: '/api/v1/projects', query: { fields: 'items.metadata.name' } });
    const found = z
      .object({ items: z.array(z.object({ metadata: z.object({ name: z.string() }) })).nullish() })
      .parse(body).items;
    const names = (found ?? []).map(({ metadata }) => metadata.name);
    return [{ field: 'projects', choices: names.map((name) => ({ value: name, label: name })), note: null }];
  },
});
