/** Files out of a drop or a choice, folders walked to their end, with their paths. */

export interface Picked {
  /** With its folders: `clips/day one/a.mp4`. */
  path: string;
  file: File;
}

/** What systems leave in folders, and nobody means to send. */
const JUNK = /(^|\/)(\.[^/]*|Thumbs\.db|desktop\.ini)$/i;

export function isJunk(path: string): boolean {
  return JUNK.test(path) || path.split('/').some((part) => part.startsWith('.'));
}

/** Of an `<input type="file">`, of files or of a folder. */
export function pickedOf(files: FileList): Picked[] {
  return Array.from(files)
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }))
    .filter((one) => !isJunk(one.path));
}

/** Of a drop. The entries must be taken before anything is awaited: the browser empties them. */
export async function pickedOfDrop(transfer: DataTransfer): Promise<Picked[]> {
  const entries: FileSystemEntry[] = [];
  const plain: Picked[] = [];
  for (const item of Array.from(transfer.items)) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry?.();
    const file = entry ? null : item.getAsFile();
    if (entry) entries.push(entry);
    else if (file) plain.push({ path: file.name, file });
  }
  const found: Picked[] = plain;
  for (const entry of entries) await walk(entry, found);
  return found
    .filter((one) => !isJunk(one.path))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

async function walk(top: FileSystemEntry, found: Picked[]): Promise<void> {
  const waiting = [top];
  for (let entry = waiting.pop(); entry; entry = waiting.pop()) {
    if (isFile(entry)) {
      found.push({ path: entry.fullPath.replace(/^\//, ''), file: await fileOf(entry) });
    } else if (isFolder(entry)) {
      waiting.push(...(await allOf(entry)));
    }
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** The browser gives them a hundred at a time, and none when it is done. */
async function allOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return found;
    found.push(...some);
  }
}

/** `.mp4`, in small letters; empty where there is none. */
export function suffixOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const at = name.lastIndexOf('.');
  return at > 0 ? name.slice(at).toLowerCase() : '';
}

export interface Sorted {
  taken: Picked[];
  /** How many of each kind are not taken. */
  refused: Record<string, number>;
  tooLarge: string[];
}

/** Which of them the server would take; nothing is sent to find out. */
export function sortOut(
  picked: readonly Picked[],
  suffixes: readonly string[],
  mostBytes: number,
): Sorted {
  const known = new Set(suffixes);
  const found: Sorted = { taken: [], refused: {}, tooLarge: [] };
  for (const one of picked) {
    const suffix = suffixOf(one.path);
    if (!known.has(suffix)) {
      const name = suffix || 'no suffix';
      found.refused[name] = (found.refused[name] ?? 0) + 1;
    } else if (one.file.size > mostBytes) found.tooLarge.push(one.path);
    else found.taken.push(one);
  }
  return found;
}
