import type { Configuration, Organisation } from './organisation.js';

/** What a file names. What it leaves out stays as it is; a thing that it names is as the file says, field by field. */
export type ConfigurationPart = Partial<Omit<Configuration, 'organisation'>> & {
  readonly organisation?: Partial<Organisation>;
};

/** Stands for the stored secret of a route: what an export prints, and what an apply reads as "leave it". */
export const unchangedSecret = 'unchanged';

export type ConfigurationKind = 'organisation' | 'person' | 'connection' | 'metric' | 'goal' | 'guardrail' | 'route';

/** Where the things of a kind stand in a configuration. The organisation is one, not a list. */
export const listOfKind = {
  person: 'people',
  connection: 'connections',
  metric: 'metrics',
  goal: 'goals',
  guardrail: 'guardrails',
  route: 'routes',
} as const satisfies Record<Exclude<ConfigurationKind, 'organisation'>, keyof Configuration>;
