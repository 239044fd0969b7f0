"""Pools of connections over TCP: their base class is in another file."""

import asyncio

from pool.base import BasePool, CountMixin


class TcpPool(BasePool):
    def __init__(self, size: int) -> None:
        super().__init__(size)
        # Mangled: not the attribute of the base class.
        #: uses `self.__hidden` = write@tcp_hidden_new, iterate@tcp_hidden_list
        #: dead `self.__hidden` = no
        self.__hidden = {"tcp"}  #: @tcp_hidden_new

    def get(self) -> asyncio.StreamWriter:
        return self._idle.pop()  #: @idle_get

    def grow(self, by: int) -> None:
        self._size += by  #: @size_grow

    def is_full(self, used: int) -> bool:
        return used >= self._size  #: @size_full

    def reset(self) -> None:
        self._idle = []  #: @idle_reset
        self.closed = True  #: @closed_set

    def hidden(self) -> list[str]:
        return list(self.__hidden)  #: @tcp_hidden_list


class Rows(CountMixin):
    def __init__(self) -> None:
        #: uses `self._rows` = write@rows_new, add()@rows_add, size@rows_len, contains@rows_other
        #: followed `self._rows` = yes
        #: keys `self._rows` = add@rows_add
        self._rows: set[str] = set()  #: @rows_new

    def add(self, row: str) -> None:
        #: key @rows_add = row
        self._rows.add(row)  #: @rows_add

    def shares(self, row: str, other: "Rows") -> bool:
        return row in other._rows  #: @rows_other


def idle(pool: TcpPool) -> int:
    return len(pool._idle)  #: @idle_len
