import { useId, useRef } from 'react';
import { ChartTools, useTableView } from '../../ui/chart-tools.js';
import type { ExportMenuProps } from '../../ui/export-menu.js';
import { useWidth } from '../metric/use-width.js';
import { CaseDrawing, CURVE_HEIGHT, type CaseCurveProps } from './case-drawing.js';
import { CaseTable } from './case-table.js';
import { words } from './case-words.js';
import { curveShape } from './curve-geometry.js';
import { moneyText } from './initiative-words.js';

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

interface Props extends CaseCurveProps {
  /** What it is had as; of what is not kept yet there is nothing to be had. */
  readonly file?: (drawing: () => SVGSVGElement | null) => ExportMenuProps;
}

/** The curve under its sentence, or the same as a table. */
export function CaseCurve({ file, ...curve }: Props) {
  const { known, forecast, settings } = curve;
  const { ref, width } = useWidth();
  const whole = useRef<HTMLDivElement>(null);
  const sentence = useId();
  const asTable = useTableView('view');
  const limitMonth = settings.gate.months;
  const shape = width > 0 ? curveShape(known, forecast, { width, height: CURVE_HEIGHT, limitMonth }) : null;
  return (
    <div ref={whole} className="mt-2">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <p id={sentence} className="num min-w-[12rem] flex-1 text-sm text-text-2">
          {curveSentence(curve)}
        </p>
        <ChartTools
          view="view"
          of={words.title}
          file={file?.(() => whole.current?.querySelector<SVGSVGElement>('figure > svg') ?? null)}
        />
      </div>
      <div ref={ref} style={{ minHeight: CURVE_HEIGHT }} className="mt-1">
        {shape && asTable && <CaseTable places={shape.places} currency={settings.currency} />}
        {shape && !asTable && <CaseDrawing {...curve} shape={shape} width={width} describedBy={sentence} />}
      </div>
      {forecast && !asTable && <p className="mt-1 text-xs text-text-3">{words.key}</p>}
    </div>
  );
}
