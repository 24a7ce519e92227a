"""What is asked of a chat server about one frame, in the words that this server takes."""

from __future__ import annotations

import base64
import io
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from spark_trainer.core.errors import UsageError

TEMPERATURE = 0.0

_VARYING = ("max_tokens", "max_completion_tokens", "seed")
_SEED = re.compile(r"\bseed\b")


@dataclass(frozen=True)
class Picture:
    """A frame as it is sent."""

    name: str
    """For messages."""
    data_url: str


class Question:
    """The request for a picture.

    Servers differ in two settings: some take no `seed`, some want `max_completion_tokens` for
    `max_tokens`. They say so, and are asked again in their way.

    Raises:
        UsageError: an empty prompt, or no token to answer with.
    """

    def __init__(self, prompt: str, max_new_tokens: int) -> None:
        if not prompt.strip():
            raise UsageError("the prompt is empty: say what a caption should tell")
        if max_new_tokens < 1:
            raise UsageError(f"max_new_tokens {max_new_tokens}: wanted 1 or more")
        self.prompt, self.max_new_tokens = prompt, max_new_tokens
        self._settings: Mapping[str, int] = {"max_tokens": max_new_tokens, "seed": 0}
        self._learning = threading.Lock()

    def about(self, picture: Picture, model: str) -> dict[str, Any]:
        """The arguments of `chat.completions.create` for a picture."""
        content = [
            {"type": "image_url", "image_url": {"url": picture.data_url}},
            {"type": "text", "text": self.prompt},
        ]
        return {
            "model": model,
            "messages": [{"role": "user", "content": content}],
            "temperature": TEMPERATURE,
            **self._settings,
        }

    def learn(self, sent: Mapping[str, Any], said: str) -> bool:
        """Whether it is worth asking again, after a server refused what was sent and said why."""
        with self._learning:
            settings = dict(self._settings)
            if {name: sent[name] for name in _VARYING if name in sent} != settings:
                return True  # another thread has learnt it in the meantime
            if "max_completion_tokens" in said and "max_tokens" in settings:
                settings["max_completion_tokens"] = settings.pop("max_tokens")
            elif _SEED.search(said) and "seed" in settings:
                del settings["seed"]
            else:
                return False
            self._settings = settings
            return True


def as_picture(name: str, jpeg: bytes) -> Picture:
    return Picture(name, f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode('ascii')}")


def grey_picture() -> Picture:
    """A small picture to try a model with."""
    from PIL import Image

    jpeg = io.BytesIO()
    Image.new("RGB", (64, 64), (128, 128, 128)).save(jpeg, "JPEG")
    return as_picture("grey.jpg", jpeg.getvalue())
