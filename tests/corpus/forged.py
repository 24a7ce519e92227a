"""Files that are no media, and those that want another file or address opened.

A canary is a good video beside the corpus. Its pictures (or any byte of it) showing up proves
that FFmpeg was led out of the file it was given.
"""

from __future__ import annotations

import struct
from pathlib import Path

from PIL import Image

from tests.corpus import boxes
from tests.corpus.barcode import draw
from tests.corpus.encode import SIZE, encode, encoded
from tests.corpus.expect import Accept, Cases, Make, Refuse, add

CASES: Cases = {}
CANARY_INDEX = 54_321
"""The frame index that canaries show; `read_index` giving it proves the hole."""
DEAD_PORT = 9
"""The discard port: nothing listens there. A test may write a listener's port in its place."""


def canary(folder: Path, suffix: str = "mp4") -> Path:
    """A good video, outside the corpus folder so that no walk over it finds it."""
    outside = folder.parent / "canary"
    outside.mkdir(exist_ok=True)
    path = outside / f"canary.{suffix}"
    if not path.exists():
        encode(path, [draw(CANARY_INDEX, SIZE)] * 5)
    return path


def _text(file_name: str, text: str) -> Make:
    """A maker of a text file; {absolute}, {relative}, {ts} and {port} are filled in."""

    def make(folder: Path) -> Path:
        mp4, ts = canary(folder), canary(folder, "ts")
        filled = text.replace("{absolute}", str(mp4.resolve())).replace("{port}", str(DEAD_PORT))
        filled = filled.replace("{relative}", f"../canary/{mp4.name}")
        filled = filled.replace("{ts}", f"../canary/{ts.name}")
        (folder / file_name).write_text(filled)
        return folder / file_name

    return make


_HLS = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.0,\n{uri}\n#EXT-X-ENDLIST\n"
_HLS_MAP = '#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:2\n#EXT-X-MAP:URI="{absolute}"\n'
_DASH = """<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S"
 profiles="urn:mpeg:dash:profile:isoff-on-demand:2011" minBufferTime="PT1S"><Period><AdaptationSet
 mimeType="video/mp4"><Representation id="1" codecs="avc1.42c00b" bandwidth="1" width="160"
 height="96"><BaseURL>{uri}</BaseURL></Representation></AdaptationSet></Period></MPD>
"""
_SMIL = '<smil><body><video src="{absolute}"/></body></smil>\n'
_SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video {port} RTP/AVP 96\n"

_TEXTS = {
    "text": ("text.mp4", "This is no video. It only says so.\n" * 100),
    "html": ("page.mp4", "<!doctype html>\n<html><body><p>404 Not Found</p></body></html>\n"),
    "json": ("error.mp4", '{"error": "access denied"}\n'),
    "svg": (
        "drawing.mp4",
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="{absolute}"/></svg>',
    ),
    "hls_relative": ("hls relative.mp4", _HLS.replace("{uri}", "{ts}")),
    "hls_absolute": ("hls absolute.mp4", _HLS.replace("{uri}", "{absolute}")),
    "hls_file_url": ("hls file.mp4", _HLS.replace("{uri}", "file://{absolute}")),
    "hls_passwd": ("hls passwd.mp4", _HLS.replace("{uri}", "file:///etc/passwd")),
    "hls_http": ("hls http.mp4", _HLS.replace("{uri}", "http://127.0.0.1:{port}/canary.ts")),
    "hls_concat": ("hls concat.mp4", _HLS.replace("{uri}", "concat:{absolute}|{absolute}")),
    "hls_subfile": (
        "hls subfile.mp4",
        _HLS.replace("{uri}", "subfile,,start,0,end,9999,,:{absolute}"),
    ),
    "hls_data": ("hls data.mp4", _HLS.replace("{uri}", "data:text/plain;base64,AAAA")),
    "hls_gopher": ("hls gopher.mp4", _HLS.replace("{uri}", "gopher://127.0.0.1:{port}/_GET")),
    "hls_map": ("hls map.mp4", _HLS_MAP + "#EXTINF:1.0,\n{absolute}\n#EXT-X-ENDLIST\n"),
    "hls_m3u8": ("relative.m3u8", _HLS.replace("{uri}", "{ts}")),
    "hls_m3u8_absolute": ("absolute.m3u8", _HLS.replace("{uri}", "{absolute}")),
    "hls_m3u8_passwd": ("passwd.m3u8", _HLS.replace("{uri}", "file:///etc/passwd")),
    "hls_m3u8_http": ("http.m3u8", _HLS.replace("{uri}", "http://127.0.0.1:{port}/canary.ts")),
    "m3u_plain": ("plain m3u.mp4", "#EXTM3U\n{absolute}\n"),
    "dash_file": ("dash file.mp4", _DASH.replace("{uri}", "{absolute}")),
    "dash_http": ("dash http.mp4", _DASH.replace("{uri}", "http://127.0.0.1:{port}/canary.mp4")),
    "ffconcat": ("ffconcat.mp4", "ffconcat version 1.0\nfile '{relative}'\n"),
    "ffconcat_absolute": ("ffconcat absolute.mp4", "ffconcat version 1.0\nfile '{absolute}'\n"),
    "concat_protocol": ("concat.mp4", "concat:{absolute}|{absolute}\n"),
    "smil": ("smil.mp4", _SMIL),
    "sdp": ("sdp.mp4", _SDP),
    "ffmetadata": ("metadata.mp4", ";FFMETADATA1\ntitle=x\n"),
    "subtitles_as_video": ("srt.mp4", "1\n00:00:00,000 --> 00:00:01,000\nwords\n"),
}
for _name, (_file, _body) in _TEXTS.items():
    _make = _text(_file, _body)
    _make.__name__ = _name
    _codes = ("unreadable", "no_video") if _name == "subtitles_as_video" else ("unreadable",)
    add(CASES, Refuse(*_codes))(_make)


