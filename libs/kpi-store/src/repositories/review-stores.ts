import type { Database } from '../database.js';
import { createActionStore } from './action-store.js';
import { createBreachHistoryReader } from './breach-history-reader.js';
import { createDecisionStore } from './decision-store.js';
import { createGoalReader } from './goal-reader.js';
import { createInitiativeJournal } from './initiative-journal.js';
import { createProposalReader } from './proposal-reader.js';
import { createRestatementReader } from './restatement-reader.js';
import { createReviewStore } from './review-store.js';
import { createTalkStore } from './talk-store.js';

/** What a review is read from and kept in, beside what every reader has: the same for the API and the worker's clock. */
export function createReviewStores(database: Database) {
  return {
    reviews: createReviewStore(database),
    breachHistory: createBreachHistoryReader(database),
    restatements: createRestatementReader(database),
    proposals: createProposalReader(database),
    goals: createGoalReader(database),
    decisions: createDecisionStore(database),
    actions: createActionStore(database),
    talk: createTalkStore(database),
    // Reviews read it; nobody is told of anything by them.
    journal: createInitiativeJournal(database, null),
  };
}
