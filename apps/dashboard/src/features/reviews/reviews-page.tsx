import type { ReviewItem, ReviewList } from '@tandem/contracts/reviews';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { NONE } from '../../text/number-text.js';
import { timeText } from '../../text/time-text.js';
import { DataTable } from '../../ui/data-table.js';
import { Empty } from '../../ui/empty.js';
import { ExportMenu } from '../../ui/export-menu.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { MeetingsPanel } from './meetings-panel.js';
import { REVIEW_STATES } from './review-words.js';
import { words } from './reviews-page-words.js';

function columnsFor(timeZone: string) {
  const time = (instant: string | null) => (instant === null ? NONE : timeText(instant, timeZone));
  return [
    {
      title: words.review,
      cell: ({ number, state }: ReviewItem) => (
        <PageLink to={`/reviews/${state === 'draft' ? 'next' : number}`} className="lnk num">
          {words.reviewNo(number)}
        </PageLink>
      ),
    },
    { title: words.meeting, cell: ({ startsAt }: ReviewItem) => <span className="num">{time(startsAt)}</span> },
    { title: words.state, cell: ({ state }: ReviewItem) => REVIEW_STATES[state] },
    { title: words.frozen, cell: ({ asKnownAt }: ReviewItem) => <span className="num">{time(asKnownAt)}</span> },
    {
      title: words.heldBy,
      cell: ({ state, heldBy }: ReviewItem) => (state === 'draft' ? NONE : (heldBy ?? words.clock)),
    },
  ];
}

/** The coming review, and all that were held. */
export default function ReviewsPage() {
  const reviews = useResource<ReviewList>('/reviews');
  return (
    <>
      <PageHeading title={words.title} controls={<ExportMenu path="/reviews" label={words.file} />}>
        <p className="text-sm text-text-2">{words.intro}</p>
      </PageHeading>
      <Loaded resource={reviews} heights={[240]}>
        {({ reviews: all, timeZone }) =>
          all.length === 0 ? (
            <Empty title={words.none}>{words.noneText}</Empty>
          ) : (
            <div className="mt-4">
              <DataTable
                caption={words.title}
                columns={columnsFor(timeZone)}
                rows={all}
                rowKey={({ number }) => String(number)}
              />
            </div>
          )
        }
      </Loaded>
      <MeetingsPanel />
    </>
  );
}