def hls_over_http(folder: Path, port: int) -> Path:
    """A playlist that FFmpeg takes for one, whose only segment is at a port of this machine."""
    path = folder / f"port {port}.m3u8"
    path.write_text(_HLS.replace("{uri}", f"http://127.0.0.1:{port}/canary.ts"))
    return path


def _numbered(folder: Path, pattern: str, count: int = 3) -> Path:
    """A file whose NAME is a pattern, beside the numbered pictures that the pattern would find."""
    for n in range(count):
        picture = Image.fromarray(draw(CANARY_INDEX, SIZE))
        picture.save(folder / pattern.replace("%03d", f"{n:03}").replace("%d", str(n)))
    (folder / pattern).write_bytes(b"the name is the attack\n")
    return folder / pattern


@add(CASES, Refuse("unreadable"))
def image_pattern_png(folder: Path) -> Path:
    return _numbered(folder, "f%d.png")


@add(CASES, Refuse("unreadable"))
def image_pattern_jpg(folder: Path) -> Path:
    return _numbered(folder, "img%03d.jpg")


@add(
    CASES, Refuse("unreadable", "no_video", "no_frames"), "a QuickTime movie that points elsewhere"
)
def reference_movie(folder: Path) -> Path:
    """`rmra`: the movie is only an address."""
    target = str(canary(folder).resolve()).encode() + b"\0"
    rdrf = b"\0\0\0\0url " + boxes.u32(len(target)) + target
    data = _box(b"moov", _box(b"rmra", _box(b"rmda", _box(b"rdrf", rdrf))))
    (folder / "reference.mov").write_bytes(_box(b"ftyp", b"qt  " + bytes(4) + b"qt  ") + data)
    return folder / "reference.mov"


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", 8 + len(body)) + kind + body


@add(
    CASES,
    Refuse("no_frames", "unreadable", "no_video"),
    "the track's samples lie in another file; FFmpeg would open it with enable_drefs",
)
def external_data_reference(folder: Path) -> Path:
    """A data reference (`dref`, `alis`/`url `) to the canary; our own file has no picture."""
    path = folder / "external.mp4"
    data = encoded("mp4", 5)
    target = canary(folder).resolve().as_uri().encode() + b"\0"
    entry = _box(b"url ", bytes(4) + target)
    data = boxes.rebuilt(data, "moov/trak/mdia/minf/dinf/dref", boxes.u32(0, 1) + entry)
    box = boxes.find(data, "mdat")[0]
    path.write_bytes(data[: box.body] + bytes(box.end - box.body) + data[box.end :])
    return path


@add(CASES, Accept(SIZE, indexes=tuple(range(25))), "the file is good, only its suffix is not")
def video_named_text(folder: Path) -> Path:
    path = folder / "a video.txt"
    encode(path, format="mp4")
    return path


@add(CASES, Accept(SIZE, indexes=tuple(range(25))), "what counts is what is in it")
def mkv_named_mp4(folder: Path) -> Path:
    path = folder / "really mkv.mp4"
    encode(path, format="matroska")
    return path
