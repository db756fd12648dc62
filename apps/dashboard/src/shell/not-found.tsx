import { PageLink } from '../navigation/page-link.js';
import { PageHeading } from '../ui/page-heading.js';
import { words } from './shell-words.js';

export function NotFound() {
  return (
    <PageHeading title={words.noSuchPage}>
      <p className="mt-1 text-sm text-text-2">
        {words.leadsNowhere}{' '}
        <PageLink to="/board" className="lnk-text">
          {words.goToBoard}
        </PageLink>
      </p>
    </PageHeading>
  );
}
