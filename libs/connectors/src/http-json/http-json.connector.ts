import type { Authentication } from '@tandem/connector-kit/http/authentication';
import type { FailureRule } from '@tandem/connector-kit/http/declaration';
import { defineHttpConnector } from '@tandem/connector-kit/http/define-http-connector';
import { columnsRead } from '@tandem/connector-kit/mapping/columns-read';
import { cellsIn, columnsIn, mappingChoices } from '@tandem/connector-kit/mapping/mapping-choices';
import { httpJsonSettings, type HttpJsonSettings } from './http-json-settings.js';
import { firstRequest, rowsIn, rowStream } from './row-stream.js';

const dayMs = 86_400_000;

const failures: readonly FailureRule[] = [
  {
    status: 404,
    action: 'configuration',
    code: 'notFound',
    message: 'are not there, or are hidden from these credentials.',
    hint: 'Correct the address in the settings of the connection, or give the credentials the right to read it.',
    why: 'A wrong path, or an interface that hides what may not be seen.',
  },
];

function authenticationOf(settings: HttpJsonSettings): Authentication {
  const { token, tokenHeader, tokenScheme, user, password } = settings;
  switch (settings.authentication) {
    case 'none':
      return { kind: 'none' };
    case 'token':
      return {
        kind: 'token',
        token: token ?? '',
        header: tokenHeader.toLowerCase(),
        scheme: tokenScheme === 'none' ? '' : tokenScheme,
      };
    case 'basic':
      return { kind: 'basic', user: user ?? '', password: password ?? '' };
    case 'client-credentials':
      return { kind: 'clientCredentials', ...clientOf(settings) };
    case 'refresh-token':
      return { kind: 'refreshToken', refreshToken: settings.refreshToken ?? '', ...clientOf(settings) };
  }
}

// The settings have said that none of these is missing.
function clientOf({ tokenUrl = '', clientId = '', clientSecret = '', scope }: HttpJsonSettings) {
  return { tokenUrl, clientId, clientSecret, ...(scope === undefined ? {} : { scope }) };
}

/** The rows of any interface that answers with JSON. */
export const httpJsonConnector = defineHttpConnector<HttpJsonSettings>({
  id: 'http-json',
  title: 'HTTP JSON (any interface)',
  settings: httpJsonSettings,
  baseUrl: ({ url }) => new URL(url).origin,
  location: ({ url }) => url,
  authentication: authenticationOf,
  failures,
  begins: ({ since, historyDays }, now) => (since === undefined ? null : new Date(now.getTime() - historyDays * dayMs)),
  streams: [],
  bySettings: {
    described: [{ name: 'rows', title: 'Rows', delivers: [] }],
    streams: (settings) => [rowStream(settings, columnsRead(settings.mappings))],
  },
  discover: async (settings, ask) => {
    const { body } = await ask(firstRequest(settings));
    const rows = rowsIn(body, settings);
    const none = `The answer holds no list of rows ${settings.rows === '' ? 'by itself' : `at "${settings.rows}"`}, or an empty one.`;
    if (!Array.isArray(rows)) return [mappingChoices([], none)];
    const columns = columnsIn(rows);
    return [mappingChoices(columns, none, cellsIn(rows, columns))];
  },
});
