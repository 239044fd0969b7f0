"""What was done last."""

from collections import deque

_MOST = 3
_done = deque(maxlen=_MOST)


def note(what: str) -> None:
    _done.append(what)


def last() -> str:
    return _done[-1] if _done else ""
