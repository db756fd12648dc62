const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelationships = 'http://schemas.openxmlformats.org/package/2006/relationships';
const contentTypes = 'http://schemas.openxmlformats.org/package/2006/content-types';
const officeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** Positions in the list of cell formats below. */
export const headingStyle = 1;
export const textStyle = 2;
const firstNumberStyle = 3;
/** A spreadsheet keeps numbers of 15 digits exactly, so more decimals than that never stand in a number cell. */
const mostDecimals = 15;
const firstOwnFormat = 164;

/** The style of a number with exactly so many decimals. */
export function numberStyle(decimals: number): number {
  return firstNumberStyle + Math.min(decimals, mostDecimals);
}

export function sheetPath(sheet: number): string {
  return `xl/worksheets/sheet${sheet}.xml`;
}

/** Opening of a sheet: the heading stays in sight. */
export function sheetHead(widths: readonly number[]): string {
  const columns = widths
    .map((width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`)
    .join('');
  return (
    `${xmlHead}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
    `<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<cols>${columns}</cols><sheetData>`
  );
}

export const sheetFoot = '</sheetData></worksheet>';

/** The parts of a workbook beside its sheets (ECMA-376, part 1): path and text. None of them refers to anything outside the file. */
export function workbookParts(name: string, sheets: number): [path: string, xml: string][] {
  const numbers = Array.from({ length: sheets }, (_, index) => index + 1);
  // A name of a sheet has at most 31 characters.
  const sheetName = (sheet: number) => (sheet === 1 ? name.slice(0, 31) : `${name.slice(0, 25)} ${sheet}`);
  return [
    [
      'xl/workbook.xml',
      `${xmlHead}<workbook xmlns="${main}" xmlns:r="${relationships}"><sheets>${numbers
        .map((sheet) => `<sheet name="${sheetName(sheet)}" sheetId="${sheet}" r:id="rId${sheet}"/>`)
        .join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${xmlHead}<Relationships xmlns="${packageRelationships}">${numbers
        .map(
          (sheet) =>
            `<Relationship Id="rId${sheet}" Type="${relationships}/worksheet" Target="worksheets/sheet${sheet}.xml"/>`,
        )
        .join(
          '',
        )}<Relationship Id="rId${sheets + 1}" Type="${relationships}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['xl/styles.xml', stylesXml()],
    [
      '_rels/.rels',
      `${xmlHead}<Relationships xmlns="${packageRelationships}"><Relationship Id="rId1" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `${xmlHead}<Types xmlns="${contentTypes}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
        `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${officeType}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${officeType}.styles+xml"/>${numbers
          .map((sheet) => `<Override PartName="/${sheetPath(sheet)}" ContentType="${officeType}.worksheet+xml"/>`)
          .join('')}</Types>`,
    ],
  ];
}

/** General, heading, text (format 49, so that editing a cell keeps it a text), and a number format for each count of decimals. */
function stylesXml(): string {
  const decimals = Array.from({ length: mostDecimals + 1 }, (_, count) => count);
  const format = (count: number) => (count === 0 ? '0' : `0.${'0'.repeat(count)}`);
  const formats = [
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>',
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>',
    ...decimals.map(
      (count) =>
        `<xf numFmtId="${firstOwnFormat + count}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
    ),
  ];
  return (
    `${xmlHead}<styleSheet xmlns="${main}"><numFmts count="${decimals.length}">` +
    decimals.map((count) => `<numFmt numFmtId="${firstOwnFormat + count}" formatCode="${format(count)}"/>`).join('') +
    '</numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    `<cellXfs count="${formats.length}">${formats.join('')}</cellXfs>` +
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
  );
}
