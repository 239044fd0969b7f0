"""Reads windows from outside."""

from metrics.windows import Window


class Report:
    def __init__(self, window: Window) -> None:
        self._window = window
        #: uses `self.lines` = write@lines_new, append()@lines_add, write@lines_reset, append()@lines_first, iterate@lines_join
        #: followed `self.lines` = yes
        #: keys `self.lines` = add@lines_add, clear@lines_reset, add@lines_first
        self.lines: list[str] = []  #: @lines_new
        #: uses `self._seen` = write@seen_new, test@seen_walrus, append()@seen_add
        #: keys `self._seen` = add@seen_add
        self._seen: list[float] | None = None  #: @seen_new

    def line(self) -> None:
        self.lines.append(f"{self._window.total()}")  #: @lines_add

    def restart(self, title: str) -> None:
        fresh = self.lines = []  #: @lines_reset
        fresh.append(title)  #: @lines_first

    def see(self, value: float) -> None:
        if (seen := self._seen) is not None:  #: @seen_walrus
            seen.append(value)  #: @seen_add

    def upper(self) -> list[str]:
        return [line.upper() for line in self.lines]  #: @lines_join


class Copies:
    """Copies of a container are other containers."""

    def __init__(self) -> None:
        #: uses `self._parts` = write@parts_new, append()@parts_add, iterate@parts_copy, copy()@parts_copy_call, item@parts_slice
        #: followed `self._parts` = yes
        #: keys `self._parts` = add@parts_add
        self._parts: list[str] = []  #: @parts_new

    def add(self, part: str) -> None:
        self._parts.append(part)  #: @parts_add

    def drain(self) -> list[str]:
        parts = list(self._parts)  #: @parts_copy
        parts.pop()
        return parts

    def without_last(self) -> list[str]:
        parts = self._parts.copy()  #: @parts_copy_call
        del parts[-1]
        return parts

    def last(self, count: int) -> list[str]:
        return self._parts[-count:]  #: @parts_slice

    def other(self, parts: list[str]) -> None:
        # The parameter is no alias of the attribute.
        parts.append("other")
        _parts: list[str] = []
        _parts.append("local")
