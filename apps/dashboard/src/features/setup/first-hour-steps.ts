/** What is known of the workspace when somebody begins. */
export interface Beginning {
  readonly owners: readonly { readonly side: 'marketing' | 'it' }[];
  /** Sources, and whether anything of them has been read. */
  readonly sources: readonly {
    readonly id: string;
    readonly name: string;
    readonly hasData: boolean;
    readonly isReading: boolean;
  }[];
  readonly metrics: number;
  /** Joint goals, published or not. */
  readonly jointGoals: readonly {
    readonly id: string;
    readonly published: boolean;
    readonly hasCounterMetric: boolean;
  }[];
  readonly guardrails: number;
}

export type StepState = 'done' | 'now' | 'later' | 'working';

export interface Step {
  readonly id: 'owners' | 'data' | 'metric' | 'goal' | 'guardrail' | 'sign';
  readonly state: StepState;
}

/** The way to a first joint goal, each step as it stands: the first that is not done is the one for now, be the others done or not. */
export function firstHourSteps(beginning: Beginning): readonly Step[] {
  const { owners, sources, metrics, jointGoals, guardrails } = beginning;
  const done: Readonly<Record<Step['id'], boolean>> = {
    owners: (['marketing', 'it'] as const).every((side) => owners.some((owner) => owner.side === side)),
    data: sources.some(({ hasData }) => hasData),
    metric: metrics > 0,
    goal: jointGoals.length > 0,
    guardrail: guardrails > 0 && jointGoals.some(({ hasCounterMetric }) => hasCounterMetric),
    sign: jointGoals.some(({ published }) => published),
  };
  const order: readonly Step['id'][] = ['owners', 'data', 'metric', 'goal', 'guardrail', 'sign'];
  const now = order.find((id) => !done[id]);
  return order.map((id) => {
    if (done[id]) return { id, state: 'done' };
    if (id === 'data' && sources.some(({ isReading }) => isReading)) return { id, state: 'working' };
    return { id, state: id === now ? 'now' : 'later' };
  });
}
