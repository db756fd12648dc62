import type { SessionState } from '@tandem/contracts/access';
import type { ReviewContent, ReviewItem, ReviewPage } from '@tandem/contracts/reviews';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { lastDayText, timeText, weekdayText } from '../../text/time-text.js';
import { PageHeading } from '../../ui/page-heading.js';
import { useTask } from '../../ui/use-task.js';
import { INVITING, REVIEW_STATES, WORDS } from './review-words.js';
import { SharePanel } from './share-panel.js';

/** How far a review is, and what it says is of when. */
export function frozenText(review: ReviewItem, content: ReviewContent): string {
  if (review.state === 'draft') return WORDS.draftNote;
  const at = timeText(content.asKnownAt, content.organisation.timeZone);
  const state = REVIEW_STATES[review.state];
  return review.heldBy === null ? WORDS.frozenByClock(state, at) : WORDS.frozenBy(state, at, review.heldBy);
}

function periodText({ period, organisation }: ReviewContent): string {
  return WORDS.fromTo(weekdayText(period.from, organisation.timeZone), lastDayText(period.to, organisation.timeZone));
}

/** Holding and closing are for those who sign. */
function Lead({ review }: { readonly review: ReviewPage }) {
  const [, navigate] = useLocation();
  const { busy, error, attempt } = useTask();
  const act = review.state === 'draft' ? 'hold' : 'close';
  const go = (): void => {
    void attempt(async () => {
      const done = await askJson<ReviewPage>(`/reviews/${review.number}/${act}`, { method: 'POST', body: {} });
      invalidateResources((path) => path.startsWith('/reviews'), 0);
      navigate(`/reviews/${done.number}`, { replace: true });
    });
  };
  return (
    <>
      <button type="button" className="btn" disabled={busy} onClick={go}>
        {act === 'hold' ? WORDS.hold : WORDS.close}
      </button>
      {error && (
        <p role="alert" className="w-full text-sm text-bad">
          {error.message}
        </p>
      )}
    </>
  );
}

interface HeadingProps {
  readonly review: ReviewPage;
  readonly content: ReviewContent;
}

function Controls({ review, onInvite, inviting }: { review: ReviewPage; onInvite: () => void; inviting: boolean }) {
  const role = useResource<SessionState>('/session').data?.account?.role;
  const { set } = useParams();
  const begin = (): void => {
    const now = String(Date.now());
    set({ present: 'headline', begun: now, entered: now });
  };
  const leads = review.state !== 'closed' && (role === 'owner' || role === 'administrator');
  return (
    <>
      {review.previous !== null && (
        <PageLink to={`/reviews/${review.previous}`} className="btn">
          {WORDS.review(review.previous)}
        </PageLink>
      )}
      <button type="button" className="btn" onClick={() => print()}>
        {WORDS.print}
      </button>
      {role !== undefined && role !== 'viewer' && (
        <button type="button" className="btn" aria-expanded={inviting} onClick={onInvite}>
          {INVITING.open}
        </button>
      )}
      {leads && <Lead review={review} />}
      <button type="button" className="btn btn-primary" onClick={begin}>
        {WORDS.present}
      </button>
    </>
  );
}

export function AllReviews() {
  return (
    <PageLink to="/reviews" className="hover:underline">
      {WORDS.all}
    </PageLink>
  );
}

export function ReviewHeading({ review, content }: HeadingProps) {
  const [inviting, setInviting] = useState(false);
  const minutes = content.agenda.reduce((sum, item) => sum + item.minutes, 0);
  const crumbs = (
    <>
      <AllReviews /> / {WORDS.review(review.number)} · {periodText(content)} · {WORDS.minutes(minutes)}
    </>
  );
  return (
    <>
      <PageHeading
        title={WORDS.title(weekdayText(review.startsAt, content.organisation.timeZone))}
        crumbs={crumbs}
        controls={<Controls review={review} inviting={inviting} onInvite={() => setInviting(!inviting)} />}
      >
        <p className="num text-sm text-text-2">{frozenText(review, content)}</p>
      </PageHeading>
      {inviting && <SharePanel review={review} />}
    </>
  );
}
