"""The last warnings of the log, for the status page and for who looks at it afterwards."""

import logging
from collections import deque
from pathlib import Path


class RecentWarnings(logging.Handler):
    """Keeps the last warnings of the log."""

    def __init__(self, keep: int = 20) -> None:
        super().__init__(level=logging.WARNING)
        self._lines: deque[str] = deque(maxlen=keep)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record."""
        try:
            self._lines.append(self.format(record))
        except Exception:
            pass

    def save(self, path: Path) -> None:
        """Write the last warnings to ``path``."""
        try:
            path.write_text("\n".join(self._lines), encoding="utf-8")
        except Exception:
            pass

    def lines(self) -> list[str]:
        """The last warnings, oldest first."""
        return list(self._lines)
