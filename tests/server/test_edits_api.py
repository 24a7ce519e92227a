"""Changes of many entries over HTTP: ids, finding and replacing, undoing at once, the history."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from spark_trainer.datasets.card import write_card
from tests.datasets.hand_made import entry, write_dataset
from tests.jobs.waiting import until
from tests.server.conftest import AUTH

pytestmark = pytest.mark.parametrize("job_home", ["sqlite", "postgresql"], indirect=True)
IDS = [f"{n:016x}" for n in range(4)]


@pytest.fixture(autouse=True)
def dataset(workdir: Path) -> Path:
    rows = [entry(number, f"../v/clip{n}.mp4", ("a red car",)) for n, number in enumerate(IDS)]
    folder = write_dataset(workdir / "datasets/mine", rows)
    write_card(folder, {"counts": {"videos": 4}, "settings": {}, "left_out": []})
    return folder


@pytest.fixture
def place(client: TestClient, dataset: Path) -> str:
    found = until(lambda: client.get("/api/datasets").json())
    return f"/api/datasets/{found[0]['id']}"


def test_ids_come_in_the_order_and_with_the_filters_of_pages(
    client: TestClient, place: str
) -> None:
    asked = "sort=name&order=desc&text=red"
    found = client.get(f"{place}/entry-ids?{asked}&offset=1&limit=2").json()
    assert found == {"ids": [IDS[2], IDS[1]], "total": 4}
    for none in ("min_width=99999", "max_height=1", "min_fps=900", "min_scenes=99"):
        assert client.get(f"{place}/entry-ids?{none}").json() == {"ids": [], "total": 0}
    assert client.get(f"{place}/entry-ids?max_fps=900&min_height=1").json()["total"] == 4
    assert client.get(f"{place}/entry-ids?limit=10001").status_code == 422


def test_found_words_are_replaced_in_one_go_and_undone_in_one_go(
    client: TestClient, place: str, dataset: Path
) -> None:
    whole = (dataset / "manifest.jsonl").read_bytes()
    words = {"entries": IDS[:2], "find": "CAR", "replace": "$1 \\1 van", "within": ["captions"]}
    path = f"{place}/edits/replacements"
    assert client.post(path, headers=AUTH, json=words).json() == {"replacements": []}
    loose = {**words, "match_case": False}
    found = client.post(path, headers=AUTH, json=loose).json()["replacements"]
    assert [(one["entry"], one["what"], one["index"]) for one in found] == [
        (number, what, index)
        for number in IDS[:2]
        for what, index in (("caption", None), ("all_captions", 0))
    ]
    assert found[0]["before"] == "a red car" and found[0]["after"] == "a red $1 \\1 van"
    part = {**loose, "find": "re", "whole_words": True}
    assert client.post(path, headers=AUTH, json=part).json() == {"replacements": []}
    changes = [
        {**{key: one[key] for key in ("entry", "what", "index")}, "value": one["after"],
         "seen": one["before"]}
        for one in found
    ]  # fmt: skip
    out = [{"entry": number, "what": "deleted", "value": True} for number in IDS[1:3]]
    made = client.post(f"{place}/edits", headers=AUTH, json={"changes": [*changes, *out]}).json()
    assert client.get(f"{place}/entries").json()["total"] == 2
    numbers = {"numbers": [one["number"] for one in made]}
    undone = client.post(f"{place}/edits/undo", headers=AUTH, json=numbers)
    assert [one["undoes"] for one in undone.json()] == [6, 5, 4, 3, 2, 1]
    assert all(one["before"] is not None for one in undone.json()[2:])
    rows = client.get(f"{place}/entries").json()["entries"]
    assert [one["id"] for one in rows] == IDS
    assert {one["caption"] for one in rows} == {"a red car"}
    lines = (dataset / "manifest.jsonl").read_bytes().splitlines()
    assert lines[2:] == whole.splitlines()[2:]
    again = client.post(f"{place}/edits/undo", headers=AUTH, json=numbers)
    assert again.status_code in (409, 412, 422)
    wrong = client.post(f"{place}/edits/undo", headers=AUTH, json={"numbers": [1, 99]})
    assert "there is no edit 99" in wrong.json()["detail"]


def test_the_history_can_be_read_from_its_end_and_names_what_is_out(
    client: TestClient, place: str
) -> None:
    for number in IDS[:3]:
        assert client.delete(f"{place}/entries/{number}", headers=AUTH).is_success
    client.post(f"{place}/edits/2/undo", headers=AUTH)
    last = client.get(f"{place}/edits?order=desc&limit=2").json()
    assert [one["number"] for one in last["edits"]] == [4, 3] and last["total"] == 4
    assert last["names"] == {IDS[1]: "clip1.mp4", IDS[2]: "clip2.mp4"}
    assert last["undone"] == {"2": 4} and last["edits"][1]["before"] is None
    rest = client.get(f"{place}/edits?order=desc&before={last['next']}").json()
    assert [one["number"] for one in rest["edits"]] == [2, 1]
    assert client.get(f"{place}/edits?entry_id={IDS[1]}").json()["total"] == 2
