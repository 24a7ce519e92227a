import { Link } from '@tanstack/react-router';
import { LayoutTemplate } from 'lucide-react';
import { ProblemError } from '@/api/client';
import { buttonClass } from '@/ui/button';
import { Card } from '@/ui/card';
import { Empty, Failure } from '@/ui/states';

/** A template that cannot be shown: there is none, or the server says why. */
export function NoTemplate({
  name,
  error,
  retry,
}: {
  name: string;
  error: unknown;
  retry: () => void;
}) {
  if (!(error instanceof ProblemError && error.status === 404))
    return <Failure error={error} retry={retry} />;
  return (
    <Card>
      <Empty
        title="There is no such template"
        icon={<LayoutTemplate aria-hidden />}
        actions={
          <Link to="/models/templates" className={buttonClass('primary')}>
            See all templates
          </Link>
        }
      >
        <span className="wrap-anywhere">
          <code className="font-mono text-sm">{name}</code> may have been renamed, or its file has a
          mistake: the list of templates shows those.
        </span>
      </Empty>
    </Card>
  );
}
