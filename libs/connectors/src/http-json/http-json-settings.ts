import { mappingSettings } from '@tandem/connector-kit/mapping/mapping-settings';
import { hostSetting, secretSetting, setting } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';

const path = z.string().max(300);
const parameter = z.string().regex(/^[\w.[\]$-]{1,100}$/, 'must be the name of a parameter');
const headerName = z.string().regex(/^[A-Za-z][A-Za-z0-9-]{0,99}$/, 'must be the name of a header');
const word = z.string().min(1).max(2000);

/** Headers that the connector sets itself, or that would change what an answer is. */
const ownHeaders =
  /^(authorization|cookie|host|connection|content-length|transfer-encoding|accept-encoding|te|upgrade|expect|proxy-.*)$/i;

const withAuthentication = (...is: readonly string[]) => ({ field: 'authentication', is });
const withToken = withAuthentication('token');
const withUser = withAuthentication('basic');
const withClient = withAuthentication('client-credentials', 'refresh-token');
const withRefresh = withAuthentication('refresh-token');
const withPages = (...is: readonly string[]) => ({ field: 'paging', is });

export const httpJsonSettings = z
  .strictObject({
    url: hostSetting(
      z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .refine((text) => isPlain(text), 'must have no user, no "?" and no "#"'),
      { label: 'Address', help: 'Without what follows a "?".', example: 'https://api.example.org/v2/tickets' },
    ),
    query: setting(
      z
        .array(
          z
            .string()
            .max(2000)
            .regex(/^[^=\s]+=/, 'must be written as name=value'),
        )
        .max(50)
        .default([]),
      {
        label: 'Parameters',
        help: 'One a line, as name=value. They are shown to people, so they must hold no secret.',
        example: 'status=closed',
      },
    ),
    headers: setting(
      z
        .array(
          z
            .string()
            .max(2000)
            .regex(/^[A-Za-z][A-Za-z0-9-]*:[\t\x20-\x7e]*$/, 'must be written as Name: value')
            .refine(
              (line) => !ownHeaders.test(line.split(':')[0] ?? ''),
              'is set by the connector; give credentials in their own place',
            ),
        )
        .max(20)
        .default([]),
      {
        label: 'Headers',
        help: 'One a line. They are shown to people, so they must hold no secret.',
        example: 'Accept: application/vnd.example.v2+json',
      },
    ),
    authentication: setting(z.enum(['none', 'token', 'basic', 'client-credentials', 'refresh-token']).default('none'), {
      label: 'Authentication',
      help: '"token" is a key in a header; "basic" user and password; "client-credentials" OAuth 2 for programs; "refresh-token" OAuth 2 for what somebody has allowed.',
    }),
    token: secretSetting(word.optional(), { onlyWith: withToken, label: 'Token' }),
    tokenHeader: setting(headerName.default('Authorization'), { onlyWith: withToken, label: 'Header of the token' }),
    tokenScheme: setting(
      z
        .string()
        .regex(/^[\w-]{1,40}$/, 'must be one word')
        .default('Bearer'),
      {
        onlyWith: withToken,
        label: 'Word before the token',
        help: '"none" stands for none.',
      },
    ),
    user: setting(z.string().min(1).max(200).optional(), { onlyWith: withUser, label: 'User' }),
    password: secretSetting(z.string().max(2000).optional(), { onlyWith: withUser, label: 'Password' }),
    tokenUrl: hostSetting(z.url({ protocol: /^https?$/ }).optional(), {
      onlyWith: withClient,
      label: 'Address for access tokens',
    }),
    clientId: setting(word.optional(), { onlyWith: withClient, label: 'Client' }),
    clientSecret: secretSetting(word.optional(), { onlyWith: withClient, label: 'Secret of the client' }),
    refreshToken: secretSetting(word.optional(), {
      onlyWith: withRefresh,
      label: 'Refresh token',
      help: 'One that the interface replaces is kept in its place.',
    }),
    scope: setting(z.string().max(500).optional(), { onlyWith: withClient, label: 'Scope' }),
    rows: setting(path.default(''), {
      label: 'Where the rows are in an answer',
      help: 'Names joined by dots. Left out where the answer is itself the list.',
      example: 'data.items',
    }),
    paging: setting(z.enum(['none', 'link', 'next-url', 'cursor', 'page', 'offset']).default('none'), {
      label: 'Pages',
      help: 'How pages follow: one answer; a "Link" header; an address, or a cursor, in the answer; by number; by rows left out.',
    }),
    next: setting(path.optional(), {
      onlyWith: withPages('next-url', 'cursor'),
      label: 'Where the next address or cursor is in an answer',
      example: 'paging.next',
    }),
    pageParameter: setting(parameter.optional(), {
      onlyWith: withPages('page', 'offset', 'cursor'),
      label: 'Parameter for the page, offset or cursor',
      example: 'page',
    }),
    sizeParameter: setting(parameter.optional(), { label: 'Parameter for the rows of a page', example: 'per_page' }),
    size: setting(z.number().int().min(1).max(10_000).default(100), { label: 'Rows of a page' }),
    firstPage: setting(z.number().int().min(0).max(1).default(1), {
      onlyWith: withPages('page'),
      label: 'Number of the first page',
    }),
    since: setting(parameter.optional(), {
      label: 'Parameter for "changed since"',
      help: 'It must take rows of that very time too. Without it everything is read each time.',
      example: 'updated_since',
    }),
    sinceFormat: setting(z.enum(['iso', 'date', 'epoch-seconds', 'epoch-ms']).default('iso'), {
      label: 'How that time is written',
    }),
    sortedBy: setting(path.optional(), {
      label: 'Time by which rows are sorted',
      help: 'The time of change of a row, where rows come sorted by it, the oldest first. Left out where they do not.',
      example: 'updated_at',
    }),
    lookBackHours: setting(z.number().min(0).max(87_600).default(24), {
      label: 'Hours that are read again',
      help: 'Rows that change, or appear, later than this after their time are missed.',
    }),
    historyDays: setting(z.number().int().min(1).max(36_500).default(365), {
      label: 'Days of history at the first sync',
    }),
    mappings: mappingSettings,
  })
  .superRefine((given, context) => {
    for (const [field, message] of missing(given)) context.addIssue({ code: 'custom', path: [field], message });
  });
