import type { ConfigurationKind } from '@tandem/contracts/settings';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { FormError } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { KIND_WORDS, SETTINGS } from './settings-words.js';
import { removeThing, type StoredThing } from './use-thing.js';

interface RemoveThingProps {
  readonly kind: ConfigurationKind;
  readonly stored: StoredThing;
  readonly title: string;
  /** Where the list is, which is shown after it. */
  readonly back: string;
}

export function UsedBy({ usedBy }: Pick<StoredThing, 'usedBy'>) {
  if (usedBy.length === 0) return <span className="text-text-3">{SETTINGS.notUsed}</span>;
  return <>{usedBy.map(({ kind, title }) => `${KIND_WORDS[kind]} “${title}”`).join(', ')}</>;
}

/** Takes a thing away that nothing uses; what uses it is named instead where something does. */
export function RemoveThing({ kind, stored, title, back }: RemoveThingProps) {
  const [asked, setAsked] = useState(false);
  const [, navigate] = useLocation();
  const { busy, error, attempt } = useTask();
  const remove = (): void => {
    void attempt(async () => {
      await removeThing(kind, stored);
      navigate(back);
    });
  };
  if (stored.usedBy.length > 0)
    return (
      <p className="w-full text-xs text-text-3">
        {SETTINGS.cannotRemove} <UsedBy usedBy={stored.usedBy} />.
      </p>
    );
  return (
    <>
      {asked ? (
        <span className="flex flex-wrap items-center gap-2 text-sm">
          {SETTINGS.historyKeeps}
          <button type="button" className="btn" disabled={busy} onClick={remove}>
            {SETTINGS.remove(title)}
          </button>
          <button type="button" className="btn" onClick={() => setAsked(false)}>
            {SETTINGS.keepIt}
          </button>
        </span>
      ) : (
        <button type="button" className="btn" onClick={() => setAsked(true)}>
          {SETTINGS.removeIt}
        </button>
      )}
      <FormError error={error} />
    </>
  );
}
