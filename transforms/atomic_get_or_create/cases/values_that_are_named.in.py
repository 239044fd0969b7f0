import asyncio
from collections import deque

DEPTH = 3


class Options:
    def __init__(self) -> None:
        self._options: dict[str, object] = {}
        self._recent: dict[str, deque[object]] = {}
        self._a_rather_long_name_for_queues: dict[str, asyncio.Queue[dict[str, object]]] = {}

    def first(self, name: str, value: object) -> None:
        if name not in self._options:
            self._options[name] = value

    def switch(self, name: str, text: str) -> None:
        if text in ("yes", "true"):
            value = True
        elif text in ("no", "false"):
            value = False
        else:
            raise ValueError(text)

        if name not in self._options:
            self._options[name] = value

    def number(self, name: str, text: str) -> None:
        try:
            number = int(text)
        except ValueError:
            return
        if name not in self._options:
            self._options[name] = number

    def perhaps(self, name: str, text: str) -> None:
        if text:
            given = text
        if name not in self._options:
            self._options[name] = given

    def recent(self, name: str) -> deque[object]:
        if name not in self._recent:
            self._recent[name] = deque([None], DEPTH)
        return self._recent[name]

    def put(self, name: str, item: dict[str, object]) -> None:
        if name not in self._a_rather_long_name_for_queues:
            self._a_rather_long_name_for_queues[name] = asyncio.Queue()
        self._a_rather_long_name_for_queues[name].put_nowait(item)
