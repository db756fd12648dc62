import { defineConnector, type CheckResult, type ReadContext } from '@tandem/connector-kit/connector';
import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { findRepositories } from './find-repositories.js';
import { aboutOf, readRepositories, repositoriesOf } from './git-run.js';
import { inOrder, tagRecord } from './git.normalize.js';
import { isLocal, openRepository, repositoryAt, serviceOf } from './repository.js';

const repositoriesTried = 3;
const recordsShown = 5;

const location = z
  .string()
  .max(1000)
  .superRefine((text, context) => {
    const problem = locationProblem(text);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });

export const gitSettings = z
  .strictObject({
    location: hostSetting(location, {
      label: 'Location',
      help: 'The address, or the directory on the server, below which the repositories lie; or one repository.',
      example: 'https://git.example.org/acme',
    }),
    repositories: setting(
      z
        .array(
          z
            .string()
            .max(300)
            .regex(/^\w[\w.-]*(\/\w[\w.-]*)*$/, 'must be a path below the location, such as acme/shop.git'),
        )
        .max(200)
        .default([]),
      {
        label: 'Repositories',
        help: 'Paths below the location. Each counts as one service. Left out where the location is itself the repository.',
        example: 'shop.git',
        discovered: true,
      },
    ),
    token: secretSetting(
      z
        .string()
        .min(1)
        .max(2000)
        .regex(/^[\x21-\x7e]+$/, 'must have no blanks')
        .optional(),
      {
        label: 'Token',
        help: 'One that may read the repositories. Left out where none is asked for.',
      },
    ),
    user: setting(
      z
        .string()
        .min(1)
        .max(200)
        .regex(/^[^:\s]+$/, 'must have no colon and no blanks')
        .default('git'),
      {
        label: 'User of the token',
        help: 'Most hosts take any; some want a certain one, such as "oauth2" or "x-token-auth".',
      },
    ),
    tags: setting(z.string().min(1).max(200).default('*'), {
      label: 'Tags that are deployments',
      help: '"*" stands for any characters, "?" for one.',
      example: 'v*',
    }),
    environment: setting(z.string().min(1).max(200).default('production'), {
      label: 'Environment',
      help: 'Where what is tagged goes to.',
    }),
    tier: setting(z.enum(['production', 'staging', 'testing', 'development', 'other']).optional(), {
      label: 'Tier of the environment',
      help: 'Told by its name when left out.',
    }),
    changes: setting(z.boolean().default(true), {
      label: 'Commits between tags, as changes',
      help: 'They give the lead time of changes.',
    }),
    historyDays: setting(z.number().int().min(1).max(3650).default(365), {
      label: 'Days of history at the first sync',
    }),
  })
  .superRefine(({ location: at, token }, context) => {
    if (token !== undefined && at.startsWith('/'))
      context.addIssue({
        code: 'custom',
        path: ['token'],
        message: 'is for addresses only: leave it out for a directory',
      });
  });
export type GitSettings = z.output<typeof gitSettings>;

function locationProblem(text: string): string | null {
  if (text.startsWith('/')) return /[\0\n]/.test(text) ? 'must be one line' : null;
  if (!URL.canParse(text))
    return 'must be an address such as https://git.example.org/acme, or a directory such as /srv/git';
  const { protocol, username, password, search, hash } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:')
    return 'must begin with https://, or with / for a directory on the server';
  if (username !== '' || password !== '') return 'must hold no user and no password: give the token in its own place';
  return search === '' && hash === '' ? null : 'must have no "?" and no "#"';
}

/** Tags of git repositories as deployments, and the commits between them as changes. */
export const gitConnector = defineConnector<GitSettings>({
  id: 'git',
  title: 'Git (tags of a repository)',
  settings: gitSettings,
  streams: [
    { name: 'tags', title: 'Tags', delivers: ['deployment'] },
    { name: 'commits', title: 'Commits between tags', delivers: ['change'] },
  ],
  location: (settings) =>
    repositoriesOf(settings)
      .map((one) => repositoryAt(settings, one))
      .join(', '),
  contacts: (settings) => (isLocal(settings) ? [] : [settings.location]),
  check: checkRepositories,
  discover: async (settings, context) => [await findRepositories(settings, context)],
  read: readRepositories,
});

/** Asks the first repositories for their tags, and shows those that sort last. */
async function checkRepositories(settings: GitSettings, context: ReadContext): Promise<CheckResult> {
  const repositories = repositoriesOf(settings);
  const findings: string[] = [];
  const records: NonNullable<CheckResult['records']>[number][] = [];
  let ok = true;
  for (const repository of repositories.slice(0, repositoriesTried)) {
    const service = serviceOf(settings, repository);
    try {
      const opened = await openRepository(settings, repository, context);
      try {
        const names = [...(await opened.heads()).keys()];
        findings.push(`${service} has ${names.length.toLocaleString('en')} tags that match "${settings.tags}".`);
        const byNumber = new Intl.Collator('en', { numeric: true });
        await opened.fetchOnly(names.sort((a, b) => byNumber.compare(b, a)).slice(0, recordsShown));
        const shown = inOrder(await opened.tags()).map((tag) => tagRecord(tag, aboutOf(settings, repository), null));
        records.push(...shown.slice(0, recordsShown - records.length));
      } finally {
        await opened.close();
      }
    } catch (error) {
      context.signal.throwIfAborted();
      const { message, hint } = classifyFailure(error, service);
      ok = false;
      findings.push(message, hint);
    }
  }
  if (repositories.length > repositoriesTried)
    findings.push(`The first ${repositoriesTried} of ${repositories.length} repositories were tried.`);
  return { ok, findings: [...new Set(findings)], records };
}
