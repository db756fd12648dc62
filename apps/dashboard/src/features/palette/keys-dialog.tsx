import type { ReactNode } from 'react';
import { usePreferences } from '../../preferences/preferences.js';
import { NAVIGATION } from '../../shell/navigation-items.js';
import { pageName } from '../../shell/shell-words.js';
import { findKeys } from '../../shell/use-shortcuts.js';
import { Dialog } from '../../ui/dialog.js';
import { words } from './palette-words.js';

function Key({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-flex h-6 min-w-[24px] items-center justify-center rounded border border-line-2 bg-sunken px-1.5 font-sans text-xs">
      {children}
    </kbd>
  );
}

interface Line {
  readonly keys: readonly string[];
  readonly does: string;
  readonly inTurn?: boolean;
}

/** The keys that do something, and where they are switched off. */
export default function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  const { preferences } = usePreferences();
  const lines: readonly Line[] = [
    { keys: findKeys(), does: words.keys.find },
    { keys: ['/'], does: words.keys.find },
    { keys: ['?'], does: words.keys.these },
    ...NAVIGATION.flatMap(({ path, key }) =>
      key === undefined ? [] : [{ keys: ['g', key], does: words.keys.go(pageName(path)), inTurn: true }],
    ),
    { keys: ['←', '→', 'Shift', 'Home', 'End', 'Esc'], does: words.keys.charts },
  ];
  return (
    <Dialog label={words.keys.title} className="m-auto w-[min(480px,calc(100vw-24px))] px-5 py-4" onClose={onClose}>
      <h2 className="text-lg font-semibold">{words.keys.title}</h2>
      <dl className="mt-2 divide-y divide-line text-sm">
        {lines.map(({ keys, does, inTurn = false }) => (
          <div key={`${keys.join(' ')} ${does}`} className="flex items-center justify-between gap-4 py-1.5">
            <dt className="flex shrink-0 flex-wrap items-center gap-1">
              {keys.map((key, index) => (
                <span key={index} className="inline-flex items-center gap-1">
                  {inTurn && index > 0 && <span className="text-xs text-text-3">{words.keys.then}</span>}
                  <Key>{key}</Key>
                </span>
              ))}
            </dt>
            <dd className="text-right text-text-2">{does}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-xs text-text-3">
        {preferences.shortcuts ? words.keys.switchOff : words.keys.switchedOff}
      </p>
      <form method="dialog" className="mt-3 flex justify-end">
        <button className="btn">{words.keys.close}</button>
      </form>
    </Dialog>
  );
}
