"""What all captioners share that run a model of transformers here."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from spark_trainer.core.errors import MediaError, UsageError
from spark_trainer.core.optional import require
from spark_trainer.labelers.base import BatchCaptioner, BatchSize, Caption, FrameRef
from spark_trainer.labelers.device import check_spelling, choose_device, choose_precision
from spark_trainer.labelers.loading import load_model, out_of_memory_is_too_large
from spark_trainer.labelers.memory import most_that_fit
from spark_trainer.labelers.subtitles.markup import one_line
from spark_trainer.labelers.weights.finding import Weights, find_weights

Tensors = dict[str, Any]
"""Inputs of the model for one picture, by name; the first dimension can be joined to a batch."""

LARGEST_AUTO = {"cpu": 16, "cuda": 128}
"""Where `auto` ends: more frames a batch gain nothing."""


class PictureModel(BatchCaptioner[Tensors]):
    """A model that turns one picture, and perhaps a prompt, into text.

    Greedy decoding: the same picture always gets the same caption.

    Args:
        model: hub id or folder; None = `default_model`.
        revision: branch, tag or commit of the hub; None = main.
        device: auto, cpu, cuda:N.
        precision: auto, fp32, bf16, fp16, int8.
        batch_size: frames a batch, or auto.
        prompt: what the model is told; None = `default_prompt`.
        max_new_tokens: tokens after which a caption is cut.
    """

    default_model: ClassVar[str]
    default_prompt: ClassVar[str | None] = None
    model_class: ClassVar[str]

    def __init__(
        self,
        *,
        model: str | None = None,
        revision: str | None = None,
        device: str = "auto",
        precision: str = "auto",
        batch_size: BatchSize = 4,
        prompt: str | None = None,
        max_new_tokens: int = 40,
    ) -> None:
        self._wanted = (model or self.default_model, revision)
        self._device, self._precision = device, precision
        self.batch_size = batch_size
        self._prompt = prompt if prompt is not None else self.default_prompt
        self._max_new_tokens = max_new_tokens
        self._weights: Weights | None = None
        self._model: Any = None

    def resolve(self) -> None:
        check_spelling(self._device, self._precision)
        self._check_prompt()
        model, revision = self._wanted
        self._weights = find_weights(model, revision, backend=self.name, kind="captions")
        require("transformers", extra="labels")
        self._device = choose_device(self._device)
        self._precision = choose_precision(self._precision, self._device)
        self.full_batches = self._precision in ("bf16", "fp16")

    def _check_prompt(self) -> None:
        if self._prompt is not None and not self._prompt.strip():
            raise UsageError("--caption-prompt is empty; leave it out, or say what to describe")

    def identity(self) -> Mapping[str, Any]:
        return {
            **self._found.identity(),
            "precision": self._precision,
            "prompt": self._prompt,
            "max_new_tokens": self._max_new_tokens,
            "runtime": f"transformers {require('transformers', extra='labels').__version__}",
        }

    @property
    def _found(self) -> Weights:
        if self._weights is None:
            self.resolve()
        assert self._weights is not None
        return self._weights

    def load(self) -> None:
        if self._model is None:
            folder = self._found.folder
            self._load_processor(folder)
            self._model = load_model(self.model_class, folder, self._device, self._precision)

    @abstractmethod
    def _load_processor(self, folder: Any) -> None:
        """Load what turns pictures into tensors, and tokens into text."""

    @abstractmethod
    def _inputs(self, picture: Any) -> Tensors:
        """One RGB Pillow picture as the model takes it."""

    @abstractmethod
    def _texts(self, inputs: Tensors) -> list[str]:
        """The model's words for each picture of a batch, on its device."""

    def ready(self, piece: FrameRef) -> Tensors:
        from PIL import Image

        try:
            with Image.open(piece.path, formats=("JPEG",)) as picture:
                return self._inputs(picture.convert("RGB"))
        except OSError as e:
            raise MediaError("frame", f"{piece.path.name}: cannot be read as JPEG: {e}") from e

    def label(self, batch: Sequence[Tensors]) -> list[Caption]:
        """Captions of pictures; those of one shape go through the model together.

        So nothing is ever padded, and a caption cannot depend on its neighbours.
        """
        alike: dict[Any, list[int]] = {}
        for at, tensors in enumerate(batch):
            shapes = tuple(sorted((name, tuple(t.shape)) for name, t in tensors.items()))
            alike.setdefault(shapes, []).append(at)
        texts: dict[int, str] = {}
        for places in alike.values():
            found = self._generate([batch[at] for at in places])
            texts.update(zip(places, found, strict=True))
        return [Caption(one_line(texts[at]) or None) for at in range(len(batch))]

    def _generate(self, batch: Sequence[Tensors]) -> list[str]:
        torch = require("torch", extra="labels")
        with out_of_memory_is_too_large(), torch.inference_mode():
            joined = {name: torch.cat([t[name] for t in batch]) for name in batch[0]}
            return self._texts({name: self._placed(t) for name, t in joined.items()})

    def _greedy(self, **inputs: Any) -> Any:
        """The most likely tokens, one row a picture."""
        return self._model.generate(
            **inputs, max_new_tokens=self._max_new_tokens, do_sample=False, num_beams=1
        )

    def _placed(self, tensor: Any) -> Any:
        """On the model's device; floating-point numbers in the model's precision."""
        if tensor.is_floating_point():
            return tensor.to(self._model.device, self._model.dtype)
        return tensor.to(self._model.device)

    def most_pieces(self) -> int:
        from PIL import Image

        self.load()
        picture = self._inputs(Image.new("RGB", (224, 224), (128, 128, 128)))
        largest = LARGEST_AUTO[self._device.partition(":")[0]]
        return most_that_fit(lambda n: self.label([picture] * n), self._device, largest)
