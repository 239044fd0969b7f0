import asyncio


class Spool:
    def __init__(self) -> None:
        self.full = asyncio.Condition()

    def cut(self) -> None:
        print(self.full)  #: type `self.full` = asyncio.Condition
