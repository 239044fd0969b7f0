"""Looks like asyncio from far away."""


class Event:
    def set(self) -> None:
        print("set")


class Lock:
    def release(self) -> None:
        print("released")
