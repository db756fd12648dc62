import type { BusinessCaseAnswer, InitiativeSettingsAnswer } from '@tandem/contracts/initiatives';
import { useWidth } from '../metric/use-width.js';
import { curveShape, type CurveShape } from './curve-geometry.js';
import { words } from './case-words.js';
import { moneyText, WORDS } from './initiative-words.js';

const HEIGHT = 200;

interface CaseCurveProps {
  readonly known: BusinessCaseAnswer;
  /** By the live metric; null before the launch, or where it cannot be told. */
  readonly forecast: BusinessCaseAnswer | null;
  readonly settings: InitiativeSettingsAnswer;
}

/** What the curve says, in one sentence: its title, and what it is to whoever cannot see it. */
export function curveSentence({ known, forecast, settings }: CaseCurveProps): string {
  const { paybackMonth, lostAgainInMonth, netPresentValue } = known;
  const limit = settings.gate.months;
  const reached =
    paybackMonth === null ? words.never : words[paybackMonth <= limit ? 'inTime' : 'late'](paybackMonth, limit);
  const reach = lostAgainInMonth === null ? reached : words.lostAgain(reached, lostAgainInMonth);
  const inAll = words.inAll(reach, moneyText(netPresentValue, settings.currency));
  if (forecast === null) return inAll;
  return `${inAll} ${forecast.paybackMonth === null ? words.liveNever : words.liveDoes(forecast.paybackMonth)}`;
}

interface DrawingProps extends Pick<CaseCurveProps, 'settings'> {
  readonly shape: CurveShape;
  readonly width: number;
}

function Drawing({ shape, width, settings }: DrawingProps) {
  // The rim keeps an amount readable where the curve runs behind it.
  const label = {
    fill: 'var(--text-3)',
    fontSize: 11,
    stroke: 'var(--surface)',
    strokeWidth: 3,
    paintOrder: 'stroke',
  };
  return (
    <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} aria-hidden="true" className="num block">
      <line x1="0" x2={width} y1={shape.zeroY} y2={shape.zeroY} stroke="var(--line-2)" />
      <text x="2" y={shape.zeroY - 4} {...label}>
        0
      </text>
      <line
        x1={shape.limitX}
        x2={shape.limitX}
        y1="12"
        y2={HEIGHT - 18}
        stroke="var(--bad-mark)"
        strokeDasharray="4 3"
      />
      <text x={shape.limitX - 4} y="10" textAnchor="end" {...label}>
        {WORDS.month(settings.gate.months)}
      </text>
      {shape.forecast && (
        <path d={shape.forecast} fill="none" stroke="var(--ink)" strokeWidth="1.5" strokeDasharray="2 3" />
      )}
      <path d={shape.actual} fill="none" stroke="var(--ink)" strokeWidth="2" strokeLinejoin="round" />
      {shape.payback && (
        <circle
          cx={shape.payback.x}
          cy={shape.payback.y}
          r="4"
          fill="var(--surface)"
          stroke="var(--ink)"
          strokeWidth="2"
        />
      )}
      <text x={width - 2} y={HEIGHT - 4} textAnchor="end" {...label}>
        {WORDS.month(shape.lastMonth)}
      </text>
      <text x="2" y={Math.min(HEIGHT - 22, shape.low.y + 4)} {...label}>
        {shape.low.text === '0' ? '' : moneyText(shape.low.text, settings.currency)}
      </text>
      <text x="2" y={Math.max(10, shape.high.y)} {...label}>
        {shape.high.text === '0' ? '' : moneyText(shape.high.text, settings.currency)}
      </text>
    </svg>
  );
}

/** The cumulative discounted margin over the months. */
export function CaseCurve(props: CaseCurveProps) {
  const { known, forecast, settings } = props;
  const { ref, width } = useWidth();
  const limitMonth = settings.gate.months;
  const shape = width > 0 ? curveShape(known, forecast, { width, height: HEIGHT, limitMonth }) : null;
  return (
    <figure className="mt-2">
      <figcaption className="num text-sm text-text-2">{curveSentence(props)}</figcaption>
      <div ref={ref} style={{ height: HEIGHT }} className="mt-1">
        {shape && <Drawing shape={shape} width={width} settings={settings} />}
      </div>
      {forecast && <p className="text-xs text-text-3">{words.key}</p>}
    </figure>
  );
}
