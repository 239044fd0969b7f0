"""Base classes of the pools."""

import asyncio
from pathlib import Path


class CountMixin:
    """Counts rows that only the class it is mixed into creates."""

    def count(self) -> int:
        return len(self._rows)  #: @rows_len


class BasePool:
    __slots__ = ("_idle", "_size", "__hidden", "closed", "name")

    def __init__(self, size: int) -> None:
        #: uses `self._idle` = write@idle_new, append()@idle_put, pop()@idle_get, iterate@idle_close, write@idle_reset, size@idle_len
        #: followed `self._idle` = yes
        #: dead `self._idle` = no
        #: keys `self._idle` = add@idle_put, remove@idle_get, clear@idle_reset
        self._idle: list[asyncio.StreamWriter] = []  #: @idle_new
        #: uses `self._size` = write@size_new, augment@size_grow, read@size_full
        #: dead `self._size` = no
        self._size = size  #: @size_new
        #: uses `self.__hidden` = write@hidden_new, append()@hidden_add
        #: followed `self.__hidden` = yes
        #: dead `self.__hidden` = yes
        self.__hidden: list[str] = []  #: @hidden_new
        #: uses `self.closed` = write@closed_new, test@closed_test, write@closed_set
        #: followed `self.closed` = yes
        self.closed = False  #: @closed_new
        #: uses `self.name` = write@name_new, read@name_title
        #: followed `self.name` = yes
        #: dead `self.name` = no
        self.name = "pool"  #: @name_new

    def put(self, writer: asyncio.StreamWriter) -> None:
        if self.closed:  #: @closed_test
            return
        self._idle.append(writer)  #: @idle_put

    def hide(self, name: str) -> None:
        self.__hidden.append(name)  #: @hidden_add

    def close(self) -> None:
        for writer in self._idle:  #: @idle_close
            writer.close()

    def title(self, path: Path) -> str:
        # The name of a path is another attribute.
        return f"{path.name}:{self.name}"  #: @name_title
