import type { SessionState } from '@tandem/contracts/access';
import { useResource } from '../../api/use-resource.js';
import { Empty } from '../../ui/empty.js';
import { speakerWords } from './speaks-for-nobody-words.js';

/** Only a person of a side goes on here: whoever can say which person an account is gets the way to do so. */
export function SpeaksForNobody({ rule }: { readonly rule: string }) {
  const session = useResource<SessionState>('/session');
  const mayMend = session.data?.account?.role === 'administrator';
  const action = mayMend ? { to: '/settings/people', label: speakerWords.say } : undefined;
  return (
    <Empty title={speakerWords.title} action={action}>
      {rule}
    </Empty>
  );
}
