import type { ComponentType } from 'react';
import { ActionsPanel } from './actions-panel.js';
import { BreachesPanel } from './breaches-panel.js';
import { DecisionsPanel } from './decisions-panel.js';
import { GapsPanel } from './gaps-panel.js';
import { GoalsAtRiskPanel } from './goals-at-risk-panel.js';
import { InitiativesPanel } from './initiatives-panel.js';
import type { AgendaSection, PanelProps } from './section-panel.js';
import { TrustPanel } from './trust-panel.js';
import { WhatMovedPanel } from './what-moved-panel.js';

interface SectionEntry {
  readonly section: AgendaSection;
  /** Over the whole width, or beside its neighbour. */
  readonly width: 'whole' | 'half';
  readonly Panel: ComponentType<PanelProps>;
}

/** A section is one line here: its panel. The order and the time of each come with the review. */
export const SECTIONS: readonly SectionEntry[] = [
  { section: 'whatMoved', width: 'whole', Panel: WhatMovedPanel },
  { section: 'breaches', width: 'half', Panel: BreachesPanel },
  { section: 'goalsAtRisk', width: 'half', Panel: GoalsAtRiskPanel },
  { section: 'trust', width: 'half', Panel: TrustPanel },
  { section: 'communicationGaps', width: 'half', Panel: GapsPanel },
  { section: 'initiatives', width: 'whole', Panel: InitiativesPanel },
  { section: 'decisions', width: 'whole', Panel: DecisionsPanel },
  { section: 'actions', width: 'whole', Panel: ActionsPanel },
];
