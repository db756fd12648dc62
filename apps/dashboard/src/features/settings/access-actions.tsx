import type { Account } from '@tandem/contracts/access';
import { PEOPLE } from './people-words.js';

interface AccessActionsProps {
  readonly account: Account;
  readonly isOwn: boolean;
  readonly busy: boolean;
  readonly onDisable: (disabled: boolean) => void;
  readonly onPasswordLink: () => void;
}

/** What an administrator can do about somebody's coming in. One's own access is in the hands of the others. */
export function AccessActions({ account, isOwn, busy, onDisable, onPasswordLink }: AccessActionsProps) {
  if (isOwn) return <span className="text-text-3">{PEOPLE.decidedByAnother}</span>;
  const isDisabled = account.disabledAt !== null;
  const hasOnlyProvider = !account.hasPassword && account.issuers.length > 0;
  return (
    <span className="flex flex-wrap gap-2">
      <button type="button" className="btn" disabled={busy} onClick={() => onDisable(!isDisabled)}>
        {isDisabled ? PEOPLE.enable : PEOPLE.disable}
      </button>
      {!isDisabled && !hasOnlyProvider && (
        <button type="button" className="btn" disabled={busy} onClick={onPasswordLink}>
          {PEOPLE.newPassword}
        </button>
      )}
    </span>
  );
}
