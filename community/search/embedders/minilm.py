"""all-MiniLM-L6-v2 (Apache-2.0, by the sentence-transformers authors), run by NumPy alone."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits
from tokenizers import Tokenizer

from community.search.embedders import weights
from community.search.embedders.embedder import DIMENSIONS, Unusable, Vectors, of_length_one, tidy

LONGEST = 256  # tokens, as sentence-transformers reads this model
BATCH_TOKENS = 2048  # bounds memory: a batch of 32 questions or of 8 long texts
EPSILON = 1e-12
# Weights lie in blocks of so many columns: the products of a short text are then small enough for BLAS to do in place, where
# it would copy the whole matrix first. A title of twelve tokens takes 5 ms instead of 16; long texts take as long as before.
BLOCK = 32


class MiniLM:
    """Six layers of BERT over a folder with `model.safetensors`, `tokenizer.json` and `config.json`.

    A process holds 43 MB of weights of its own and shares the table of words with all others of the machine.
    """

    # Three of four duplicates among real questions are likelier, and one stranger of a hundred.
    floor = 0.4
    near = 0.7

    def __init__(self, folder: Path, maker: str):
        # On small matrices two threads take the same time and twice the processor.
        threadpool_limits(limits=1, user_api="blas")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        self.maker = maker
        try:
            config = json.loads((folder / "config.json").read_text())
            self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            self.heads, self.layers = config["num_attention_heads"], config["num_hidden_layers"]
            tensors = weights.load(folder / "model.safetensors")
            self.blocks = dict(_in_blocks(tensors, self.layers))
            self.words = tensors["embeddings.word_embeddings.weight"]
            self.places = (
                tensors["embeddings.position_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0]
            )
        except (OSError, ValueError, KeyError) as error:
            raise Unusable(f"{folder} is not a model of the layout of all-MiniLM-L6-v2: {error}") from error
        if self.words.shape[1] != DIMENSIONS:
            raise Unusable(f"{folder} makes vectors of {self.words.shape[1]} numbers; {DIMENSIONS} are needed.")
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LONGEST)
        self.tensors = tensors

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors as sentence-transformers gives them to 1e-6; zeros for a text without a token."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        tokens = [encoding.ids for encoding in self.tokenizer.encode_batch([tidy(text) for text in texts])]
        for rows in _batches(tokens):
            vectors[rows] = self._forward([tokens[row] for row in rows])
        return vectors

    def knows(self, word: str, languages: Iterable[str]) -> bool:
        """Whether it is English and common enough to be one token: two of three of its 30,000 tokens are whole words."""
        if not any(language.split("-")[0] == "en" for language in languages):
            return False
        return self.tokenizer.encode(word, add_special_tokens=False).tokens == [word]

    def _forward(self, tokens: list[list[int]]) -> Vectors:
        longest = max(map(len, tokens))
        ids = np.zeros((len(tokens), longest), dtype=np.int64)
        read = np.zeros((len(tokens), longest), dtype=np.float32)
        for row, sentence in enumerate(tokens):
            ids[row, : len(sentence)] = sentence
            read[row, : len(sentence)] = 1
        state = self._normalise("embeddings.LayerNorm", self.words[ids] + self.places[:longest])
        # Padding is not attended to.
        unread = None if read.all() else ((1 - read) * np.float32(-1e9))[:, None, None, :]
        for layer in range(self.layers):
            name = f"encoder.layer.{layer}"
            seen = self._attend(f"{name}.attention.self", state, unread)
            seen = self._linear(f"{name}.attention.output.dense", seen)
            state = self._normalise(f"{name}.attention.output.LayerNorm", seen + state)
            thought = self._linear(f"{name}.output.dense", _gelu(self._linear(f"{name}.intermediate.dense", state)))
            state = self._normalise(f"{name}.output.LayerNorm", thought + state)
        mean = np.einsum("bld,bl->bd", state, read) / read.sum(axis=1, keepdims=True)
        return of_length_one(mean)

    def _attend(self, name: str, state: Vectors, unread: Vectors | None) -> Vectors:
        rows, length, width = state.shape
        parts = self._linear(name, state).reshape(rows, length, 3, self.heads, -1)
        query, key, value = parts.transpose(2, 0, 3, 1, 4)
        scores = query @ key.transpose(0, 1, 3, 2)
        scores /= np.float32(np.sqrt(width / self.heads))
        if unread is not None:
            scores += unread
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        seen = np.matmul(scores, value, dtype=np.float32)
        return seen.transpose(0, 2, 1, 3).reshape(rows, length, width)

    def _linear(self, name: str, state: Vectors) -> Vectors:
        # One product over all tokens of the batch; a stack of small ones is several times slower.
        blocks, bias = self.blocks[name]
        product: Vectors = np.matmul(state.reshape(-1, state.shape[-1]), blocks).swapaxes(0, 1).reshape(-1, bias.size)
        product += bias
        return product.reshape(*state.shape[:-1], -1)

    def _normalise(self, name: str, state: Vectors) -> Vectors:
        width = np.float32(state.shape[-1])
        state -= np.add.reduce(state, axis=-1, keepdims=True) / width
        spread = np.einsum("bld,bld->bl", state, state)[..., None] / width
        state /= np.sqrt(spread + np.float32(EPSILON))
        state *= self.tensors[f"{name}.weight"]
        state += self.tensors[f"{name}.bias"]
        return state


def load() -> MiniLM:
    """The model of the installed weights, after its hash was checked. Raises Unusable."""
    folder = weights.packaged()
    if folder is None:
        raise Unusable(f"The package {weights.PACKAGE} is not installed.")
    weights.check(folder)
    return MiniLM(folder, f"minilm-{weights.SHA256['model.safetensors'][:8]}")


def load_from(folder: Path) -> MiniLM:
    """A model of the same layout in a folder of the operator's choice, named by its hash. Raises Unusable."""
    try:
        return MiniLM(folder, f"minilm-{weights.sha256(folder / 'model.safetensors')[:8]}")
    except OSError as error:
        raise Unusable(f"{folder} is not a model of the layout of all-MiniLM-L6-v2: {error}") from error


