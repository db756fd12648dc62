import type { CheckAnswer } from '@tandem/contracts/connectors';
import { DataTable, type Column } from '../../ui/data-table.js';
import { Glyph } from '../../ui/glyph.js';
import { CONNECT } from './connect-words.js';

type Preview = CheckAnswer['records'][number];

function columns(): readonly Column<Preview>[] {
  return [
    { title: CONNECT.check.key, cell: ({ key }) => <span className="break-all font-medium">{key}</span> },
    { title: CONNECT.check.stream, cell: ({ stream }) => stream },
    {
      title: CONNECT.check.stored,
      cell: ({ fields, dimensions }) => (
        <ul className="break-words text-xs">
          {Object.entries({ ...fields, ...dimensions }).map(([name, value]) => (
            <li key={name}>
              <span className="text-text-3">{name}</span> {String(value)}
            </li>
          ))}
        </ul>
      ),
    },
  ];
}

/** What the source said, and the first records that would come of it. Nothing of it is kept. */
export function CheckFindings({ check }: { readonly check: CheckAnswer }) {
  return (
    <section className="mt-4 border-t border-line pt-4" aria-labelledby="findings">
      <h2 id="findings" className="flex items-center gap-2 text-base font-semibold">
        <Glyph name={check.ok ? 'onTrack' : 'breach'} />
        {check.ok ? CONNECT.check.readable : CONNECT.check.notReadable}
      </h2>
      <ul className="mt-1 list-disc break-words pl-5 text-sm text-text-2">
        {check.findings.map((finding, index) => (
          <li key={`${index} ${finding}`}>{finding}</li>
        ))}
      </ul>
      {check.records.length > 0 && (
        <div className="mt-3">
          <DataTable
            caption={CONNECT.check.caption}
            columns={columns()}
            rows={check.records}
            rowKey={({ stream, key }) => `${stream} ${key}`}
          />
        </div>
      )}
    </section>
  );
}
