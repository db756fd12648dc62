import type { GoalPage as GoalAnswer } from '@tandem/contracts/goals';
import { useResource } from '../../api/use-resource.js';
import { apiPath } from '../../navigation/address.js';
import { PageLink } from '../../navigation/page-link.js';
import { useNow } from '../../navigation/use-now.js';
import { useParams } from '../../navigation/use-params.js';
import { shareText } from '../../text/number-text.js';
import { reasonSentence } from '../../text/status-words.js';
import { localDateText } from '../../text/time-text.js';
import { Facts } from '../../ui/facts.js';
import { Glyph, statusGlyph } from '../../ui/glyph.js';
import { Loaded } from '../../ui/loaded.js';
import { Owners } from '../../ui/owners.js';
import { PageHeading } from '../../ui/page-heading.js';
import { ShareButton } from '../../ui/share-button.js';
import { StatusMark } from '../../ui/status-mark.js';
import { useMedia, WIDE } from '../../ui/use-media.js';
import { KeyResultCards } from '../board/key-result-cards.js';
import { KeyResultTable } from '../board/key-result-table.js';
import { ReadingKey } from '../board/reading-key.js';

function Reasons({ goal }: { readonly goal: GoalAnswer }) {
  return (
    <section className="panel px-4 py-3" aria-labelledby="why">
      <h2 id="why" className="text-base font-semibold">
        Why it stands so
      </h2>
      <ul className="mt-2 space-y-1.5 text-sm">
        {goal.keyResults.map((result) => (
          <li key={result.id} className="flex items-start gap-2">
            <span className="mt-[3px]">
              <Glyph name={statusGlyph(result.status, result.statusReason)} />
            </span>
            <span>
              <PageLink
                to={`/metrics/${encodeURIComponent(result.metric.key)}`}
                params={{ kr: result.id }}
                className="lnk-text"
              >
                {result.metric.title}
              </PageLink>{' '}
              <span className="text-text-2">{reasonSentence(result.statusReason)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Summary({ goal }: { readonly goal: GoalAnswer }) {
  return (
    <section className="panel px-4 py-3" aria-labelledby="agreed">
      <h2 id="agreed" className="text-base font-semibold">
        What was agreed
      </h2>
      <Facts
        facts={[
          { term: 'Outcome', detail: goal.outcome === '' ? null : goal.outcome },
          { term: 'Owners', detail: <Owners owners={goal.owners} /> },
          { term: 'Time', detail: `${localDateText(goal.start)} to ${localDateText(goal.due)}` },
          {
            term: 'Progress',
            detail: goal.progress === null ? 'not measured yet' : `${shareText(goal.progress)} of the way`,
          },
          { term: 'Key results', detail: `${goal.onTrackCount} of ${goal.keyResultCount} on track` },
        ]}
      />
    </section>
  );
}

/** What drives this goal, who owns it on each side, what must not get worse. */
export default function GoalPage({ id }: { readonly id: string }) {
  const { asOf } = useParams();
  const wide = useMedia(WIDE);
  const now = useNow();
  const goal = useResource<GoalAnswer>(apiPath(`/goals/${encodeURIComponent(id)}`, { asKnownAt: asOf }));
  const crumbs = (
    <PageLink to="/goals" className="hover:underline">
      Goals
    </PageLink>
  );
  return (
    <>
      <PageHeading title={goal.data?.title ?? 'Goal'} crumbs={crumbs} controls={<ShareButton />}>
        {goal.data && (
          <p className="mt-0.5 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-text-2">
            <StatusMark status={goal.data.status} reason={goal.data.statusReason} strong />
            <span>{reasonSentence(goal.data.statusReason)}</span>
          </p>
        )}
      </PageHeading>
      <Loaded resource={goal} heights={[160, 240]}>
        {(data) => {
          const frame = { nowMs: data.asKnownAt === null ? now : Date.parse(data.asKnownAt), timeZone: data.timeZone };
          return (
            <>
              <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
                <Summary goal={data} />
                <Reasons goal={data} />
              </div>
              <div className={`mt-4 ${wide ? 'panel overflow-x-auto' : ''}`}>
                {wide ? (
                  <KeyResultTable goals={[data]} frame={frame} />
                ) : (
                  <KeyResultCards goals={[data]} frame={frame} />
                )}
              </div>
              {wide && <ReadingKey />}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