def _in_blocks(tensors: dict[str, Vectors], layers: int) -> Iterator[tuple[str, tuple[Vectors, Vectors]]]:
    """Weights, in blocks of columns, and biases by the name of their step; what attention asks, offers and says is one step."""
    for layer in range(layers):
        name = f"encoder.layer.{layer}"
        steps = {
            f"{name}.attention.self": [f"{name}.attention.self.{part}" for part in ("query", "key", "value")],
            f"{name}.attention.output.dense": [f"{name}.attention.output.dense"],
            f"{name}.intermediate.dense": [f"{name}.intermediate.dense"],
            f"{name}.output.dense": [f"{name}.output.dense"],
        }
        for step, parts in steps.items():
            weight = np.concatenate([tensors[f"{part}.weight"] for part in parts])
            blocks = weight.reshape(-1, BLOCK, weight.shape[1]).transpose(0, 2, 1)
            yield step, (np.ascontiguousarray(blocks), np.concatenate([tensors[f"{part}.bias"] for part in parts]))


def _batches(tokens: list[list[int]]) -> Iterator[list[int]]:
    """Row numbers in groups of like length, so that little is padded. Texts without a token are left out."""
    batch: list[int] = []
    # [CLS] and [SEP] stand around every text, so two tokens are none.
    for row in sorted((row for row, ids in enumerate(tokens) if len(ids) > 2), key=lambda row: len(tokens[row])):
        if (len(batch) + 1) * len(tokens[row]) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _gelu(state: Vectors) -> Vectors:
    """x·Φ(x) with Φ to 1e-7 (Abramowitz and Stegun, 7.1.26): importing SciPy for its erf takes 0.4 s."""
    size = np.abs(state)
    scaled = size * np.float32(np.sqrt(0.5))
    t = scaled * np.float32(0.3275911)
    t += np.float32(1)
    np.reciprocal(t, out=t)
    tail = t * np.float32(1.061405429)
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        tail += np.float32(coefficient)
        tail *= t
    np.square(scaled, out=scaled)
    np.negative(scaled, out=scaled)
    tail *= np.exp(scaled, out=scaled)
    # x·Φ(x) is the larger of x and 0, less |x| times the part of a standard normal beyond |x|, which is half of this.
    tail *= size
    tail *= np.float32(0.5)
    gelu: Vectors = np.maximum(state, np.float32(0))
    gelu -= tail
    return gelu
