import type { SessionState } from '@tandem/contracts/access';
import type { BoardGoal } from '@tandem/contracts/board';
import type { GoalList } from '@tandem/contracts/goals';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { shareText, valueText } from '../../text/number-text.js';
import { STATE_WORDS } from '../../text/state-words.js';
import { aimText, statusLabel, targetText } from '../../text/status-words.js';
import { localDateText } from '../../text/time-text.js';
import { Empty } from '../../ui/empty.js';
import { Glyph, statusGlyph } from '../../ui/glyph.js';
import { Loaded } from '../../ui/loaded.js';
import { Owners } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { StatusMark } from '../../ui/status-mark.js';
import { mayPropose } from '../proposal/may-propose.js';
import { ViewsMenu } from '../views/views-menu.js';
import { GoalsBelow } from './below-panel.js';
import { gapText, words as shared } from './goal-words.js';
import { words } from './goals-page-words.js';

function GoalCard({ goal, all }: { readonly goal: BoardGoal; readonly all: readonly BoardGoal[] }) {
  return (
    <section className="panel later px-4 py-3" aria-labelledby={`goal-${goal.id}`}>
      <div className="flex items-start justify-between gap-3">
        <h2 id={`goal-${goal.id}`} className="min-w-0 text-lg font-semibold">
          <PageLink to={`/goals/${encodeURIComponent(goal.id)}`} className="hover:underline">
            {goal.title}
          </PageLink>
        </h2>
        <StatusMark status={goal.status} reason={goal.statusReason} strong />
      </div>
      <p className="text-sm text-text-2">{goal.outcome}</p>
      <p className="num mt-1 text-xs text-text-3">
        {shared.fromTo(localDateText(goal.start), localDateText(goal.due))}
        {goal.progress !== null && ` · ${shared.ofTheWay(shareText(goal.progress))}`} ·{' '}
        {words.keyResultsOnTrack(goal.onTrackCount, goal.keyResultCount)}
        {goal.growthProjection && ` · ${words.growth}`}
      </p>
      {goal.gaps.length > 0 && <p className="mt-1 text-xs font-medium text-warn">{goal.gaps.map(gapText).join(' ')}</p>}
      <div className="mt-2">
        <Owners owners={goal.owners} />
      </div>
      <ul className="mt-3 divide-y divide-line border-t border-line text-sm">
        {goal.keyResults.map((result) => (
          <li key={result.id} className="flex flex-wrap items-center gap-x-2 py-1.5">
            <Glyph name={statusGlyph(result.status, result.statusReason)} />
            <span className="sr">{statusLabel(result.status, result.statusReason)}: </span>
            <PageLink
              to={`/metrics/${encodeURIComponent(result.metric.key)}`}
              params={{ kr: result.id }}
              className="hit min-w-[9rem] flex-1 hover:underline"
            >
              {result.metric.title}
            </PageLink>
            <span className="num ml-auto text-right">
              <b className="font-semibold">{valueText(result.current.value, result.metric.unit)}</b>
              <span className="text-text-3">
                {STATE_WORDS[result.current.state] !== null && ` ${STATE_WORDS[result.current.state]}`}
                {result.kind === 'stay'
                  ? ` · ${aimText(result).toLowerCase()}`
                  : ` · ${words.target(targetText(result))}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
      {all.some(({ parent }) => parent === goal.id) && (
        <div className="mt-2 border-t border-line pt-3">
          <h3 className="mb-1.5 text-xs font-medium text-text-3">{words.below}</h3>
          <GoalsBelow goals={all} parent={goal.id} />
        </div>
      )}
    </section>
  );
}

function MakeLink() {
  return (
    <PageLink to="/goals/new" className="btn btn-primary noprint">
      {shared.make}
    </PageLink>
  );
}

/** All joint goals, also those that are over or not begun, with the goals of departments and teams beneath. */
export default function GoalsPage() {
  const { asOf } = useParams();
  const goals = useResource<GoalList>(apiPath('/goals', { asKnownAt: asOf }));
  const session = useResource<SessionState>('/session');
  const may = asOf === null && mayPropose(session.data);
  const controls = (
    <>
      {may && <MakeLink />}
      <ViewsMenu />
      <ShareButton />
    </>
  );
  return (
    <>
      <PageHeading title={shared.title} controls={controls}>
        <p className="text-sm text-text-2">{words.intro}</p>
      </PageHeading>
      <Loaded resource={goals} heights={[240, 240]}>
        {(data) =>
          data.goals.length === 0 ? (
            <Empty title={words.none} action={may ? { to: '/goals/new', label: words.makeFirst } : undefined}>
              {words.noneText} <code>{words.command}</code>.
            </Empty>
          ) : (
            <div className="mt-4 grid items-start gap-4 md:grid-cols-2">
              {data.goals
                .filter(({ level }) => level === 'joint')
                .map((goal) => (
                  <GoalCard key={goal.id} goal={goal} all={data.goals} />
                ))}
            </div>
          )
        }
      </Loaded>
    </>
  );
}
