import type { HttpRequest } from './declaration.js';
import type { Message } from './send-request.js';

/** The header of basic authentication (RFC 7617). */
export function basic({ user, password }: { readonly user: string; readonly password: string }): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** A question as it is sent. @param credentials headers that prove who asks */
export function messageOf(
  { method = 'GET', headers = {}, body, form }: HttpRequest,
  declaration: { readonly headers?: Readonly<Record<string, string>> },
  credentials: Readonly<Record<string, string>>,
): Message {
  const kind =
    body === undefined ? (form === undefined ? null : 'application/x-www-form-urlencoded') : 'application/json';
  return {
    method,
    headers: lowerCased({
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'Tandem',
      ...(kind === null ? {} : { 'content-type': kind }),
      ...declaration.headers,
      ...headers,
    }),
    credentials,
    body:
      body === undefined ? (form === undefined ? null : new URLSearchParams(form).toString()) : JSON.stringify(body),
  };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
