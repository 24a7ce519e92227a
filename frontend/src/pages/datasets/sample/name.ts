import type { Schemas } from '@/api/client';
import { lastPart } from '../builder/words';

type Meta = Pick<Schemas['Entry']['meta'], 'source_path' | 'source_name'>;

/** What people call a sample: the name it was uploaded with, or its file's. */
export function nameOf(meta: Meta): string {
  return meta.source_name || lastPart(meta.source_path);
}
