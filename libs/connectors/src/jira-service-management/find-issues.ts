import type { FoundItems, ItemQuestion } from '@tandem/connector-kit/connector';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import type { Ask } from '@tandem/connector-kit/http/declaration';
import { closestName } from '@tandem/connector-kit/mapping/closest-name';
import { z } from 'zod';
import { issueText } from './issue-text.js';

const perPage = 100;
const knownFields = z.array(z.looseObject({ id: z.string(), name: z.string() }));
const foundPage = z.object({
  issues: z.array(z.looseObject({ key: z.string(), fields: z.record(z.string(), z.unknown()).nullish() })),
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().nullish(),
  startAt: z.number().nullish(),
  total: z.number().nullish(),
});

interface Place {
  readonly nextPageToken?: string;
  readonly startAt?: number;
}

export function fieldsPath(hosting: 'cloud' | 'dataCenter'): string {
  return hosting === 'cloud' ? '/rest/api/3/field' : '/rest/api/2/field';
}

/** Issues that a query finds, each with the fields that are asked for by id or by name. */
export async function findIssues(
  { url, hosting }: { readonly url: string; readonly hosting: 'cloud' | 'dataCenter' },
  { query, fields, most }: ItemQuestion,
  ask: Ask,
): Promise<FoundItems> {
  const isCloud = hosting === 'cloud';
  const { body } = await ask({ path: fieldsPath(hosting) });
  const idOf = fieldIds(fields, knownFields.parse(body));
  const path = isCloud ? '/rest/api/3/search/jql' : '/rest/api/2/search';
  const base = url.replace(/\/+$/, '');
  const items: FoundItems['items'][number][] = [];
  let place: Place | null = {};
  while (place !== null && items.length < most) {
    const wanted = [...new Set(idOf.values())].join(',') || 'summary';
    const answer = await ask({ path, query: { jql: query, fields: wanted, maxResults: perPage, ...place } });
    const page = foundPage.parse(answer.body);
    for (const { key, fields: values } of page.issues)
      items.push({
        key,
        url: `${base}/browse/${encodeURIComponent(key)}`,
        fields: Object.fromEntries([...idOf].map(([field, id]) => [field, issueText(values?.[id])])),
      });
    place = placeBehind(page);
  }
  return { items: items.slice(0, most), isCut: items.length > most || place !== null };
}

function placeBehind({ issues, nextPageToken, isLast, startAt, total }: z.output<typeof foundPage>): Place | null {
  if (isLast === true || issues.length === 0) return null;
  if (nextPageToken) return { nextPageToken };
  const behind = (startAt ?? 0) + issues.length;
  return total != null && behind < total ? { startAt: behind } : null;
}

/** Names of fields are free in Jira and may stand there twice: then only an id tells them apart. */
function fieldIds(
  asked: readonly string[],
  known: readonly { readonly id: string; readonly name: string }[],
): ReadonlyMap<string, string> {
  return new Map(
    asked.map((field) => {
      if (known.some(({ id }) => id === field)) return [field, field];
      const named = known.filter(({ name }) => name.toLowerCase() === field.toLowerCase());
      const [only] = named;
      if (named.length === 1 && only) return [field, only.id];
      if (named.length > 1) {
        const ids = named.map(({ id }) => id).join(', ');
        throw unreadable(
          `Jira has ${named.length} fields "${field}".`,
          `Name the one that is meant by its id: ${ids}.`,
        );
      }
      const near = closestName(
        field,
        known.map(({ name }) => name),
      );
      const hint = 'Write its name as Jira shows it, or its id such as customfield_10040.';
      throw unreadable(`Jira has no field "${field}".`, near === null ? hint : `Did you mean "${near}"? ${hint}`);
    }),
  );
}

function unreadable(message: string, hint: string): ConnectorFailure {
  return new ConnectorFailure('configuration', 'fieldUnknown', message, hint);
}
