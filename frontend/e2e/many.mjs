// A dataset of as many samples as one likes, none of which has a file.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Server, until } from './server.mjs';

/** Pictures are missing, and the grid says so quietly. */
const MAKE = `
import json, random, sys
from pathlib import Path
from spark_trainer.datasets.card import write_card
folder, count = Path(sys.argv[1]), int(sys.argv[2])
dice = random.Random(0)
words = "red blue car dog cat tree house sea bird boat man woman child runs sleeps a the on".split()
with (folder / "manifest.jsonl").open("w") as stream:
    for n in range(count):
        number, said = f"{n * 0x9E3779B97F4A7C15 % 2**64:016x}", " ".join(dice.choices(words, k=12))
        length = round(dice.uniform(1, 600), 2)
        meta = {"source_path": f"../videos/clip{n}.mp4", "duration": length, "num_frames": 1,
            "caption": said, "all_captions": [said], "transcript": None,
            "scenes": [{"start_time": 0.0, "end_time": length}], "dropped": [],
            "frames": [{"file": "frame_000001.jpg", "time": 0.0, "hash": None, "motion": None,
                        "sha256": ""}],
            "video_info": {"duration": length, "width": 1280, "height": 720, "fps": 25.0,
                           "codec": "h264"}}
        line = {"audio": None, "frames_dir": f"{number[:2]}/{number}/frames", "id": number,
                "meta": meta}
        stream.write(json.dumps(line) + "\\n")
write_card(folder, {"counts": {"videos": count}, "settings": {}, "left_out": []})
`;

/** A server with such a dataset, indexed; `address` is that of its page. */
export async function many(entries) {
  const server = new Server();
  const folder = join(server.work, 'datasets/large');
  mkdirSync(folder, { recursive: true });
  await server.python(MAKE, folder, String(entries));
  await server.start();
  const [dataset] = await until('the dataset is found', async () => {
    const found = await server.json('/api/datasets');
    return found.length ? found : null;
  });
  await until(
    'its entries are indexed',
    () =>
      server
        .json(`/api/datasets/${dataset.id}/entries?limit=1`)
        .then((page) => page.total === entries)
        .catch(() => false),
    600,
  );
  return { server, address: `/datasets/${dataset.id}` };
}
