import { ApiError, errorFromAnswer, unreachable } from './api-error.js';
import { askToSignIn } from './signed-out.js';

const BASE = '/api/v1';

/** Where the answer to a question is had as a file. */
export function downloadAddress(path: string, format: 'csv' | 'ndjson' | 'xlsx'): string {
  return `${BASE}${path}${path.includes('?') ? '&' : '?'}format=${format}`;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(BASE + path, init);
  } catch (error) {
    if (error instanceof TypeError) throw unreachable();
    throw error;
  }
  if (answer.status === 401) askToSignIn();
  if (!answer.ok) throw errorFromAnswer(answer.status, await answer.text());
  return answer;
}

async function bodyOf<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T;
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new ApiError(answer.status, 'The server answered something that is not JSON.', null);
    throw error;
  }
}

/** The answer as it was sent: whoever asks again sees whether it is another one before reading it. */
export async function getText(path: string): Promise<string> {
  return (await send(path, { headers: { accept: 'application/json' } })).text();
}

export function parseAnswer<T>(text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    if (error instanceof SyntaxError) throw new ApiError(200, 'The server answered something that is not JSON.', null);
    throw error;
  }
}

/** The types are those of the contracts; the server checks every answer against them, so they are not checked twice. */
export async function getJson<T>(path: string): Promise<T> {
  return bodyOf<T>(await send(path, { headers: { accept: 'application/json' } }));
}

interface Sent {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: object;
}

function initOf({ method, body }: Sent): RequestInit {
  if (body === undefined) return { method };
  return { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

/** For an answer that says nothing but that it is done. It is read all the same: the connection stays taken until then. */
export async function sendJson(path: string, sent: Sent): Promise<void> {
  const answer = await send(path, initOf(sent));
  await answer.text();
}

export async function askJson<T>(path: string, sent: Sent): Promise<T> {
  return bodyOf<T>(await send(path, initOf(sent)));
}

/** Sends a file as it is. `fetch` reports no progress of what it sends, so this one is an XMLHttpRequest. */
export function uploadFile(path: string, file: File, onProgress: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', BASE + path);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      if (request.status === 401) askToSignIn();
      if (request.status < 300) resolve();
      else reject(errorFromAnswer(request.status, request.responseText));
    };
    request.onerror = () => reject(unreachable());
    request.send(file);
  });
}
