"""Kombu's file transport with every write whole or not at all.

As it ships, a message can be read while it is being written, and a table of queues that was half written when its process
was killed is there for good: either ends the worker, the second one each time it starts, and also ends whoever sends.
"""

import fcntl
import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem, virtual
from kombu.transport.filesystem import exchange_queue_t
from kombu.utils.json import dumps, loads

Table = list[Any]


class Channel(filesystem.Channel):
    """Messages and tables are written beside their place and moved there; what cannot be read is passed over."""

    def get_table(self, exchange: str) -> Table:
        """The queues of an exchange. A table that cannot be read is empty: every worker enters its queues again."""
        try:
            return [exchange_queue_t(*row) for row in loads(self._table_file(exchange).read_text("utf-8"))]
        except (FileNotFoundError, ValueError, TypeError):
            return []
        except OSError as error:
            raise ChannelError(f"The queues of {exchange} cannot be read: {error}") from error

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str) -> None:
        row = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda table: [row, *table] if row not in table else table)

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str, *arguments: Any, **options: Any
    ) -> None:
        virtual.Channel._delete(self, queue, exchange, routing_key, pattern, *arguments, **options)
        row = exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda table: [other for other in table if other != row])

    def _put(self, queue: str, payload: Any, **options: Any) -> None:  # type: ignore[override]  # kombu's two bases differ
        name = f"{time.monotonic_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        try:
            _write(Path(self.data_folder_out) / name, dumps(payload))
        except OSError as error:
            raise ChannelError(f"A message for {queue} cannot be written: {error}") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The oldest message of the queue, for one reader alone. Raises Empty."""
        folder = Path(self.data_folder_in)
        for file in sorted(folder.iterdir()):
            if file.name.partition(".")[2] != f"{queue}.msg":
                continue
            mine = folder / f"{file.name}.taken"
            try:
                file.rename(mine)
                text = mine.read_text("utf-8")
                mine.unlink()
                return loads(text)
            except (FileNotFoundError, ValueError):
                continue  # another reader was quicker, or it is no message
        raise Empty

    def _table_file(self, exchange: str) -> Path:
        """Raises ChannelError for a name that is no file's."""
        return self._exchange_file(exchange)  # type: ignore[attr-defined]  # its stubs leave it out

    def _change_table(self, exchange: str, change: Callable[[Table], Table]) -> None:
        file = self._table_file(exchange)
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file.parent / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            table = self.get_table(exchange)
            changed = change(table)
            if changed != table:
                _write(file, dumps(changed))
        except OSError as error:
            raise ChannelError(f"The queues of {exchange} cannot be written: {error}") from error
        finally:
            os.close(descriptor)


class Transport(filesystem.Transport):
    Channel = Channel


def _write(path: Path, text: str) -> None:
    making = path.with_name(f"{path.name}.{uuid.uuid4()}.making")
    making.write_text(text, "utf-8")
    making.rename(path)
