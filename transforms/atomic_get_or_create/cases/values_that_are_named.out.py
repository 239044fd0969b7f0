import asyncio
from collections import deque

DEPTH = 3


class Options:
    def __init__(self) -> None:
        self._options: dict[str, object] = {}
        self._recent: dict[str, deque[object]] = {}
        self._a_rather_long_name_for_queues: dict[str, asyncio.Queue[dict[str, object]]] = {}

    def first(self, name: str, value: object) -> None:
        self._options.setdefault(name, value)

    def switch(self, name: str, text: str) -> None:
        if text in ("yes", "true"):
            value = True
        elif text in ("no", "false"):
            value = False
        else:
            raise ValueError(text)

        self._options.setdefault(name, value)

    def number(self, name: str, text: str) -> None:
        try:
            number = int(text)
        except ValueError:
            return
        self._options.setdefault(name, number)

    def perhaps(self, name: str, text: str) -> None:
        if text:
            given = text
        self._options.setdefault(name, given)

    def recent(self, name: str) -> deque[object]:
        return self._recent.setdefault(name, deque([None], DEPTH))

    def put(self, name: str, item: dict[str, object]) -> None:
        self._a_rather_long_name_for_queues.setdefault(name, asyncio.Queue())
        self._a_rather_long_name_for_queues[name].put_nowait(item)
