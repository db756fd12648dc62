import type { Provider, ProviderAnswer } from '@tandem/contracts/access';
import { askJson } from '../../api/request.js';
import { FormError } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { ENTRANCE } from './entrance-words.js';

interface ProviderButtonsProps {
  readonly providers: readonly Provider[];
  readonly returnTo: string;
  /** The token of the invitation that the sign-in accepts. */
  readonly invitation?: string;
}

/** One button for each provider of OpenID Connect; it leads there, and the provider leads back. */
export function ProviderButtons({ providers, returnTo, invitation }: ProviderButtonsProps) {
  const { busy, error, attempt } = useTask();
  if (providers.length === 0) return null;
  const go = (id: string): void => {
    const body = { returnTo, ...(invitation === undefined ? {} : { invitation }) };
    void attempt(async () => {
      const { url } = await askJson<ProviderAnswer>(`/oidc/${encodeURIComponent(id)}`, { method: 'POST', body });
      location.assign(url);
    });
  };
  return (
    <div className="flex flex-col gap-2">
      {providers.map(({ id, name }) => (
        <button key={id} type="button" className="btn !h-9" disabled={busy} onClick={() => go(id)}>
          {ENTRANCE.continueWith(name)}
        </button>
      ))}
      <FormError error={error} />
    </div>
  );
}
