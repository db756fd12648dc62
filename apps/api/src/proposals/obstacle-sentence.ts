import { gapSentence } from '../goals/gap-sentence.js';
import type { DecisionNotPossible } from '@tandem/application/decisions/write-decision';
import type { ProposalNotPossible } from '@tandem/application/proposing';

const sideNames = { marketing: 'marketing', it: 'IT' } as const;
const closings = {
  open: 'open',
  accepted: 'signed by both sides',
  refused: 'refused',
  withdrawn: 'withdrawn',
} as const;

/** Why nothing can be done with the proposal, and what can be done instead. */
export function obstacleSentence(obstacle: (ProposalNotPossible | DecisionNotPossible)['obstacle']): string {
  switch (obstacle.code) {
    case 'closed':
      return `The proposal is ${closings[obstacle.state]} already. Propose the change anew if it is still wanted.`;
    case 'outdated':
      return (
        `The proposal was made against version ${obstacle.baseVersion}, and version ${obstacle.latestVersion} has been signed since. ` +
        `Withdraw it and propose the change anew, so that its preview compares with what is there.`
      );
    case 'openAlready':
      return `Another change waits for signatures (proposal ${obstacle.id}). Sign, refuse or withdraw it first.`;
    case 'goalIsDraft':
      return 'The goal is a draft: write it anew instead, and both sides sign it.';
    case 'goalIsPublished':
      return 'The goal is published: its words, owners and drivers are changed by themselves; other terms are proposed, and the other side signs them.';
    case 'goalThere':
      return `There is a goal "${obstacle.id}" already: choose another id.`;
    case 'goalIncomplete':
      return `The goal would lack something. ${obstacle.gaps.map(gapSentence).join(' ')}`;
    case 'signedAlready':
      return `${obstacle.by} has signed for ${sideNames[obstacle.side]} already. Now a person of the other side signs.`;
    case 'signedForOtherSide':
      return `${obstacle.by} has signed for ${sideNames[obstacle.side]}: now another person signs for the other side.`;
    case 'otherSideProposed':
      return `Only ${sideNames[obstacle.side]}, which proposed it, can withdraw it. Refuse it, with your reason.`;
    case 'teamDecides':
      return `The team ${obstacle.team} decides for ${sideNames[obstacle.side]}, and ${obstacle.by} is not in it. Ask somebody of the team.`;
    case 'stillDraft':
      return 'It is a draft: put it forward first, then both sides sign it.';
    case 'noDraft':
      return 'It was put forward already, and what it says stays. Withdraw it and draft another one.';
    case 'approverDecides':
      return `${obstacle.approver} approves it for ${sideNames[obstacle.side]}, and nobody else of that side signs or refuses it.`;
    case 'beforeLatest':
      return (
        `Version ${obstacle.latestVersion} comes into force at ${obstacle.validFrom.toISOString()}, later than this change. ` +
        `Propose it with an effective time after that.`
      );
  }
}
