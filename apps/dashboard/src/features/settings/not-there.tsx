import { Empty } from '../../ui/empty.js';
import { SETTINGS } from './settings-words.js';

/** What an address names is not in the configuration, or not any more. */
export function NotThere({ what }: { readonly what: string }) {
  return (
    <Empty title={SETTINGS.notThere(what)} action={{ to: '/settings/history', label: SETTINGS.toHistory }}>
      {SETTINGS.maybeRemoved}
    </Empty>
  );
}
