import type { SessionState } from '@tandem/contracts/access';
import type { GoalPage as GoalAnswer } from '@tandem/contracts/goals';
import { lazy } from 'react';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { useNow } from '../../navigation/use-now.js';
import { useParams } from '../../navigation/use-params.js';
import { reasonSentence } from '../../text/status-words.js';
import { localDateText } from '../../text/time-text.js';
import { Facts } from '../../ui/facts.js';
import { Loaded } from '../../ui/loaded.js';
import { departmentName, Owners } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { StatusMark } from '../../ui/status-mark.js';
import { useMedia, WIDE } from '../../ui/use-media.js';
import { KeyResultCards } from '../board/key-result-cards.js';
import { KeyResultTable } from '../board/key-result-table.js';
import { Notices } from '../board/notices.js';
import { ReadingKey } from '../board/reading-key.js';
import { mayPropose } from '../proposal/may-propose.js';
import { useNotes, type NotePlace } from '../notes/use-notes.js';
import { BudgetPanel } from '../talk/budget-panel.js';
import { BelowPanel } from './below-panel.js';
import { CheckInsPanel } from './check-ins-panel.js';
import { CounterMetricsPanel } from './counter-metrics-panel.js';
import { DraftNotice } from './draft-notice.js';
import { DriverTree } from './driver-tree.js';
import { GoalHistory } from './goal-history.js';
import { GoalProposals } from './goal-proposals.js';
import { words } from './goal-page-words.js';
import { levelText, progressText, words as shared } from './goal-words.js';
import { PathPanel } from './path-panel.js';
import { ReasonsPanel } from './reasons-panel.js';
import { LatePart } from '../../shell/page-boundary.js';

const NotesPanel = lazy(() => import('../notes/notes-panel.js'));

function Summary({ goal }: { readonly goal: GoalAnswer }) {
  const pushed = goal.ledBy === null ? null : words.pushes(departmentName(goal.ledBy));
  return (
    <section className="panel px-4 py-3" aria-labelledby="agreed">
      <h2 id="agreed" className="text-base font-semibold">
        {words.agreed}
      </h2>
      <Facts
        facts={[
          { term: words.outcome, detail: goal.outcome === '' ? null : goal.outcome },
          { term: words.growth, detail: goal.growthProjection ? words.growthPlanned : null },
          { term: words.whose, detail: [levelText(goal), pushed].filter(Boolean).join('; ') },
          { term: words.owners, detail: <Owners owners={goal.owners} /> },
          { term: words.time, detail: shared.fromTo(localDateText(goal.start), localDateText(goal.due)) },
          { term: words.progress, detail: progressText(goal) },
          { term: shared.keyResults, detail: shared.onTrackOf(goal.onTrackCount, goal.keyResultCount) },
          { term: words.version, detail: `${goal.version}` },
        ]}
      />
    </section>
  );
}

function Crumbs({ above }: { readonly above: GoalAnswer['above'] }) {
  return (
    <>
      <PageLink to="/goals" className="hover:underline">
        {shared.title}
      </PageLink>
      {above.map(({ id, title }) => (
        <span key={id}>
          {' '}
          <span aria-hidden="true">/</span>{' '}
          <PageLink to={`/goals/${encodeURIComponent(id)}`} className="hover:underline">
            {title}
          </PageLink>
        </span>
      ))}
    </>
  );
}

function Controls({ goal, may }: { readonly goal: GoalAnswer | undefined; readonly may: boolean }) {
  const path = goal && `/goals/${encodeURIComponent(goal.id)}`;
  return (
    <>
      {may && path && (
        <PageLink to={`${path}/edit`} className="btn noprint">
          {goal.published ? shared.edit : shared.editDraft}
        </PageLink>
      )}
      {may && path && goal.published && (
        <PageLink to={`${path}/propose`} className="btn noprint">
          {words.propose}
        </PageLink>
      )}
      <ShareButton />
    </>
  );
}

function KeyResults({ goal, nowMs }: { readonly goal: GoalAnswer; readonly nowMs: number }) {
  const wide = useMedia(WIDE);
  const frame = { nowMs, timeZone: goal.timeZone };
  return (
    <>
      <div className={`mt-4 ${wide ? 'panel overflow-x-auto' : ''}`}>
        {wide ? <KeyResultTable goals={[goal]} frame={frame} /> : <KeyResultCards goals={[goal]} frame={frame} />}
      </div>
      {wide && <ReadingKey />}
    </>
  );
}

/** What drives this goal, who owns it on each side, what must not get worse. */
export default function GoalPage({ id }: { readonly id: string }) {
  const { asOf } = useParams();
  const now = useNow();
  const session = useResource<SessionState>('/session');
  const goal = useResource<GoalAnswer>(apiPath(`/goals/${encodeURIComponent(id)}`, { asKnownAt: asOf }));
  const place: NotePlace = `/goals/${encodeURIComponent(id)}`;
  const notes = useNotes(place);
  const may = asOf === null && mayPropose(session.data);
  return (
    <>
      <PageHeading
        title={goal.data?.title ?? shared.goal}
        crumbs={<Crumbs above={goal.data?.above ?? []} />}
        controls={<Controls goal={goal.data} may={may} />}
      >
        {goal.data && (
          <p className="mt-0.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-text-2">
            <StatusMark status={goal.data.status} reason={goal.data.statusReason} strong />
            <span>{reasonSentence(goal.data.statusReason)}</span>
          </p>
        )}
      </PageHeading>
      <Loaded resource={goal} heights={[160, 240]}>
        {(data) => {
          const nowMs = data.asKnownAt === null ? now : Date.parse(data.asKnownAt);
          return (
            <>
              <Notices notices={data.notices} timeZone={data.timeZone} />
              <DraftNotice goal={data} mayWrite={may} />
              {data.asKnownAt === null && <GoalProposals goal={data} />}
              <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
                <Summary goal={data} />
                <ReasonsPanel goal={data} />
              </div>
              <KeyResults goal={data} nowMs={nowMs} />
              <PathPanel goal={data} notes={notes.notes} nowMs={nowMs} />
              {data.asKnownAt === null && <BudgetPanel goal={data.id} />}
              <DriverTree goal={data} />
              <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
                <CounterMetricsPanel goal={data} nowMs={nowMs} />
                <CheckInsPanel goal={data} />
              </div>
              <BelowPanel goal={data} />
              <div className="mt-4">
                <LatePart>
                  <NotesPanel place={place} notes={notes} hasChart={data.paths.length > 0} />
                </LatePart>
              </div>
              <GoalHistory goal={data} />
            </>
          );
        }}
      </Loaded>
    </>
  );
}
