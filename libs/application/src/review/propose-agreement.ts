import type { NoticeAgreement } from '@tandem/domain/review/notice-agreement';
import { draftDecision, type DecisionDependencies } from '../decisions/write-decision.js';

/** Puts an agreement of notice forward as a decision of both sides; answers the id of the decision. */
export function proposeAgreement(dependencies: DecisionDependencies) {
  const draft = draftDecision(dependencies);
  return ({
    by,
    maySign,
    reason,
    expiresOn,
    id,
    services,
    ...terms
  }: Omit<NoticeAgreement, 'services'> & {
    readonly services: readonly string[];
    readonly reason: string;
    readonly expiresOn: string | null;
    readonly by: string;
    readonly maySign: boolean;
  }): Promise<string> =>
    draft({
      by,
      maySign,
      putForward: true,
      content: {
        kind: 'agreement',
        title: terms.title,
        text: '',
        reason,
        about: { kind: 'agreement', id },
        driver: by,
        approvers: {},
        contributors: [],
        informed: [],
        effect: null,
        expiresOn,
        agreement: { ...terms, ...(services.length === 0 ? {} : { services }) },
      },
    });
}
