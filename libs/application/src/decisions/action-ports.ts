import type { Action, Reminder } from '@tandem/domain/decision/action';

/** One thing that happened to an action; steps are only ever added. */
export interface ActionStep {
  readonly step: 'open' | 'change' | 'done' | 'dropped' | 'remind';
  readonly at: Date;
  /** Id of the person; null for what the clock did. */
  readonly by: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface StoredAction extends Action {
  readonly id: string;
  /** In order; the first one opens it. */
  readonly steps: readonly ActionStep[];
}

export interface ActionStore {
  /** Those that are open first, by their day; then those that are closed, the latest first. */
  list(filter?: { readonly id?: string; readonly onlyOpen?: boolean }): Promise<readonly StoredAction[]>;
  /** Answers its id. */
  open(action: Action, by: string): Promise<string>;
  /** Asks `compute` with the action under lock; null when there is none of this id. */
  change(
    id: string,
    compute: (present: StoredAction) => { readonly action: Action; readonly step: ActionStep },
  ): Promise<boolean>;
  /** Writes the reminder to the mailboxes of the owner, each once for an occasion; answers how many there are. */
  remind(id: string, reminder: ReminderMessage): Promise<number>;
}

export interface ReminderMessage extends Reminder {
  readonly now: Date;
  /** Ids of the people who are reminded. */
  readonly people: readonly string[];
  readonly content: object;
}
