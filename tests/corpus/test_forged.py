"""That the canaries sing: an FFmpeg that is not held back is led to them; ours is not."""

from __future__ import annotations

import socket
from pathlib import Path

import av
import pytest

from spark_trainer.core.errors import MediaError
from spark_trainer.media.source import open_media
from tests.corpus.barcode import read_index
from tests.corpus.forged import CANARY_INDEX, hls_over_http

LIVE = ("hls_m3u8", "ffconcat", "ffconcat_absolute", "image_pattern_png", "image_pattern_jpg")
"""Those that FFmpeg 8.1 follows. The others are for versions that do."""


@pytest.mark.parametrize("name", LIVE)
def test_unguarded_ffmpeg_is_led_to_the_canary(
    name: str,
    corpus: dict[str, Path],
) -> None:
    options = {"protocol_whitelist": "file"} | ({"safe": "0"} if "concat" in name else {})
    with av.open(str(corpus[name]), options=options) as container:
        frame = next(container.decode(video=0))
    assert read_index(frame.to_ndarray(format="rgb24")) == CANARY_INDEX


@pytest.mark.parametrize("name", LIVE)
def test_our_reader_is_not(name: str, corpus: dict[str, Path]) -> None:
    with pytest.raises(MediaError, match="not a media file"), open_media(corpus[name]):
        pass


def _listener() -> socket.socket:
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.5)
    return server


def test_our_reader_calls_no_address(tmp_path: Path) -> None:
    with _listener() as server:
        playlist = hls_over_http(tmp_path, server.getsockname()[1])
        with pytest.raises(MediaError, match="not a media file"), open_media(playlist):
            pass
        with pytest.raises(TimeoutError):
            server.accept()


def test_ffmpeg_that_may_use_the_network_does(tmp_path: Path) -> None:
    with _listener() as server:
        playlist = hls_over_http(tmp_path, server.getsockname()[1])
        options = {"protocol_whitelist": "file,http,tcp"}
        with pytest.raises(av.FFmpegError):
            av.open(str(playlist), timeout=1.0, options=options)
        connection, _ = server.accept()
        connection.close()
