"""A session table whose attributes are also used by name."""

from __future__ import annotations


class Table:
    def __init__(self, limit: int) -> None:
        #: uses `self._rows` = write@rows_new, write@rows_set, test@rows_has, append()@rows_add, delete@rows_del, size@rows_len
        #: followed `self._rows` = yes
        #: dead `self._rows` = no
        self._rows: list[str] = []  #: @rows_new
        #: uses `self._limit` = write@limit_new, read@limit_get
        #: followed `self._limit` = yes
        #: dead `self._limit` = no
        self._limit = limit  #: @limit_new
        #: uses `self._draft` = write@draft_new, delete@draft_del
        #: dead `self._draft` = yes
        self._draft: str | None = None  #: @draft_new

    def reset(self) -> None:
        setattr(self, "_rows", [])  #: @rows_set

    def ready(self) -> bool:
        if hasattr(self, "_rows"):  #: @rows_has
            return True
        return False

    def add(self, row: str) -> None:
        getattr(self, "_rows").append(row)  #: @rows_add

    def has_room(self, wanted: int) -> bool:
        return wanted < getattr(self, "_limit")  #: @limit_get

    def forget(self) -> None:
        delattr(self, "_rows")  #: @rows_del
        del self._draft  #: @draft_del

    def size(self) -> int:
        return len(self._rows)  #: @rows_len


class Options:
    """Any of its attributes may be set."""

    def __init__(self) -> None:
        #: uses `self.depth` = write@depth_new, read@depth_read
        #: followed `self.depth` = no
        self.depth = 1  #: @depth_new
        #: followed `self._mode` = no
        self._mode = "fast"

    def apply(self, name: str, value: object) -> None:
        setattr(self, name, value)

    def deeper(self) -> int:
        return self.depth + 1  #: @depth_read


class Fields:
    """Any of its attributes may be read."""

    def __init__(self) -> None:
        #: uses `self._left` = write@left_new
        #: followed `self._left` = no
        #: dead `self._left` = ?
        self._left = 0  #: @left_new


def field_of(fields: Fields, name: str) -> object:
    return getattr(fields, name, None)


class Stamped:
    def __init__(self) -> None:
        #: uses `self.stamp` = write@stamp_new
        #: followed `self.stamp` = no
        #: dead `self.stamp` = ?
        self.stamp = 0.0  #: @stamp_new
        # Only the other one is asked for by name.
        #: followed `self.serial` = yes
        #: dead `self.serial` = yes
        self.serial = 0


def stamp_of(thing) -> object:
    return getattr(thing, "stamp", None)
