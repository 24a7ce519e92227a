import { Link, type LinkProps } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import type { Schemas } from '@/api/client';
import { buttonClass } from '@/ui/button';
import { classes } from '@/ui/classes';

interface Step {
  title: string;
  about: string;
  action: string;
  to: NonNullable<LinkProps['to']>;
  done: boolean;
}

/** For whoever opens it for the first time: three steps from a video to a trained model. */
export function FirstSteps({ counts }: { counts: Schemas['Counts'] }) {
  const steps: Step[] = [
    {
      title: 'Make a dataset',
      about:
        'Drop videos in. Frames that say something new are kept, described, and what is spoken is written down.',
      action: 'Add videos',
      to: '/datasets/new',
      done: counts.datasets > 0,
    },
    {
      title: 'Choose a template',
      about:
        'Each is a model with settings that work. You see the memory and the time that it takes before it starts.',
      action: 'See the templates',
      to: '/models/templates',
      done: counts.runs > 0,
    },
    {
      title: 'Watch it train',
      about:
        'Curves, samples and the log as they come. Stop it, resume it, and compare it with other runs.',
      action: 'Open the runs',
      to: '/runs',
      done: counts.models > 0,
    },
  ];
  const next = steps.findIndex((step) => !step.done);
  return (
    <section
      aria-labelledby="first-steps"
      className="rounded-lg border bg-surface p-5 shadow-card sm:p-7 lg:col-span-12"
    >
      <h2 id="first-steps" className="text-xl font-semibold tracking-tight">
        From your videos to your own model, in three steps
      </h2>
      <p className="mt-1 text-ink-2">
        All of it happens on this machine; nothing is sent anywhere.
      </p>
      <ol className="mt-6 grid gap-6 md:grid-cols-3 md:gap-8">
        {steps.map((step, index) => (
          <li key={step.title} className="flex flex-col items-start border-t pt-4">
            <span
              aria-hidden
              className={classes(
                'mb-3 flex size-8 items-center justify-center rounded-full font-semibold',
                step.done
                  ? 'bg-good-soft text-good'
                  : index === next
                    ? 'bg-accent text-on-accent'
                    : 'bg-hover text-ink-2',
              )}
            >
              {step.done ? <Check className="size-4" /> : index + 1}
            </span>
            <h3 className="text-lg font-semibold">
              {step.title}
              {step.done && <span className="sr-only">, done</span>}
            </h3>
            <p className="mt-1 mb-4 text-ink-2">{step.about}</p>
            <Link
              to={step.to}
              className={classes(buttonClass(index === next ? 'primary' : 'plain'), 'mt-auto')}
            >
              {step.action}
            </Link>
          </li>
        ))}
      </ol>
    </section>
  );
}
