import { PageLink } from '../navigation/page-link.js';
import { PageHeading } from '../ui/page-heading.js';

export function NotFound() {
  return (
    <PageHeading title="No such page">
      <p className="mt-1 text-sm text-text-2">
        The address leads nowhere.{' '}
        <PageLink to="/board" className="lnk-text">
          Go to the board
        </PageLink>
      </p>
    </PageHeading>
  );
}
