"""Starts the hub."""

from __future__ import annotations

import asyncio
from textwrap import shorten
from typing import TYPE_CHECKING

import hub.tools
from hub import tools as kit
from hub.core import Dispatcher
from hub.handlers import EchoHandler, Handler

if TYPE_CHECKING:
    from hub.tools import reveal

    reveal("for type checkers only")


#: callers = run_main
async def main() -> None:
    plain = Handler("news")
    plain.remember("start")  #: @local_remember
    # Made here: no subclass can hide behind it.
    await plain.answer("ready")  #: @exact_answer
    dispatcher = Dispatcher(plain, EchoHandler("echo"))
    dispatcher.launch()  #: @main_launch
    print(hub.tools.checksum("a"))  #: @dotted_checksum
    print(kit.checksum("b"))  #: @module_checksum
    print(kit.countdown(3))  #: @main_countdown
    print(shorten("a long line of text", width=10))


if __name__ == "__main__":
    asyncio.run(main())  #: @run_main
