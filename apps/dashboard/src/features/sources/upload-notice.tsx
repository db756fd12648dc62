import { forgetUpload, useUpload } from '../../api/uploads.js';
import { Progress } from '../../ui/progress.js';
import { SOURCE } from './source-page-words.js';

/** How much of a file has been sent, or why it was not; the page can be left meanwhile. */
export function UploadNotice({ source }: { readonly source: string }) {
  const upload = useUpload(source);
  if (upload === null) return null;
  if (upload.error !== null) {
    return (
      <section className="panel mt-4 px-4 py-3" role="alert">
        <h2 className="text-base font-semibold">{SOURCE.upload.notSent(upload.file)}</h2>
        <p className="mt-1 text-sm text-text-2">{SOURCE.upload.again(upload.error)}</p>
        <button type="button" className="btn mt-2" onClick={() => forgetUpload(source)}>
          {SOURCE.upload.understood}
        </button>
      </section>
    );
  }
  return (
    <section className="panel mt-4 px-4 py-3" aria-label={SOURCE.upload.title}>
      <Progress label={SOURCE.feed.sending(upload.file)} share={upload.share} />
      <p className="mt-1 text-xs text-text-3">{SOURCE.upload.goesOn}</p>
    </section>
  );
}
