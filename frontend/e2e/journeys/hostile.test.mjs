// Texts that others wrote are texts: nothing of them runs, whatever they hold.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isScrollingSideways, isThere, open } from '../browser.mjs';
import { stage } from '../stage.mjs';
import { addresses } from '../world.mjs';

const PAYLOADS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '<iframe src="javascript:alert(1)"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<body onload=alert(1)>',
  '<details open ontoggle=alert(1)>',
  '<video><source onerror=alert(1)></video>',
  '<audio src=x onerror=alert(1)>',
  '<math><mtext></mtext><script>alert(1)</script></math>',
  '<object data="data:text/html,<script>alert(1)</script>">',
  '<embed src="javascript:alert(1)">',
  '<form action="javascript:alert(1)"><button>x',
  '<input autofocus onfocus=alert(1)>',
  '<marquee onstart=alert(1)>',
  '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
  '<link rel=stylesheet href="https://evil.example/x.css">',
  '<style>@import "https://evil.example/x.css";</style>',
  '<base href="https://evil.example/">',
  '<template><script>alert(1)</script></template>',
  '{{constructor.constructor("alert(1)")()}}',
  '\u0024{alert(1)}',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  '</textarea><script>alert(1)</script>',
  '</title><script>alert(1)</script>',
  '\u202egnp.exe\u202c <!--',
  `<img src="https://evil.example/${'a'.repeat(3000)}">`,
];
const EDIT = `
import json, sys
from pathlib import Path
from spark_trainer.datasets.edits import Change, change
folder = Path(sys.argv[1])
payloads = json.loads(sys.argv[2])
lines = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]
line = lines[0]
meta = line["meta"]
count = len(meta["all_captions"])
whole = "\\n".join(payloads)
change(folder, [
    Change(entry=line["id"], what="caption", value=whole, seen=meta["caption"]),
    Change(entry=line["id"], what="transcript", value=whole, seen=meta["transcript"]),
    *(Change(entry=line["id"], what="all_captions", index=n, value=p, seen=meta["all_captions"][n])
      for n, p in enumerate(payloads[:count])),
])
print(line["id"])
`;
const { server, browser } = await stage({ made: true });

test('no caption, transcript, name or log line runs or asks for anything', async () => {
  const { page, wrong } = await open(browser, server);
  const folder = `${server.work}/datasets/clips`;
  const entry = (await server.python(EDIT, folder, JSON.stringify(PAYLOADS))).trim();
  await server.cli('jobs', 'add', '--name', PAYLOADS[1], 'train', PAYLOADS[0]);
  const all = await addresses(server);
  const dataset = all.dataset;
  for (const address of [...Object.values(all), `${dataset}/entries/${entry}`]) {
    await page.goto(server.url + address);
    await isThere(page);
    await page.waitForTimeout(500);
    assert.equal(await isScrollingSideways(page), false, `${address} scrolls sideways`);
  }
  await page.goto(`${server.url}${dataset}/entries/${entry}`);
  await page.getByText('<img src=x onerror=alert(1)>').first().waitFor();
  assert.deepEqual(wrong, []);
});
