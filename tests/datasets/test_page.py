from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.datasets.hand_made import entry, write_dataset

from spark_trainer.core.errors import OutputError, UsageError
from spark_trainer.datasets.page import clock, render_page, write_page
from spark_trainer.datasets.summary import summarize

PAYLOADS = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'><svg onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "javascript:alert(1)",
    "<iframe src=https://example.com>",
    "<a href=//example.com>x</a>",
    "<!--", "]]>", "<base href=//example.com/>",
    "<meta http-equiv=refresh content='0;url=//example.com'>",
    "\x1b[31mred\x07", "\u202egnp.exe", "\ud800", "a\0b",
]  # fmt: skip


class Page(HTMLParser):
    """Collects tags, attributes and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(html: str) -> Page:
    page = Page()
    page.feed(html)
    return page


def hostile(tmp_path: Path, payload: str) -> str:
    folder = tmp_path / "d"
    clean = payload.replace("\ud800", "")
    one = entry(
        source=f"../videos/{clean}.mp4",
        captions=[clean, None],
        dropped=[(1.0, clean)],
        transcript=clean,
        language=clean,
        notes=[clean],
        damage={"what": clean},
        video_info={"duration": 6.0, "width": 1, "height": 1, "fps": 1.0, "codec": clean},
    )
    failure = dict.fromkeys(("path", "step", "code", "reason"), payload)
    write_dataset(folder, [one], [failure], {"settings": {payload: payload}})
    target = tmp_path / "page.html"
    write_page(summarize(folder), target)
    return target.read_text(encoding="utf-8")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_from_outside_stays_text(tmp_path: Path, payload: str):
    page = parsed(hostile(tmp_path, payload))
    assert not {"script", "iframe", "a", "base", "object", "link", "form"} & set(page.tags)
    assert [t for t in page.tags if t == "meta"] == ["meta"] * 5
    for _, name, value in page.attributes:
        assert not name.startswith("on")
        if name in ("src", "href"):
            assert value.startswith("data:image/jpeg;base64,")
    assert "49" not in re.findall(r"\b49\b", page.text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_names_with_control_characters_are_shown_escaped(tmp_path: Path, payload: str):
    html = hostile(tmp_path, payload)
    names = re.findall(r"<h3 id=.*?</h3>", html, re.DOTALL)
    assert len(names) == 1
    assert not set(names[0]) & set("\x1b\x07\u202e\0")


def test_the_page_asks_nobody_for_anything(tmp_path: Path):
    html = render_page(summarize(write_dataset(tmp_path / "d", [entry()])))
    assert "Content-Security-Policy\" content=\"default-src 'none'" in html
    assert not re.search(r"https?:|//[a-z]|@import|url\(", html)


def test_every_plot_has_a_name_labels_and_a_table(tmp_path: Path):
    html = render_page(summarize(write_dataset(tmp_path / "d", [entry()])))
    figures = re.findall(r"<figure.*?</figure>", html, re.DOTALL)
    assert len(figures) == 7
    for figure in figures:
        assert 'role="img"' in figure
        assert "<title" in figure
        assert "<table" in figure
    assert "Scene length (s)" in html
    assert ">scenes</text>" in html


def test_frames_have_times_motion_captions_and_alternative_texts(tmp_path: Path):
    page = parsed(render_page(summarize(write_dataset(tmp_path / "d", [entry()]))))
    alts = [value for tag, name, value in page.attributes if (tag, name) == ("img", "alt")]
    assert alts == ["Frame at 0:00.0: a boat", "Frame at 0:02.0", "Frame at 0:04.0: a boat at sea"]
    assert "motion 0.125" in page.text
    assert "no caption" in page.text
    assert "near-duplicate of a kept frame of this video" in page.text


def test_an_empty_dataset_has_a_page(tmp_path: Path):
    assert "<h1>d</h1>" in render_page(summarize(write_dataset(tmp_path / "d", [])))


def test_only_a_page_is_ever_replaced(tmp_path: Path):
    folder = write_dataset(tmp_path / "d", [entry()])
    before = (folder / "manifest.jsonl").read_bytes()
    with pytest.raises(UsageError, match=r"manifest\.jsonl: name a file that ends in \.html"):
        write_page(summarize(folder), folder / "manifest.jsonl")
    assert (folder / "manifest.jsonl").read_bytes() == before


def test_a_page_that_cannot_be_written_is_an_output_error(tmp_path: Path):
    folder = write_dataset(tmp_path / "d", [entry()])
    with pytest.raises(OutputError, match="cannot write"):
        write_page(summarize(folder), folder / "manifest.jsonl" / "page.html")
    assert not list(folder.glob(".*.tmp"))


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0:00.0"), (59.96, "1:00.0"), (3723.44, "1:02:03.4"), (-1, "0:00.0")]
)
def test_times_read_like_a_clock(seconds: float, text: str):
    assert clock(seconds) == text
