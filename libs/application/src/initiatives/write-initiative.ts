import type { Initiative } from '@tandem/domain/initiative/initiative';
import { checkConfiguration } from '@tandem/domain/organisation/check-configuration';
import { mergeConfiguration } from '@tandem/domain/organisation/merge-configuration';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { ConfigurationRejected } from '../apply-configuration.js';
import { configurationDifference } from '../configuration-difference.js';
import { InvalidInput, NotFound } from '../input-errors.js';
import { recordVerdicts, type InitiativeDependencies } from './record-verdicts.js';

export interface WriteInitiativeRequest {
  readonly initiative: Initiative;
  /** Who is named in the audit trail. */
  readonly actor: string;
  readonly act: 'make' | 'rewrite';
}

/** Writes an initiative, new or as it is now, and judges it at the gate. */
export function writeInitiative(dependencies: InitiativeDependencies) {
  const judge = recordVerdicts(dependencies);
  return async ({ initiative, actor, act }: WriteInitiativeRequest): Promise<void> => {
    const now = dependencies.clock();
    await dependencies.configuration.change(
      (current) => {
        requireWritable(current, initiative.id, act);
        const next = withInitiatives(current, [initiative]);
        return { next, changes: configurationDifference(current, next, { initiatives: [initiative] }) };
      },
      { now, dryRun: false, actor },
    );
    await judge(now);
  };
}

/** The configuration with these initiatives in it. Throws `ConfigurationRejected` with all that is wrong with them. */
export function withInitiatives(current: Configuration, initiatives: readonly Initiative[]): Configuration {
  const issues = checkConfiguration(current, { initiatives });
  if (issues.length) throw new ConfigurationRejected(issues);
  return mergeConfiguration(current, { initiatives });
}

function requireWritable({ initiatives }: Configuration, id: string, act: WriteInitiativeRequest['act']): void {
  const isThere = initiatives.some((one) => one.id === id);
  if (act === 'rewrite' && !isThere) throw new NotFound('initiative', id);
  if (act === 'make' && isThere)
    throw new InvalidInput([{ field: 'id', reason: `There is an initiative "${id}" already. Choose another id.` }]);
}
