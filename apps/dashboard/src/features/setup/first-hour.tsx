import type { SessionState } from '@tandem/contracts/access';
import type { Catalogue } from '@tandem/contracts/catalogue';
import type { GoalChoices, GoalList } from '@tandem/contracts/goals';
import type { SourceList } from '@tandem/contracts/sources';
import type { ReactNode } from 'react';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { Glyph } from '../../ui/glyph.js';
import { Unanswered } from '../../ui/loaded.js';
import { Progress } from '../../ui/progress.js';
import { TEMPLATE_WORDS } from '../goals/goal-template-words.js';
import { fitted, GOAL_TEMPLATES } from '../goals/goal-templates.js';
import { isRunning } from '../sources/source-words.js';
import { firstHourSteps, type Beginning, type Step } from './first-hour-steps.js';
import { FIRST_HOUR, STEPS } from './first-hour-words.js';

interface Known {
  readonly sources: SourceList;
  readonly catalogue: Catalogue;
  readonly choices: GoalChoices;
  readonly goals: GoalList;
}

function beginningOf({ sources, catalogue, choices, goals }: Known): Beginning {
  return {
    owners: catalogue.owners,
    sources: sources.sources.map(({ id, name, lastSyncAt, lastRun }) => ({
      id,
      name,
      hasData: lastSyncAt !== null,
      isReading: isRunning(lastRun),
    })),
    metrics: choices.metrics.length,
    jointGoals: goals.goals
      .filter(({ level }) => level === 'joint')
      .map(({ id, published, gaps }) => ({
        id,
        published,
        hasCounterMetric: !gaps.some(({ code }) => code === 'counterMetricMissing'),
      })),
    guardrails: choices.guardrails.length,
  };
}

function Action({
  to,
  params,
  children,
}: {
  readonly to: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}) {
  return (
    <PageLink to={to} className="btn" {...(params ? { params } : {})}>
      {children}
    </PageLink>
  );
}

function DataActions({ sources }: { readonly sources: SourceList }) {
  return (
    <>
      {sources.sources
        .filter(({ lastRun }) => isRunning(lastRun))
        .map(({ id, name, lastRun }) => (
          <PageLink key={id} to={`/sources/${encodeURIComponent(id)}`} className="w-full">
            <Progress label={FIRST_HOUR.reading(name)} share={lastRun?.progress ?? null} />
          </PageLink>
        ))}
      <Action to="/connect" params={{ connector: 'file', upload: '1' }}>
        {FIRST_HOUR.upload}
      </Action>
      <Action to="/connect">{FIRST_HOUR.connect}</Action>
    </>
  );
}

const readyShown = 3;

/** Ready-made metrics whose data is there, first; each is adopted on its page. */
function MetricActions({ catalogue }: { readonly catalogue: Catalogue }) {
  const ready = catalogue.metrics.filter(({ data, adopted }) => data === 'arrived' && adopted.length === 0);
  return (
    <>
      {ready.slice(0, readyShown).map(({ key, title }) => (
        <Action key={key} to={`/catalogue/${key}`}>
          {title}
          <span className="sr">: {FIRST_HOUR.readyHere}</span>
        </Action>
      ))}
      <Action to="/catalogue">{FIRST_HOUR.catalogue}</Action>
      <Action to="/metrics/new">{FIRST_HOUR.own}</Action>
    </>
  );
}

function GoalActions({ choices, catalogue }: Pick<Known, 'choices' | 'catalogue'>) {
  const titleOf = (standard: string | undefined) =>
    catalogue.metrics.find(({ key }) => key === standard)?.title ?? standard;
  return (
    <ul className="w-full space-y-1">
      {GOAL_TEMPLATES.map((template) => {
        const { isWhole, metrics } = fitted(template, choices);
        const missing = template.parts
          .filter((_, index) => metrics[index] === null)
          .map(({ standards }) => titleOf(standards[0]));
        return (
          <li key={template.id} className="text-sm">
            <PageLink to="/goals/new" params={{ template: template.id }} className="lnk">
              {TEMPLATE_WORDS.templates[template.id].title}
            </PageLink>
            {!isWhole && <span className="text-text-3"> · {FIRST_HOUR.templateMissing(missing)}</span>}
          </li>
        );
      })}
      <li className="text-sm">
        <PageLink to="/goals/new" className="lnk">
          {FIRST_HOUR.blank}
        </PageLink>
      </li>
    </ul>
  );
}

