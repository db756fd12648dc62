import interFont from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';

export interface ChartPicture {
  readonly drawing: SVGSVGElement;
  /** What the chart shows, in a sentence. */
  readonly title: string;
  /** Where it comes from and as of when. */
  readonly source: string;
}

/** Pixels of the picture for each one of the page: sharp on paper and on dense screens. */
const DENSITY = 2;
const MARGIN = 16;
const TITLE_LINE = 22;
const SOURCE_LINE = 16;
const SVG = 'http://www.w3.org/2000/svg';

/** A picture of a chart as it is drawn on the page, in its theme, with its title above and its source below. */
export async function chartPng(picture: ChartPicture): Promise<Blob> {
  const { markup, width, height } = await pictureMarkup(picture);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * DENSITY;
  canvas.height = height * DENSITY;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser draws no pictures.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.'))), 'image/png');
  });
}

async function pictureMarkup({ drawing, title, source }: ChartPicture) {
  const chartWidth = drawing.width.baseVal.value;
  const chartHeight = drawing.height.baseVal.value;
  const width = chartWidth + 2 * MARGIN;
  const titleLines = wrapped(title, chartWidth, '600 16px');
  const sourceLines = wrapped(source, chartWidth, '400 11px');
  const top = MARGIN + titleLines.length * TITLE_LINE + 6;
  const height = top + chartHeight + 10 + sourceLines.length * SOURCE_LINE + MARGIN - 6;
  const root = document.createElementNS(SVG, 'svg');
  set(root, {
    xmlns: SVG,
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'font-family': 'Inter Variable, sans-serif',
  });
  root.append(await fontStyle(), patterns());
  root.append(element('rect', { width, height, fill: 'var(--surface)' }));
  titleLines.forEach((line, index) => {
    const y = MARGIN + 14 + index * TITLE_LINE;
    root.append(text(line, { x: MARGIN, y, 'font-size': 16, 'font-weight': 600, fill: 'var(--text)' }));
  });
  const chart = drawing.cloneNode(true) as SVGSVGElement;
  set(chart, { x: MARGIN, y: top, 'font-variant-numeric': 'tabular-nums' });
  root.append(chart);
  sourceLines.forEach((line, index) => {
    const y = top + chartHeight + 20 + index * SOURCE_LINE;
    root.append(text(line, { x: MARGIN, y, 'font-size': 11, fill: 'var(--text-3)' }));
  });
  return { markup: withTokens(new XMLSerializer().serializeToString(root)), width, height };
}

/** A picture knows nothing of the page that it was made on: colours become what they are in this theme. */
function withTokens(markup: string): string {
  const style = getComputedStyle(document.documentElement);
  return markup.replace(/var\((--[\w-]+)\)/g, (_, name: string) => style.getPropertyValue(name).trim());
}

/** The pattern of what lies beyond a guardrail stands once in the page, outside every chart. */
function patterns(): Element {
  const defs = element('defs', {});
  const hatch = document.getElementById('hatch');
  if (hatch) defs.append(hatch.cloneNode(true));
  return defs;
}

async function fontStyle(): Promise<Element> {
  const style = element('style', {});
  const bytes = new Uint8Array(await (await fetch(interFont)).arrayBuffer());
  let binary = '';
  for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  const source = `url(data:font/woff2;base64,${btoa(binary)}) format('woff2')`;
  style.textContent = `@font-face{font-family:'Inter Variable';font-weight:100 900;src:${source}}`;
  return style;
}

/** Lines of a text in a width, broken between words. */
function wrapped(words: string, width: number, font: string): string[] {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return [words];
  context.font = `${font} 'Inter Variable', sans-serif`;
  const lines: string[] = [];
  let line = '';
  for (const word of words.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && context.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function text(content: string, attributes: Readonly<Record<string, string | number>>): Element {
  const made = element('text', attributes);
  made.textContent = content;
  return made;
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): Element {
  return set(document.createElementNS(SVG, name), attributes);
}

function set(target: Element, attributes: Readonly<Record<string, string | number>>): Element {
  for (const [name, value] of Object.entries(attributes)) target.setAttribute(name, String(value));
  return target;
}
