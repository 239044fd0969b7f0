"""What was done last."""

_MOST = 3
_done = []


def note(what: str) -> None:
    _done.append(what)
    if len(_done) > _MOST:
        _done.pop(0)


def last() -> str:
    return _done[-1] if _done else ""
