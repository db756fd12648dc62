import type { Clock, ConfigurationStore } from '../ports.js';
import type { ReviewStore } from './review-ports.js';

/** Why a metric moved is still to be said, by whom, before the coming review; nothing while none is being prepared. */
export function readAsked({
  reviews,
  configuration,
  clock,
}: {
  readonly reviews: Pick<ReviewStore, 'draft' | 'requests' | 'explanations'>;
  readonly configuration: Pick<ConfigurationStore, 'load'>;
  readonly clock: Clock;
}) {
  return async () => {
    const draft = await reviews.draft();
    if (draft === null) return { review: null, asked: [] };
    const [requests, explanations, { metrics }] = await Promise.all([
      reviews.requests(draft.number),
      reviews.explanations(draft.number, clock()),
      configuration.load(),
    ]);
    const open = requests.filter(
      ({ metric, side }) => !explanations.some((one) => one.metric === metric && one.side === side),
    );
    return {
      review: draft.number,
      asked: open.map(({ metric, side, person, name }) => ({
        metric: { key: metric, title: metrics.find(({ key }) => key === metric)?.title ?? metric },
        side,
        person: { id: person, name },
      })),
    };
  };
}
