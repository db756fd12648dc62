import { ConflictException } from '@nestjs/common';
import { InvalidInput, NotFound } from '@tandem/application/input-errors';
import type { ActObstacle } from '@tandem/domain/alert/alert-act';

const conflicts: Readonly<Record<Exclude<ActObstacle, 'personUnknown' | 'deploymentUnknown'>, string>> = {
  neverFired: 'This alert has never fired: there is nothing to acknowledge or to close.',
  over: 'This breach is over: there is nothing to acknowledge any more. Close it with its cause.',
  closedAlready: 'This breach is closed already. A comment can still be added.',
};

/** Throws for whoever asked for an act that is not possible. */
export function requireDone(id: string, answer: 'done' | ActObstacle | null): void {
  switch (answer) {
    case 'done':
      return;
    case null:
      throw new NotFound('alert', id);
    case 'personUnknown':
      throw new InvalidInput([{ field: 'to', reason: 'there is no such person in the configuration' }]);
    case 'deploymentUnknown':
      throw new InvalidInput([{ field: 'link.recordId', reason: 'there is no such deployment' }]);
    default:
      throw new ConflictException(conflicts[answer]);
  }
}
