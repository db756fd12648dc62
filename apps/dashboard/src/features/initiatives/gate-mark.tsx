import type { BenefitCheck, GateJudgement } from '@tandem/contracts/initiatives';
import { Glyph, type GlyphName } from '../../ui/glyph.js';
import { BENEFITS, VERDICTS } from './initiative-words.js';

const GATE: Readonly<Record<GateJudgement['verdict'], readonly [GlyphName, string]>> = {
  pass: ['onTrack', 'text-ok'],
  waived: ['atRisk', 'font-medium text-warn'],
  fail: ['offTrack', 'font-medium text-bad'],
};
const BENEFIT: Readonly<Record<BenefitCheck['verdict'], readonly [GlyphName, string]>> = {
  onCourse: ['onTrack', 'text-ok'],
  open: ['none', 'text-text-2'],
  red: ['offTrack', 'font-medium text-bad'],
  cannotTell: ['none', 'text-text-3'],
};

function Mark({ glyph, tone, word }: { readonly glyph: GlyphName; readonly tone: string; readonly word: string }) {
  return (
    <span className={`inline-flex items-center gap-1.5 whitespace-nowrap text-sm ${tone}`}>
      <Glyph name={glyph} />
      {word}
    </span>
  );
}

/** What the gate says, as shape and word. */
export function GateMark({ verdict }: { readonly verdict: GateJudgement['verdict'] }) {
  const [glyph, tone] = GATE[verdict];
  return <Mark glyph={glyph} tone={tone} word={VERDICTS[verdict]} />;
}

/** What became of the promise. */
export function BenefitMark({ verdict }: { readonly verdict: BenefitCheck['verdict'] }) {
  const [glyph, tone] = BENEFIT[verdict];
  return <Mark glyph={glyph} tone={tone} word={BENEFITS[verdict]} />;
}
