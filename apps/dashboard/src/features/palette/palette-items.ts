import type { AccountList } from '@tandem/contracts/access';
import type { AlertList } from '@tandem/contracts/alerts';
import type { GoalList } from '@tandem/contracts/goals';
import type { GuardrailList } from '@tandem/contracts/guardrails';
import type { MetricList } from '@tandem/contracts/metrics';
import type { SavedViewList } from '@tandem/contracts/saved-views';
import type { SourceList } from '@tandem/contracts/sources';
import { NAVIGATION } from '../../shell/navigation-items.js';
import { pageName } from '../../shell/shell-words.js';
import { matchScore } from './fuzzy-match.js';
import { words } from './palette-words.js';

export type ItemKind = keyof typeof words.groups;

/** Something that can be opened or done. */
export interface PaletteItem {
  readonly id: string;
  readonly kind: ItemKind;
  readonly title: string;
  readonly detail?: string;
  /** Where it leads; left out for what is done at once. */
  readonly to?: string;
  readonly act?: () => void;
}

/** What the server has answered so far. */
export interface Known {
  readonly metrics: MetricList | undefined;
  readonly goals: GoalList | undefined;
  readonly guardrails: GuardrailList | undefined;
  readonly alerts: AlertList | undefined;
  readonly sources: SourceList | undefined;
  readonly views: SavedViewList | undefined;
  readonly people: AccountList | undefined;
}

const path = (area: string, id: string): string => `/${area}/${encodeURIComponent(id)}`;

/** The part of the settings that everybody may read; the others tell whoever is no administrator whom to ask. */
const FOR_EVERYBODY = '/settings/channels';

export function pageItems(isAdministrator: boolean): PaletteItem[] {
  const others = Object.entries(words.pages).filter(
    ([to]) => isAdministrator || !to.startsWith('/settings/') || to === FOR_EVERYBODY,
  );
  const all = [...NAVIGATION.map(({ path: to }) => [to, pageName(to)] as const), ...others];
  return all.map(([to, title]) => ({ id: `page ${to}`, kind: 'page', title, to }));
}

/** Everything that has a page of its own. */
export function thingItems(known: Known): PaletteItem[] {
  return [
    ...(known.views?.views ?? []).map(({ id, name, address, isMine, owner }): PaletteItem => ({
      id: `view ${id}`,
      kind: 'view',
      title: name,
      to: address,
      ...(isMine ? {} : { detail: owner }),
    })),
    ...(known.metrics?.metrics ?? []).map(({ metric }): PaletteItem => ({
      id: `metric ${metric.key}`,
      kind: 'metric',
      title: metric.title,
      detail: metric.key,
      to: path('metrics', metric.key),
    })),
    ...(known.goals?.goals ?? []).map(({ id, title }): PaletteItem => ({
      id: `goal ${id}`,
      kind: 'goal',
      title,
      to: path('goals', id),
    })),
    ...(known.guardrails?.guardrails ?? []).map(({ id, title, metric }): PaletteItem => ({
      id: `guardrail ${id}`,
      kind: 'guardrail',
      title,
      detail: metric.title,
      to: path('guardrails', id),
    })),
    ...(known.alerts?.alerts ?? []).map(({ id, guardrail, metric }): PaletteItem => ({
      id: `alert ${id}`,
      kind: 'alert',
      title: guardrail.title,
      detail: metric.title,
      to: path('alerts', id),
    })),
    ...(known.sources?.sources ?? []).map(({ id, name }): PaletteItem => ({
      id: `source ${id}`,
      kind: 'source',
      title: name,
      to: path('sources', id),
    })),
    ...(known.people?.accounts ?? []).map(({ id, name, email }): PaletteItem => ({
      id: `person ${id}`,
      kind: 'person',
      title: name,
      detail: email,
      to: '/settings/people',
    })),
  ];
}

const ORDER: readonly ItemKind[] = [
  'recent',
  'page',
  'metric',
  'goal',
  'view',
  'alert',
  'guardrail',
  'source',
  'person',
  'action',
];
const MOST = 40;

/** What answers what was typed: the best of each kind together, the kind with the best one first. */
export function foundItems(items: readonly PaletteItem[], query: string): readonly PaletteItem[] {
  if (query.trim() === '') {
    const shown = items.filter(({ kind }) => ['recent', 'page', 'action', 'view'].includes(kind));
    return [...shown].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  }
  const matched = items
    .filter(({ kind }) => kind !== 'recent')
    .flatMap((item) => {
      const score = matchScore(query, item.title);
      // What stands beside the title counts too, and less.
      const beside = score ?? matchScore(query, `${item.title} ${item.detail ?? ''}`);
      return beside === null ? [] : [{ item, score: score === null ? beside - 50 : beside }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST);
  const kinds = [...new Set(matched.map(({ item }) => item.kind))];
  return kinds.flatMap((kind) => matched.filter(({ item }) => item.kind === kind).map(({ item }) => item));
}
