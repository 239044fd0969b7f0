"""A gauge whose attributes others read."""

import asyncio
from collections.abc import Callable


class Gauge:
    def __init__(self, report: Callable[[str], None], writer: asyncio.StreamWriter) -> None:
        #: uses `self._note` = write@note_new, read@note_sub
        #: dead `self._note` = no
        self._note = ""  #: @note_new
        #: dead `self._unit` = no
        self._unit = "s"
        #: uses `self.mark` = write@mark_new
        #: followed `self.mark` = no
        #: dead `self.mark` = yes
        self.mark = 0  #: @mark_new
        #: uses `self.stamp` = write@stamp_new, write@stamp_set
        #: followed `self.stamp` = no
        #: dead `self.stamp` = ?
        self.stamp = 0.0  #: @stamp_new
        #: uses `self.title` = write@title_new
        #: followed `self.title` = yes
        #: dead `self.title` = yes
        self.title = "gauge"  #: @title_new
        #: uses `self._report` = write@report_new, call@report_call
        #: dead `self._report` = no
        self._report = report  #: @report_new
        # Closing it does something, though nobody looks at the result.
        #: uses `self._writer` = write@writer_new, close()@writer_close
        #: dead `self._writer` = no
        self._writer = writer  #: @writer_new
        #: dead `self._gate` = no
        self._gate = asyncio.Lock()

    async def touch(self, now: float) -> None:
        async with self._gate:
            self.stamp = now  #: @stamp_set
        self._report("touched")  #: @report_call

    def close(self) -> None:
        self._writer.close()  #: @writer_close


class Dial:
    def __init__(self) -> None:
        #: uses `self.title` = write@dial_title_new, upper()@dial_title_read
        #: dead `self.title` = no
        self.title = "dial"  #: @dial_title_new


def heading(dial: Dial) -> str:
    return dial.title.upper()  #: @dial_title_read


def unit(gauge: Gauge) -> str:
    return "in " + getattr(gauge, "_unit")
