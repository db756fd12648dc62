import { ConnectorFailure } from '../connector-failure.js';
import type { Answer } from './declaration.js';
import { parseJson } from './parse-json.js';
import type { Received } from './send-request.js';

/** What was received, as an answer. @param subject what was asked for, as the beginning of a sentence @throws {ConnectorFailure} for a success that is no JSON */
export function answerOf({ status, headers, text }: Received, subject: string): Answer {
  const isJson = /^\s*application\/([a-z0-9.+-]+\+)?json\b|^\s*text\/json\b/i.test(headers['content-type'] ?? '');
  if (!isJson) {
    // With 203 it is not the vendor's own answer: a rule of the connector may know the page that comes in its place.
    if (status >= 300 || status === 203) return { status, headers, body: text };
    if (status === 204 || text.trim() === '') return { status, headers, body: null };
    throw notJson(subject, `is answered with ${kindOf(headers)} instead of JSON`);
  }
  try {
    return { status, headers, body: text.trim() === '' ? null : parseJson(text) };
  } catch (error) {
    if (status >= 300) return { status, headers, body: text };
    throw notJson(subject, 'is answered with damaged JSON', error);
  }
}

function notJson(subject: string, what: string, cause?: unknown): ConnectorFailure {
  return new ConnectorFailure(
    'sourceChanged',
    'notJson',
    `${subject} ${what}.`,
    'Check the address in the settings of the connection; a page for signing in often stands in the place of data.',
    { cause },
  );
}

function kindOf(headers: Readonly<Record<string, string>>): string {
  const kind = /^[\w.+-]+\/[\w.+-]+/.exec(headers['content-type'] ?? '')?.[0];
  return kind === undefined ? 'something without a content type' : `"${kind}"`;
}
