"""`/api/uploads`: files by tus 1.0 (https://tus.io/protocols/resumable-upload), resumable.

Not by tuspyserver: it takes the method from X-HTTP-Method-Override, so that a GET, which needs no
token here, could write; and where it cannot lock, it goes on without.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response
from fastapi.concurrency import contextmanager_in_threadpool

from spark_trainer.server.parts import Parts, Shared, aside
from spark_trainer.server.problems import ProblemError
from spark_trainer.server.routes.shapes import Shape, example
from spark_trainer.server.uploads.store import Upload, UploadStore

router = APIRouter(prefix="/api/uploads", tags=["uploads"])
VERSION = "1.0.0"
UploadId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", examples=["0" * 32])]
Resumable = Annotated[str, Header(max_length=10, examples=[VERSION])]
Count = Annotated[int, Header(ge=0, le=2**62)]
_CONTENT = "application/offset+octet-stream"


class UploadState(Shape):
    """A file that came, or is coming."""

    model_config = example(
        {
            "id": "0123456789abcdef0123456789abcdef",
            "name": "bikes.mp4",
            "collection": "pets",
            "length": 92756,
            "offset": 65536,
            "path": None,
        }
    )

    id: str
    name: str
    collection: str
    length: int
    offset: int
    """Bytes that have come."""
    path: str | None
    """Its folder is the input of `dataset build`, once it is whole."""


def store_of(shared: Parts) -> UploadStore:
    settings = shared.settings
    return UploadStore(settings.uploads, settings.max_upload_bytes, settings.quota_bytes)


@router.get("")
async def list_uploads(shared: Shared) -> list[UploadState]:
    """All uploads, whole or not."""
    store = store_of(shared)
    return await aside(lambda: list(_states(store)))


@router.options("", status_code=204)
async def upload_options(shared: Shared) -> Response:
    """What of tus this server speaks."""
    return Response(
        status_code=204,
        headers={
            "Tus-Resumable": VERSION,
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,termination",
            "Tus-Max-Size": str(shared.settings.max_upload_bytes),
        },
    )


@router.post("", status_code=201, response_class=Response)
async def create_upload(
    request: Request,
    shared: Shared,
    tus_resumable: Resumable,
    upload_length: Count,
    upload_metadata: Annotated[str, Header(max_length=4096, examples=["filename Y2xpcC5tcDQ="])],
) -> Response:
    """Begin a file. `Upload-Metadata` has `filename`, and `collection` (default `uploads`)."""
    _check_version(tus_resumable)
    said = _metadata(upload_metadata)
    if not said.get("filename"):
        raise ProblemError(422, "Upload-Metadata: wanted `filename`")
    store = store_of(shared)
    name, collection = said["filename"], said.get("collection", "uploads")
    upload = await aside(store.create, upload_length, name, collection)
    if upload_length == 0:
        await aside(store.finish, upload)
    place = f"{request.scope.get('root_path', '')}/api/uploads/{upload.id}"
    return Response(status_code=201, headers={"Location": place, "Tus-Resumable": VERSION})


@router.head("/{upload}", response_class=Response)
async def upload_offset(upload: UploadId, shared: Shared, tus_resumable: Resumable) -> Response:
    """How much of it has come."""
    _check_version(tus_resumable)
    store = store_of(shared)
    found, offset = await aside(store.standing, await aside(store.find, upload))
    if offset == found.length and not found.file:  # the server died before it was put away
        found = await aside(store.finish, found)
    headers = {"Upload-Offset": str(offset), "Upload-Length": str(found.length)}
    return Response(headers={**headers, "Tus-Resumable": VERSION, "Cache-Control": "no-store"})


@router.patch("/{upload}", status_code=204)
async def append_upload(
    request: Request,
    upload: UploadId,
    shared: Shared,
    tus_resumable: Resumable,
    upload_offset: Count,
    content_type: Annotated[str, Header(max_length=100)],
) -> Response:
    """More of it. What came before the line broke is kept."""
    _check_version(tus_resumable)
    if content_type != _CONTENT:
        raise ProblemError(415, f"Content-Type: wanted {_CONTENT}")
    store = store_of(shared)
    found = await aside(store.find, upload)
    if found.file:
        raise ProblemError(409, "this file is whole")
    at = await _take(request, store, found, upload_offset)
    if at == found.length:
        await aside(store.finish, found)
    headers = {"Upload-Offset": str(at), "Tus-Resumable": VERSION}
    return Response(status_code=204, headers=headers)


async def _take(request: Request, store: UploadStore, upload: Upload, offset: int) -> int:
    """Write what comes; the offset then."""
    at = offset
    # Its end waits for the disk; that must not be the end of all other answers.
    async with contextmanager_in_threadpool(store.appending(upload, offset)) as end:
        async for chunk in request.stream():
            at += len(chunk)
            if at > upload.length:
                raise ProblemError(413, "more came than Upload-Length says")
            await aside(end.write, chunk)
    return at


@router.delete("/{upload}", status_code=204)
async def delete_upload(upload: UploadId, shared: Shared, tus_resumable: Resumable) -> Response:
    """Remove it, whole or not."""
    _check_version(tus_resumable)
    store = store_of(shared)
    await aside(store.delete, await aside(store.find, upload))
    return Response(status_code=204, headers={"Tus-Resumable": VERSION})


def _states(store: UploadStore) -> Iterator[UploadState]:
    for upload in store.all():
        try:
            now, offset = store.standing(upload)
        except ProblemError:  # deleted meanwhile
            continue
        yield UploadState(
            id=now.id,
            name=now.name,
            collection=now.collection,
            length=now.length,
            offset=offset,
            path=str(store.folder / now.collection / now.file) if now.file else None,
        )


def _check_version(given: str) -> None:
    if given != VERSION:
        raise ProblemError(412, f"Tus-Resumable: wanted {VERSION}", Tus_Version=VERSION)


def _metadata(header: str) -> dict[str, str]:
    """`key base64, key base64`.

    Raises:
        ProblemError: 422, it is no such thing.
    """
    found = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError):
            raise ProblemError(422, "Upload-Metadata: wanted `key base64, ...`") from None
    return found
