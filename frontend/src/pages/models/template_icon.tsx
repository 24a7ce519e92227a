import { classes } from '@/ui/classes';
import { iconOf } from './icons';

export function TemplateIcon({ name, large }: { name: string; large?: boolean }) {
  const Icon = iconOf(name);
  return (
    <span
      aria-hidden
      className={classes(
        'inline-flex shrink-0 items-center justify-center rounded-md bg-accent-soft text-accent',
        large ? 'size-12' : 'size-10',
      )}
    >
      <Icon className={large ? 'size-6' : 'size-5'} />
    </span>
  );
}
