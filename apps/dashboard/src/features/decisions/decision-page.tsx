import type { SessionState } from '@tandem/contracts/access';
import type { Decision } from '@tandem/contracts/decisions';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { localDateText, timeText } from '../../text/time-text.js';
import { Facts } from '../../ui/facts.js';
import { Glyph } from '../../ui/glyph.js';
import { Loaded } from '../../ui/loaded.js';
import { DepartmentBox, departmentName } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { mayPropose } from '../proposal/may-propose.js';
import { ActionsPanel } from './actions-panel.js';
import { DecisionActs } from './decision-acts.js';
import {
  baselineText,
  GRADE_GLYPHS,
  GRADES,
  gradeText,
  KINDS,
  PAGE,
  promiseText,
  STATUS_GLYPHS,
  STATUSES,
  WORDS,
} from './decision-words.js';
import { SignatureMarks } from './signature-marks.js';

function names(owners: Decision['contributors']) {
  if (owners.length === 0) return null;
  return (
    <ul className="space-y-0.5">
      {owners.map(({ id, name, side }) => (
        <li key={id} className="inline-flex items-center gap-1.5 pr-3">
          <DepartmentBox side={side} />
          <span className="sr">{departmentName(side)}: </span>
          {name}
        </li>
      ))}
    </ul>
  );
}

function About({ about }: { readonly about: NonNullable<Decision['about']> }) {
  const pages = { goal: '/goals', metric: '/metrics', guardrail: '/guardrails' } as const;
  if (about.kind === 'agreement') {
    return (
      <PageLink to="/agreements" className="lnk">
        {about.title}
      </PageLink>
    );
  }
  if (about.kind === 'initiative' || about.kind === 'goalProposal') return about.title;
  return (
    <PageLink to={`${pages[about.kind]}/${encodeURIComponent(about.id)}`} className="lnk">
      {about.title}
    </PageLink>
  );
}

function What({ decision }: { readonly decision: Decision }) {
  const { approvers } = decision;
  return (
    <section className="panel px-4 py-3" aria-labelledby="what">
      <h2 id="what" className="text-base font-semibold">
        {WORDS.what}
      </h2>
      {decision.text !== '' && <p className="mt-1 whitespace-pre-line text-sm">{decision.text}</p>}
      <Facts
        facts={[
          { term: WORDS.reason, detail: <span className="whitespace-pre-line">{decision.reason}</span> },
          { term: WORDS.kind, detail: KINDS[decision.kind] },
          { term: WORDS.about, detail: decision.about && <About about={decision.about} /> },
          { term: WORDS.driver, detail: names([decision.driver]) },
          { term: PAGE.approvers, detail: names([approvers.marketing, approvers.it].flatMap((one) => one ?? [])) },
          { term: WORDS.contributors, detail: names(decision.contributors) },
          { term: WORDS.informed, detail: names(decision.informed) },
          { term: WORDS.lastDay, detail: decision.expiresOn === null ? null : localDateText(decision.expiresOn) },
        ]}
      />
    </section>
  );
}

function Effect({ decision, timeZone }: { readonly decision: Decision; readonly timeZone: string }) {
  const { effect, grades } = decision;
  if (effect === null) return null;
  return (
    <section className="panel px-4 py-3" aria-labelledby="effect">
      <h2 id="effect" className="text-base font-semibold">
        {WORDS.moves}
      </h2>
      <p className="num mt-1 text-sm">
        <PageLink to={`/metrics/${encodeURIComponent(effect.metric.key)}`} className="lnk">
          {promiseText(effect)}
        </PageLink>
      </p>
      <p className="num text-xs text-text-3">{baselineText(effect, timeZone)}</p>
      {grades.length === 0 ? (
        <p className="mt-2 text-sm text-text-2">
          {decision.status === 'inForce' || decision.status === 'expired'
            ? PAGE.gradedAfter(localDateText(effect.by))
            : PAGE.notGraded}
        </p>
      ) : (
        <ol className="mt-2 space-y-2 border-t border-line pt-2" aria-label={PAGE.grades}>
          {grades.map((grade, index) => (
            <li key={grade.at} className="text-sm">
              <span className="inline-flex items-center gap-1.5 font-semibold">
                <Glyph name={GRADE_GLYPHS[grade.grade]} />
                {GRADES[grade.grade]}
              </span>
              <span className="num ml-2 text-xs text-text-3">
                {PAGE[index === 0 ? 'gradedAt' : 'gradedAgainAt'](timeText(grade.at, timeZone))}
              </span>
              <p className="num text-text-2">{gradeText(grade, effect)}</p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function History({ decision, timeZone }: { readonly decision: Decision; readonly timeZone: string }) {
  return (
    <section className="panel mt-4 px-4 py-3" aria-labelledby="history">
      <h2 id="history" className="text-base font-semibold">
        {PAGE.history}
      </h2>
      <ol className="mt-2 space-y-1 text-sm">
        {decision.steps.map((step, index) => (
          <li key={`${step.step} ${step.at} ${index}`} className="flex flex-wrap gap-x-2">
            <span className="num text-text-3">{timeText(step.at, timeZone)}</span>
            <span>
              {step.by !== null && `${step.by.name} `}
              {PAGE.steps[step.step]}
              {step.reason !== null && `: ${step.reason}`}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** One decision: what it says, who signs, what it promised, and how its metric graded it. */
export default function DecisionPage({ id }: { readonly id: string }) {
  const decision = useResource<Decision>(`/decisions/${encodeURIComponent(id)}`);
  const session = useResource<SessionState>('/session');
  const list = useResource<{ readonly timeZone: string }>('/decisions');
  const timeZone = list.data?.timeZone ?? 'UTC';
  const crumbs = (
    <PageLink to="/decisions" className="hover:underline">
      {WORDS.title}
    </PageLink>
  );
  const status = decision.data?.status;
  return (
    <>
      <PageHeading title={decision.data?.title ?? WORDS.decision} crumbs={crumbs} controls={<ShareButton />}>
        {decision.data && status && (
          <div className="mt-0.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-text-2">
            <span className="inline-flex items-center gap-1.5 font-medium text-text">
              <Glyph name={STATUS_GLYPHS[status]} />
              {STATUSES[status]}
            </span>
            <SignatureMarks decision={decision.data} />
          </div>
        )}
      </PageHeading>
      <Loaded resource={decision} heights={[240]}>
        {(data) => (
          <>
            <DecisionActs decision={data} account={session.data?.account ?? null} />
            <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
              <What decision={data} />
              <Effect decision={data} timeZone={timeZone} />
            </div>
            <ActionsPanel mayAct={mayPropose(session.data)} decision={data.id} />
            <History decision={data} timeZone={timeZone} />
          </>
        )}
      </Loaded>
    </>
  );
}
