import type { BusinessCaseAnswer, InitiativeSettingsAnswer } from '@tandem/contracts/initiatives';
import { valueText } from '../../text/number-text.js';
import { ChartFigure, nearestPlace, PlaceCard, spokenReading } from '../../ui/chart-figure.js';
import { useCrosshair } from '../../ui/use-crosshair.js';
import { words } from './case-words.js';
import type { CurvePlace, CurveShape } from './curve-geometry.js';
import { moneyText, WORDS } from './initiative-words.js';

export const CURVE_HEIGHT = 200;
const DIAMOND = 'M0-5 5 0 0 5-5 0z';

export interface CaseCurveProps {
  readonly known: BusinessCaseAnswer;
  /** By the live metric; null before the launch, or where it cannot be told. */
  readonly forecast: BusinessCaseAnswer | null;
  readonly settings: InitiativeSettingsAnswer;
}

interface DrawingProps extends CaseCurveProps {
  readonly shape: CurveShape;
  readonly width: number;
  /** Id of the sentence that says what is drawn. */
  readonly describedBy: string;
}

// The rim keeps an amount readable where the curve runs behind it.
const LABEL = { fill: 'var(--text-3)', fontSize: 11, stroke: 'var(--surface)', strokeWidth: 3, paintOrder: 'stroke' };

function Axes({ shape, width, settings }: Pick<DrawingProps, 'shape' | 'width' | 'settings'>) {
  const { zeroY, limitX, low, high } = shape;
  // What is at 0 has its own label there.
  const amountOf = ({ text }: { readonly text: string }) => (text === '0' ? '' : moneyText(text, settings.currency));
  return (
    <>
      <text x="2" y={zeroY - 4} {...LABEL}>
        0
      </text>
      <text x={limitX - 4} y="10" textAnchor="end" {...LABEL}>
        {words.gateLooks(settings.gate.months)}
      </text>
      <text x={width - 2} y={CURVE_HEIGHT - 4} textAnchor="end" {...LABEL}>
        {WORDS.month(shape.lastMonth)}
      </text>
      <text x={Math.min(low.x, width - 132)} y={low.y + 14} {...LABEL}>
        {amountOf(low)}
      </text>
      <text x="2" y={Math.max(10, high.y)} {...LABEL}>
        {amountOf(high)}
      </text>
    </>
  );
}

function Marks({ shape, width, settings }: Pick<DrawingProps, 'shape' | 'width' | 'settings'>) {
  const { zeroY, limitX, payback, livePayback } = shape;
  const limit = { x1: limitX, x2: limitX, y1: 12, y2: CURVE_HEIGHT - 18 };
  const open = { fill: 'var(--surface)', stroke: 'var(--ink)' };
  return (
    <g aria-hidden="true">
      <line x1="0" x2={width} y1={zeroY} y2={zeroY} stroke="var(--line-2)" />
      <line {...limit} stroke="var(--bad-mark)" strokeDasharray="4 3" />
      {shape.forecast && (
        <path d={shape.forecast} fill="none" stroke="var(--ink)" strokeWidth="1.5" strokeDasharray="2 3" />
      )}
      <path d={shape.actual} fill="none" stroke="var(--ink)" strokeWidth="2" strokeLinejoin="round" />
      {livePayback && (
        <path transform={`translate(${livePayback.x} ${livePayback.y})`} d={DIAMOND} {...open} strokeWidth="1.5" />
      )}
      {payback && <circle cx={payback.x} cy={payback.y} r="4" {...open} strokeWidth="2" />}
      <Axes shape={shape} width={width} settings={settings} />
    </g>
  );
}

function factsOf({ known, live }: CurvePlace, { currency }: InitiativeSettingsAnswer) {
  return [
    { name: words.soFar, value: valueText(known.cumulative, currency) },
    ...(live === null ? [] : [{ name: words.live, value: valueText(live.cumulative, currency) }]),
    { name: WORDS.cost, value: valueText(known.cost, currency) },
    { name: WORDS.benefit, value: valueText(known.benefit, currency) },
    { name: words.net, value: valueText(known.net, currency) },
  ];
}

/** What happens in a month, beside its amounts. */
function eventsIn(month: number, { known, forecast, settings }: CaseCurveProps): readonly string[] {
  return [
    ...(known.paybackMonth === month ? [words.reaches] : []),
    ...(known.lostAgainInMonth === month ? [words.lost] : []),
    ...(forecast?.paybackMonth === month ? [words.reachesLive] : []),
    ...(settings.gate.months === month ? [words.limit] : []),
  ];
}

function At({ place }: { readonly place: CurvePlace }) {
  const { x, y, live } = place;
  const open = { fill: 'var(--surface)', stroke: 'var(--accent)', strokeWidth: 2 };
  return (
    <g aria-hidden="true" pointerEvents="none">
      <line x1={x} x2={x} y1="12" y2={CURVE_HEIGHT - 18} stroke="var(--accent)" />
      {live && <path transform={`translate(${live.x} ${live.y})`} d={DIAMOND} {...open} />}
      <circle cx={x} cy={y} r="4.5" {...open} />
    </g>
  );
}

/** The cumulative discounted margin over the months. */
export function CaseDrawing(props: DrawingProps) {
  const { shape, width, settings, describedBy } = props;
  const { places } = shape;
  const crosshair = useCrosshair({ count: places.length, start: places.length, stride: 12 });
  const place = crosshair.index === null ? undefined : places[crosshair.index];
  const reading = place && {
    title: words.inMonth(place.known.month),
    facts: factsOf(place, settings),
    remarks: eventsIn(place.known.month, props),
  };
  return (
    <ChartFigure
      width={width}
      height={CURVE_HEIGHT}
      label={words.chart}
      describedBy={describedBy}
      placeAt={(x) => nearestPlace(places, x)}
      crosshair={crosshair}
      said={reading ? spokenReading(reading) : ''}
      beside={place && reading && <PlaceCard x={place.x} width={width} reading={reading} />}
    >
      <Marks shape={shape} width={width} settings={settings} />
      {place && <At place={place} />}
    </ChartFigure>
  );
}
