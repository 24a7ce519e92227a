"""What the hub's client raises, turned into words: what was found, and what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from spark_trainer.core.errors import BackendUnavailableError
from spark_trainer.core.optional import require
from spark_trainer.core.text import printable

_NOT_WRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR}


class HubUnreachableError(Exception):
    """The hub gives no answer; says why. What is cached may still do."""


@contextmanager
def hub_errors(model: str, revision: str | None) -> Iterator[None]:
    """Turn the client's errors into ours.

    Raises:
        HubUnreachableError: no answer, or none that a later try would not change.
        BackendUnavailableError: the hub refuses, or the disk is full.
    """
    errors = require("huggingface_hub.errors", extra="labels")
    try:
        yield
    except errors.OfflineModeIsEnabled as e:
        raise HubUnreachableError(offline_reason()) from e
    except errors.GatedRepoError as e:
        raise BackendUnavailableError(
            f"{model}: its owner gives it only to those who accept the terms. Accept them on "
            f"{_page(model)}, make a token on https://huggingface.co/settings/tokens, then "
            f"`hf auth login`, or set HF_TOKEN."
        ) from e
    except errors.RevisionNotFoundError as e:
        raise BackendUnavailableError(
            f"{model} has no revision `{printable(revision or 'main')}`. Its branches, tags and "
            f"commits: {_page(model)}/commits/main"
        ) from e
    except errors.RepositoryNotFoundError as e:
        raise BackendUnavailableError(
            f"{model}: the hub knows no such model, or it is private and your token does not open "
            f"it. Look for the id on https://huggingface.co/models; for a private one "
            f"`hf auth login`, or set HF_TOKEN. There is no folder of that name here either."
        ) from e
    except errors.HfHubHTTPError as e:
        raise _refused_or_down(model, e.response.status_code) from e
    except errors.LocalEntryNotFoundError as e:
        raise HubUnreachableError("the hub stopped answering") from e
    except errors.HTTPError as e:
        raise HubUnreachableError(f"no answer from {_endpoint()} ({_short(e)})") from e
    except (OSError, RuntimeError, errors.XetDownloadError) as e:
        raise _broken_off(model, e) from e


def offline_reason() -> str:
    """Which switch keeps the hub's client off the network."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        if os.environ.get(name):
            return f"{name}={os.environ[name]} forbids it"
    return "the hub's client is set to offline"


def _refused_or_down(model: str, status: int) -> Exception:
    if status in (401, 403):
        return BackendUnavailableError(
            f"{model}: the hub refuses your token (HTTP {status}). Make one that may read it on "
            f"https://huggingface.co/settings/tokens, then `hf auth login`, or set HF_TOKEN."
        )
    return HubUnreachableError(f"{_endpoint()} answers with HTTP {status}")


def _broken_off(model: str, error: Exception) -> BackendUnavailableError:
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return BackendUnavailableError(
            f"{model}: the disk of the cache is full. Make room, or set HF_HOME to a folder on a "
            f"larger disk; the same command goes on with the files that are still missing."
        )
    if isinstance(error, OSError) and error.errno in _NOT_WRITABLE:
        return BackendUnavailableError(
            f"{model}: the cache cannot be written: {_short(error)}. Mend it, or set HF_HOME to a "
            f"folder that can be."
        )
    return BackendUnavailableError(
        f"{model}: the download broke off: {_short(error)}. The same command goes on with the "
        f"files that are still missing."
    )


def _short(error: Exception) -> str:
    line = (str(error).strip() or type(error).__name__).splitlines()[0]
    return printable(line[:200])


def _endpoint() -> str:
    constants = require("huggingface_hub.constants", extra="labels")
    return str(constants.ENDPOINT)


def _page(model: str) -> str:
    return f"https://huggingface.co/{model}"
