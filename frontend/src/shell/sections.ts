import type { LinkProps } from '@tanstack/react-router';
import { Boxes, Clapperboard, Gauge, ListChecks, type LucideIcon, TrendingUp } from 'lucide-react';

export interface Section {
  label: string;
  icon: LucideIcon;
  to: NonNullable<LinkProps['to']>;
  /** Addresses below these are of this section. */
  under: string;
}

/** The parts of the page, in the order of the work. */
export const SECTIONS: readonly Section[] = [
  { label: 'Profile', icon: Gauge, to: '/profile', under: '/profile' },
  { label: 'Datasets', icon: Clapperboard, to: '/datasets', under: '/datasets' },
  { label: 'Models', icon: Boxes, to: '/models', under: '/models' },
  { label: 'Runs', icon: TrendingUp, to: '/runs', under: '/runs' },
  { label: 'Jobs', icon: ListChecks, to: '/jobs', under: '/jobs' },
];
