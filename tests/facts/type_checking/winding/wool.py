import asyncio


class Spool:
    def __init__(self) -> None:
        self.full = asyncio.Event()

    def cut(self) -> None:
        self.full.clear()  #: type `self.full` = asyncio.Event