function Actions({
  id,
  known,
  mayConfigure,
}: {
  readonly id: Step['id'];
  readonly known: Known;
  readonly mayConfigure: boolean;
}) {
  const [goal] = known.goals.goals.filter(({ level, published }) => level === 'joint' && !published);
  const goalPath = goal && `/goals/${encodeURIComponent(goal.id)}`;
  if (!mayConfigure && (id === 'owners' || id === 'data' || id === 'metric'))
    return <p className="text-sm text-text-3">{FIRST_HOUR.administrator}</p>;
  switch (id) {
    case 'owners':
      return <Action to="/settings/teams/person/new">{FIRST_HOUR.addPerson}</Action>;
    case 'data':
      return <DataActions sources={known.sources} />;
    case 'metric':
      return <MetricActions catalogue={known.catalogue} />;
    case 'goal':
      return <GoalActions {...known} />;
    case 'guardrail':
      return (
        <>
          <Action to="/guardrails/new">{FIRST_HOUR.guardrail}</Action>
          {goalPath && <Action to={`${goalPath}/edit`}>{FIRST_HOUR.editGoal}</Action>}
        </>
      );
    case 'sign':
      return (
        <>
          {goalPath && <Action to={goalPath}>{FIRST_HOUR.signGoal}</Action>}
          {mayConfigure && <Action to="/settings/people">{FIRST_HOUR.invite}</Action>}
        </>
      );
  }
}

function OneStep({
  step,
  number,
  known,
  mayConfigure,
}: {
  readonly step: Step;
  readonly number: number;
  readonly known: Known;
  readonly mayConfigure: boolean;
}) {
  const { title, text } = STEPS[step.id];
  const isDone = step.state === 'done';
  return (
    <li className="flex gap-3 border-t border-line px-5 py-3" aria-current={step.state === 'now' ? 'step' : undefined}>
      <span className="mt-0.5 w-5 shrink-0 text-center text-sm font-semibold">
        {isDone ? <Glyph name="onTrack" /> : <span aria-hidden="true">{number}</span>}
      </span>
      <div className="min-w-0 flex-1">
        <h3 className="text-sm font-semibold">
          {title}{' '}
          <span className={`text-xs font-normal ${isDone ? 'text-ok' : 'text-text-3'}`}>
            {FIRST_HOUR.states[step.state]}
          </span>
        </h3>
        {!isDone && (
          <>
            <p className="text-sm text-text-2">{text}</p>
            <div className="mt-2 flex flex-wrap gap-2">
              <Actions id={step.id} known={known} mayConfigure={mayConfigure} />
            </div>
          </>
        )}
      </div>
    </li>
  );
}

/** The way to a first joint goal: six steps as they stand now, each with what to do next. */
export function FirstHour({ onDismiss }: { readonly onDismiss: (() => void) | null }) {
  const session = useResource<SessionState>('/session');
  const asked = [
    useResource<SourceList>('/sources'),
    useResource<Catalogue>('/catalogue'),
    useResource<GoalChoices>('/goal-choices'),
    useResource<GoalList>('/goals'),
  ] as const;
  const failed = asked.find(({ data, error }) => data === undefined && error !== undefined);
  if (failed) return <Unanswered resource={failed} part={FIRST_HOUR.title} />;
  const [{ data: sources }, { data: catalogue }, { data: choices }, { data: goals }] = asked;
  if (!sources || !catalogue || !choices || !goals) return <div className="panel mt-4 h-[560px]" aria-busy="true" />;
  const known = { sources, catalogue, choices, goals };
  const steps = firstHourSteps(beginningOf(known));
  if (onDismiss !== null && steps.every(({ state }) => state === 'done')) return null;
  const mayConfigure = session.data?.account?.role === 'administrator';
  return (
    <section className="panel mt-4" aria-labelledby="first-hour">
      <div className="flex flex-wrap items-start justify-between gap-2 px-5 py-4">
        <div>
          <h2 id="first-hour" className="text-lg font-semibold">
            {FIRST_HOUR.title}
          </h2>
          <p className="text-sm text-text-2">{FIRST_HOUR.intro}</p>
        </div>
        {onDismiss && (
          <button type="button" className="btn" onClick={onDismiss}>
            {FIRST_HOUR.dismiss}
          </button>
        )}
      </div>
      <ol>
        {steps.map((step, index) => (
          <OneStep key={step.id} step={step} number={index + 1} known={known} mayConfigure={mayConfigure} />
        ))}
      </ol>
    </section>
  );
}
