/**
 * The sections in the order of every review, with their share of the time: the format never changes from one review to the next. The headline
 * is read while people sit down and has no time of its own.
 */
export const agendaShares = {
  whatMoved: 8,
  breaches: 8,
  goalsAtRisk: 10,
  trust: 3,
  communicationGaps: 6,
  initiatives: 5,
  decisions: 7,
  actions: 3,
} as const;

export type AgendaSection = keyof typeof agendaShares;

export interface AgendaItem {
  readonly section: AgendaSection;
  readonly minutes: number;
}

/**
 * The time of a meeting in whole minutes on its sections, by their shares; what rounding leaves over goes to those that lost most by it
 * (largest remainder), the earlier one where they lost the same. The minutes add up to those of the meeting.
 */
export function agendaOf(sections: readonly AgendaSection[], minutes: number): readonly AgendaItem[] {
  const order = (Object.keys(agendaShares) as AgendaSection[]).filter((section) => sections.includes(section));
  const total = order.reduce((sum, section) => sum + agendaShares[section], 0);
  const exact = order.map((section) => (minutes * agendaShares[section]) / total);
  const whole = exact.map(Math.floor);
  const left = minutes - whole.reduce((sum, part) => sum + part, 0);
  const byLoss = exact
    .map((part, index) => ({ index, loss: part - Math.floor(part) }))
    .sort((a, b) => b.loss - a.loss || a.index - b.index)
    .slice(0, left)
    .map(({ index }) => index);
  return order.map((section, index) => ({ section, minutes: (whole[index] ?? 0) + (byLoss.includes(index) ? 1 : 0) }));
}
