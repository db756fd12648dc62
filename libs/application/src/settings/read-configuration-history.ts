import { thingDifference } from '../configuration-difference.js';
import type { ConfigurationKind } from '../ports.js';
import type { ConfigurationEntry, ConfigurationHistory } from './settings-ports.js';

export interface HistoryRequest {
  readonly kind?: ConfigurationKind | undefined;
  readonly id?: string | undefined;
  /** Only what happened before this entry. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** Who changed what of the configuration, field by field in the words of a file, the youngest first. */
export function readConfigurationHistory({ history }: { readonly history: ConfigurationHistory }) {
  return async ({ kind, id, before, limit }: HistoryRequest) => {
    const asked = { kind: kind ?? null, id: id ?? null, before: before ?? null };
    const found = await history.entries({ ...asked, limit: limit + 1 });
    const shown = found.slice(0, limit);
    return { entries: shown.map(shownEntry), next: found.length > limit ? (shown.at(-1)?.sequence ?? null) : null };
  };
}

function shownEntry({ sequence, at, by, action, kind, id, before, after }: ConfigurationEntry) {
  return {
    sequence,
    at: at.toISOString(),
    by,
    action,
    kind,
    id,
    title: titleOf(after ?? before, id),
    fields: [...thingDifference(kind, before, after)],
  };
}

function titleOf(thing: object | null, id: string): string {
  const members = new Map<string, unknown>(Object.entries(thing ?? {}));
  const title = members.get('title') ?? members.get('name');
  return typeof title === 'string' ? title : id;
}
