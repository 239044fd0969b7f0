"""Tells when the water is high."""

import asyncio

_turn = asyncio.Condition()


class TideTable:
    def __init__(self, rows):
        self._rows = rows
        self._level = 0

    async def high(self):
        async with _turn:  #: lock `_turn` = yes
            await _turn.wait_for(self._is_high)  #: type `_turn` = asyncio.Condition

    def _is_high(self):
        for row in self._rows:  #: type `self._rows` = ?
            if row.level > self._level:  #: type `row` = ?
                return True
        return False
