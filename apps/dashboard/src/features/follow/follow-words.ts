import { catalogue } from '../../text/catalogue.js';

/** Texts of following a metric. */
export const FOLLOW_WORDS = catalogue('follow', {
  follow: 'Follow',
  followed: 'Followed',
  hint: 'A followed metric stands first in the list of metrics and is part of your digests.',
  onlyFollowed: 'Followed only',
  none: 'You follow no metric yet: open one and choose “Follow”.',
  shown: 'Shown: key results on followed metrics only.',
  showAll: 'Show all',
});
