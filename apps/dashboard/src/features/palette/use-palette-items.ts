import type { AccountList, SessionState } from '@tandem/contracts/access';
import type { AlertList } from '@tandem/contracts/alerts';
import type { GoalList } from '@tandem/contracts/goals';
import type { GuardrailList } from '@tandem/contracts/guardrails';
import type { MetricList } from '@tandem/contracts/metrics';
import type { SavedViewList } from '@tandem/contracts/saved-views';
import type { SourceList } from '@tandem/contracts/sources';
import { useMemo } from 'react';
import { downloadAddress } from '../../api/request.js';
import { useResource } from '../../api/use-resource.js';
import { useParams } from '../../navigation/use-params.js';
import { choosePreferences, usePreferences } from '../../preferences/preferences.js';
import { asOfChoices } from '../../shell/as-of-choices.js';
import { openAsOf } from '../../shell/as-of-control.js';
import { asOfWords } from '../../shell/as-of-words.js';
import { signOut } from '../../shell/sign-out.js';
import { useLastReview } from '../../shell/use-last-review.js';
import { useThemeSwitch } from '../../shell/theme-button.js';
import { currentExport } from '../../ui/current-export.js';
import { mayPropose } from '../proposal/may-propose.js';
import { pageItems, thingItems, type PaletteItem } from './palette-items.js';
import { words } from './palette-words.js';
import { recentItems } from './recent.js';

const doing = (id: string, title: string, act: () => void): PaletteItem => ({
  id: `action ${id}`,
  kind: 'action',
  title,
  act,
});
const going = (id: string, title: string, to: string): PaletteItem => ({
  id: `action ${id}`,
  kind: 'action',
  title,
  to,
});

/** Times of knowledge that are asked about most, and the way back. */
function useAsOfItems(): readonly PaletteItem[] {
  const { asOf, set } = useParams();
  const { organisation } = usePreferences();
  const choices = asOfChoices({ nowMs: Date.now(), ...organisation, lastReviewAt: useLastReview() });
  return [
    ...(asOf === null ? [] : [doing('now', words.actions.now, () => set({ asOf: null }, false))]),
    ...choices.map(([name, at]) =>
      doing(`as-of ${name}`, words.actions.asOf(asOfWords.choices[name]), () => set({ asOf: at }, false)),
    ),
    doing('as-of', words.actions.asOfOther, openAsOf),
  ];
}

function useActionItems(session: SessionState | undefined, onShowKeys: () => void): readonly PaletteItem[] {
  const { preferences } = usePreferences();
  const switchTheme = useThemeSwitch();
  const asOfItems = useAsOfItems();
  const exported = currentExport();
  const isAdministrator = session?.account?.role === 'administrator';
  const isCompact = preferences.density === 'compact';
  const { actions } = words;
  return [
    ...(mayPropose(session) ? [going('new-goal', actions.newGoal, '/goals/new')] : []),
    ...(isAdministrator
      ? [going('new-guardrail', actions.newGuardrail, '/guardrails/new'), going('connect', actions.connect, '/connect')]
      : []),
    ...asOfItems,
    ...(exported === null
      ? []
      : (['xlsx', 'csv'] as const).map((format) =>
          doing(`export ${format}`, actions.export(format === 'xlsx' ? 'Excel' : 'CSV', exported.label), () =>
            location.assign(downloadAddress(exported.path, format)),
          ),
        )),
    doing('theme', actions.theme, switchTheme),
    doing(
      'density',
      isCompact ? actions.comfortable : actions.compact,
      () => void choosePreferences({ density: isCompact ? 'comfortable' : 'compact' }),
    ),
    going('wall', actions.wall, '/board?kiosk=1'),
    doing('keys', actions.keys, onShowKeys),
    doing('sign-out', actions.signOut, () => void signOut()),
  ];
}

/** All that can be found or done by whoever is signed in; asked for when the palette is open, and kept up to date as anything shown. */
export function usePaletteItems(onShowKeys: () => void): {
  readonly items: readonly PaletteItem[];
  readonly isLoading: boolean;
} {
  const session = useResource<SessionState>('/session');
  const isAdministrator = session.data?.account?.role === 'administrator';
  const metrics = useResource<MetricList>('/metrics');
  const goals = useResource<GoalList>('/goals');
  const guardrails = useResource<GuardrailList>('/guardrails');
  const alerts = useResource<AlertList>('/alerts?state=open');
  const sources = useResource<SourceList>('/sources');
  const views = useResource<SavedViewList>('/views');
  const people = useResource<AccountList>(isAdministrator ? '/accounts' : null);
  const actions = useActionItems(session.data, onShowKeys);
  const things = useMemo(
    () =>
      thingItems({
        metrics: metrics.data,
        goals: goals.data,
        guardrails: guardrails.data,
        alerts: alerts.data,
        sources: sources.data,
        views: views.data,
        people: people.data,
      }),
    [metrics.data, goals.data, guardrails.data, alerts.data, sources.data, views.data, people.data],
  );
  const recent = recentItems().map((item): PaletteItem => ({ ...item, id: `recent ${item.id}`, kind: 'recent' }));
  return {
    items: [...recent, ...pageItems(isAdministrator), ...things, ...actions],
    isLoading: [metrics, goals, guardrails, alerts, sources, views, people].some(({ loading }) => loading),
  };
}
