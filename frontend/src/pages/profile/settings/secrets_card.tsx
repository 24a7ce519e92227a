import { useQuery } from '@tanstack/react-query';
import { Card } from '@/ui/card';
import { Found } from '@/ui/states';
import { profileQueries } from '../queries';
import { SecretRow } from './secret_row';

/** What each is for; one that the server has beside these is shown by its name. */
const KNOWN: Record<string, { label: string; about: string }> = {
  hub_token: {
    label: 'Hugging Face token',
    about: 'For models that ask for a licence, and for uploads. Jobs get it as HF_TOKEN.',
  },
  openai_api_key: {
    label: 'OpenAI key',
    about: 'For labellers that ask a service. Jobs get it as OPENAI_API_KEY.',
  },
  wandb_api_key: {
    label: 'Weights & Biases key',
    about: 'For curves that are sent there too. Jobs get it as WANDB_API_KEY.',
  },
};

/** Which keys are kept. What they are is never told, not even to this page. */
export function SecretsCard() {
  const secrets = useQuery(profileQueries.secrets());
  return (
    <Card
      title="Secrets"
      about="In a file that you alone can read, handed to jobs alone. Values are never shown again."
    >
      <Found query={secrets}>
        {(kept) => (
          <ul className="divide-y">
            {Object.entries(kept).map(([name, set]) => (
              <SecretRow
                key={name}
                name={name}
                set={set}
                label={KNOWN[name]?.label ?? name}
                about={KNOWN[name]?.about ?? ''}
              />
            ))}
          </ul>
        )}
      </Found>
    </Card>
  );
}
