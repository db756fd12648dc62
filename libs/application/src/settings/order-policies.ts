import { configurationDifference } from '../configuration-difference.js';
import { InvalidInput } from '../input-errors.js';
import type { Clock, ConfigurationStore } from '../ports.js';
import { ChangedMeanwhile } from './thing-edition.js';

export interface OrderPoliciesRequest {
  /** Ids of all policies, in the order in which they are to be asked. */
  readonly order: readonly string[];
  /** Their ids in the order that whoever moves them has seen. */
  readonly seen: readonly string[];
  readonly actor: string;
}

/** Brings alert policies into another order: of several that are for a guardrail, the first counts. Throws `ChangedMeanwhile` where another one stands. */
export function orderPolicies({
  configuration,
  clock,
}: {
  readonly configuration: ConfigurationStore;
  readonly clock: Clock;
}) {
  return async ({ order, seen, actor }: OrderPoliciesRequest): Promise<void> => {
    await configuration.change(
      (current) => {
        const present = current.alertPolicies;
        if (
          !isSame(
            present.map(({ id }) => id),
            seen,
          )
        )
          throw new ChangedMeanwhile('alertPolicy', present[0]?.id ?? '');
        const alertPolicies = order.flatMap((id) => present.filter((policy) => policy.id === id));
        if (order.length !== present.length || new Set(alertPolicies).size !== present.length) {
          throw new InvalidInput([{ field: 'order', reason: 'It names each policy that there is, once.' }]);
        }
        const next = { ...current, alertPolicies };
        const moved = alertPolicies.filter(({ id }, place) => present[place]?.id !== id);
        return { next, changes: configurationDifference(current, next, { alertPolicies: moved }) };
      },
      { now: clock(), dryRun: false, actor },
    );
  };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((id, place) => id === other[place]);
}
