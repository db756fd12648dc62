import type { ApiError } from '../../api/api-error.js';
import { sentence } from '../../ui/trouble.js';
import { words } from '../../ui/ui-words.js';
import { Entrance } from './entrance.js';
import { ENTRANCE } from './entrance-words.js';

/** Grey lines in the place of a form that is on its way; like every such place they are seen only after a moment. */
export function OnItsWay() {
  return (
    <div role="status" aria-busy="true">
      <span className="sr">{words.loading}</span>
      <div className="late space-y-4 py-1" aria-hidden="true">
        {['30%', '100%', '40%', '100%'].map((width, index) => (
          <span key={index} className="block h-3 rounded bg-sunken" style={{ width }} />
        ))}
      </div>
    </div>
  );
}

/** What did not come, and the way to ask for it again. */
export function NotCome({ error, again, more }: { error: ApiError; again: () => void; more?: string }) {
  return (
    <>
      <p role="alert" className="text-sm text-bad">
        {sentence(error.message)} {more}
      </p>
      <button type="button" className="btn self-start" onClick={again}>
        {words.tryAgain}
      </button>
    </>
  );
}

interface OpeningProps {
  readonly title: string;
  /** The title when the link is refused for good. */
  readonly broken: string;
  readonly error: ApiError | null;
  readonly again: () => void;
}

/** Before a link has led anywhere: it is looked up, or could not be, or leads nowhere any more. */
export function Opening({ title, broken, error, again }: OpeningProps) {
  if (error === null) {
    return (
      <Entrance title={title}>
        <OnItsWay />
      </Entrance>
    );
  }
  if (error.passing) {
    return (
      <Entrance title={title}>
        <NotCome error={error} again={again} more={ENTRANCE.linkNotRefused} />
      </Entrance>
    );
  }
  return (
    <Entrance title={broken}>
      <p role="alert" className="text-sm text-bad">
        {error.message}
      </p>
      <a href="/sign-in" className="lnk text-sm">
        {ENTRANCE.anotherWay}
      </a>
    </Entrance>
  );
}
