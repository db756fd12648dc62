import type { SharedReview } from '@tandem/contracts/review-access';
import { useParams } from '../../navigation/use-params.js';
import { weekdayText } from '../../text/time-text.js';
import { Brand, BRAND } from '../../ui/brand.js';
import { FormError } from '../../ui/form-field.js';
import { PageHeading } from '../../ui/page-heading.js';
import { Skeleton } from '../../ui/skeleton.js';
import { ENTRANCE } from '../access/entrance-words.js';
import { NotCome } from '../access/opening.js';
import { useLink } from '../access/use-link.js';
import { EvidenceLinks } from './evidence.js';
import { Presenter } from './presenter.js';
import { ReviewBody } from './review-body.js';
import { frozenText } from './review-heading.js';
import { INVITING, WORDS } from './review-words.js';

const token = location.hash.slice(1);

function Invited({ shared: { review, content } }: { readonly shared: SharedReview }) {
  const { params, set } = useParams();
  const props = { content, review: null, asOf: null };
  const begin = (): void => {
    const now = String(Date.now());
    set({ present: 'headline', begun: now, entered: now });
  };
  return (
    <EvidenceLinks.Provider value={false}>
      <PageHeading
        title={WORDS.title(weekdayText(content.meeting.startsAt, content.organisation.timeZone))}
        crumbs={`${content.organisation.name} · ${WORDS.review(content.number)}`}
        controls={
          <>
            <button type="button" className="btn" onClick={() => print()}>
              {WORDS.print}
            </button>
            <button type="button" className="btn btn-primary" onClick={begin}>
              {WORDS.present}
            </button>
          </>
        }
      >
        <p className="num text-sm text-text-2">
          {frozenText(review, content)} {INVITING.readOnly}
        </p>
      </PageHeading>
      {params.has('present') ? <Presenter {...props} /> : <ReviewBody {...props} />}
    </EvidenceLinks.Provider>
  );
}

/** One review, for whoever was invited to it: nothing of the rest of Tandem is behind it. */
export default function SharedReviewPage() {
  const { answer: shared, error, again } = useLink<SharedReview>('/shared-review', 'token', token);
  return (
    <main id="main" className="mx-auto max-w-[1440px] px-4 py-5 lg:px-6">
      <p className="mb-3 flex items-center gap-2 font-semibold tracking-tight">
        <Brand />
        {BRAND}
      </p>
      {shared !== null && <Invited shared={shared} />}
      {shared === null && error === null && (
        <>
          <PageHeading title={INVITING.shared} crumbs={INVITING.opening} />
          <Skeleton heights={[72, 640]} />
        </>
      )}
      {error !== null && (
        <section className="panel flex flex-col gap-3 px-6 py-6">
          <h1 className="text-xl font-semibold tracking-tight">
            {error.passing ? INVITING.shared : INVITING.leadsNowhere}
          </h1>
          {error.passing ? (
            <NotCome error={error} again={again} more={ENTRANCE.linkNotRefused} />
          ) : (
            <FormError error={error} />
          )}
        </section>
      )}
    </main>
  );
}
