import type { ReviewContent, ReviewPage as Review } from '@tandem/contracts/reviews';
import { useResource } from '../../api/use-resource.js';
import { useParams } from '../../navigation/use-params.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { Presenter } from './presenter.js';
import { ReviewBody } from './review-body.js';
import { AllReviews, ReviewHeading } from './review-heading.js';
import { WORDS } from './review-words.js';

function Shown({ review, content }: { readonly review: Review; readonly content: ReviewContent }) {
  const { params } = useParams();
  const props = { content, review, asOf: review.state === 'draft' ? null : content.asKnownAt };
  if (params.has('present')) return <Presenter {...props} />;
  return (
    <>
      <ReviewHeading review={review} content={content} />
      <ReviewBody {...props} />
    </>
  );
}

/** What must be decided? */
export default function ReviewPage({ number }: { readonly number: string }) {
  const path = `/reviews/${encodeURIComponent(number)}`;
  const review = useResource<Review>(path);
  const content = useResource<ReviewContent>(`${path}/content`);
  return (
    <>
      {(review.data === undefined || content.data === undefined) && (
        <PageHeading title={WORDS.one} crumbs={<AllReviews />} />
      )}
      <Loaded resource={review} heights={[72, 640]}>
        {(meta) => (
          <Loaded resource={content} heights={[72, 640]}>
            {(data) => <Shown review={meta} content={data} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}
