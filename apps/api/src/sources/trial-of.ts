import type { Trial } from '@tandem/application/sources/try-connector';
import type { TryBody } from '@tandem/contracts/connectors';

export function trialOf(id: string, { settings, source, sample }: TryBody): Trial {
  return {
    id,
    settings: settings,
    ...(source === undefined ? {} : { source }),
    ...(sample === undefined ? {} : { sample }),
  };
}