export type HttpJsonSettings = z.output<typeof httpJsonSettings>;

type Given = Pick<
  HttpJsonSettings,
  | 'authentication'
  | 'token'
  | 'user'
  | 'password'
  | 'tokenUrl'
  | 'clientId'
  | 'clientSecret'
  | 'refreshToken'
  | 'paging'
  | 'next'
  | 'pageParameter'
  | 'since'
  | 'sortedBy'
>;

/** What each choice needs beside it, and what contradicts it. */
function missing(given: Given): readonly (readonly [string, string])[] {
  const needs = (name: keyof Given, when: boolean, why: string) =>
    when && given[name] === undefined ? [[name, `is needed ${why}`] as const] : [];
  const { authentication, paging } = given;
  const isRefreshed = authentication === 'refresh-token';
  const isClient = authentication === 'client-credentials' || isRefreshed;
  const isNumbered = paging === 'page' || paging === 'offset' || paging === 'cursor';
  return [
    ...needs('token', authentication === 'token', 'for this authentication'),
    ...needs('user', authentication === 'basic', 'for this authentication'),
    ...needs('password', authentication === 'basic', 'for this authentication'),
    ...(['tokenUrl', 'clientId', 'clientSecret'] as const).flatMap((name) =>
      needs(name, isClient, 'for this authentication'),
    ),
    ...needs('refreshToken', isRefreshed, 'for this authentication'),
    ...needs('next', paging === 'next-url' || paging === 'cursor', 'for these pages'),
    ...needs('pageParameter', isNumbered, 'for these pages'),
    ...needs('since', given.sortedBy !== undefined, 'to ask for rows from a time on'),
  ];
}

function isPlain(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password, search, hash } = new URL(text);
  return [username, password, search, hash].every((part) => part === '');
}
