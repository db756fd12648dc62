import type { Thing } from './metric-draft.js';

/** What of a metric moves no number: how it is called, whose it is, whether it is in use. */
export interface MetricWording {
  readonly title: string;
  readonly description: string;
  readonly marketingWording: string;
  readonly itWording: string;
  readonly marketing: string;
  readonly it: string;
  readonly retired: boolean;
}

interface Written {
  readonly title?: string;
  readonly description?: string;
  readonly wording?: { readonly marketing?: string; readonly it?: string };
  readonly owners?: { readonly marketing?: string; readonly it?: string };
  readonly retired?: boolean;
}

export function wordingOf(thing: Thing): MetricWording {
  const { title = '', description = '', wording = {}, owners = {}, retired = false } = thing as Written;
  return {
    title,
    description,
    marketingWording: wording.marketing ?? '',
    itWording: wording.it ?? '',
    marketing: owners.marketing ?? '',
    it: owners.it ?? '',
    retired,
  };
}

/** The metric under these words; everything that moves numbers stays. */
export function withWording(thing: Thing, draft: MetricWording): Thing {
  const { wording: _words, owners: _owners, retired: _retired, ...rest } = thing;
  const wording = sides(draft.marketingWording, draft.itWording);
  const owners = sides(draft.marketing, draft.it);
  return {
    ...rest,
    title: draft.title,
    description: draft.description,
    ...(Object.keys(wording).length ? { wording } : {}),
    ...(Object.keys(owners).length ? { owners } : {}),
    ...(draft.retired ? { retired: true } : {}),
  };
}

function sides(marketing: string, it: string): object {
  return { ...(marketing.trim() === '' ? {} : { marketing }), ...(it.trim() === '' ? {} : { it }) };
}
