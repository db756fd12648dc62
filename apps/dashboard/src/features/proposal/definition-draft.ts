import type { Problem } from '@tandem/contracts/common';
import type { MetricDefinition } from '@tandem/contracts/proposals';

/** A definition while somebody edits it: what stands in the fields, right or wrong. */
export interface DefinitionDraft {
  readonly formulaText: string;
  readonly unit: string;
  readonly precision: string;
  readonly direction: string;
  readonly windowDays: string;
  readonly settlingDays: string;
}

export function draftOf(definition: MetricDefinition): DefinitionDraft {
  const { formulaText, unit, precision, direction, windowDays, settlingDays } = definition;
  return {
    formulaText,
    unit,
    direction,
    precision: String(precision),
    windowDays: String(windowDays),
    settlingDays: String(settlingDays),
  };
}

export function isSameDraft(a: DefinitionDraft, b: DefinitionDraft): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A field that is empty is not zero: it is sent as nothing, and the server says what is missing. */
function numberIn(text: string): number | null {
  return text.trim() === '' ? null : Number(text);
}

/** The definition as the API takes it. */
export function writtenDefinition({ formulaText, unit, direction, ...numbers }: DefinitionDraft) {
  return {
    formulaText,
    unit: unit.trim(),
    direction,
    precision: numberIn(numbers.precision),
    windowDays: numberIn(numbers.windowDays),
    settlingDays: numberIn(numbers.settlingDays),
  };
}

export interface FormulaFault {
  /** null where the fault is of the formula as a whole. */
  readonly line: number | null;
  readonly text: string;
}

/** What is wrong with the formula, in the order of its lines; each says which part of it is meant. */
export function formulaFaults(problem: Problem | null): readonly FormulaFault[] {
  return (problem?.issues ?? [])
    .filter(({ field }) => field.startsWith('definition.formula'))
    .map(({ field, line, reason }) => {
      const part = field.replace(/^definition\.(formulaText|formula)\.?/, '');
      return { line: line ?? null, text: part === '' ? reason : `${part}: ${reason}` };
    })
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** Where a line begins in a text. */
export function lineStart(text: string, line: number): number {
  return text
    .split('\n')
    .slice(0, line - 1)
    .reduce((offset, before) => offset + before.length + 1, 0);
}
