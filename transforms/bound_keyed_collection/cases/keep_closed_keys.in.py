import enum
from collections import defaultdict
from typing import Literal

LEVELS = ("debug", "info", "error")


class Kind(enum.Enum):
    READ = "read"
    WRITE = "write"


class Stats:
    def __init__(self, config) -> None:
        self._config = config
        self._name = config.name
        self._shards = 8
        self._written: dict[str, list[int]] = {}
        self._by_kind: dict[Kind, list[int]] = defaultdict(list)
        self._by_level: dict[str, list[str]] = {}
        self._by_side: dict[str, set[int]] = defaultdict(set)
        self._by_shard: dict[int, list[int]] = defaultdict(list)
        self._by_class: dict[type, list[object]] = defaultdict(list)
        self._own: dict[str, list[int]] = defaultdict(list)
        self._by_topic: dict[str, list[int]] = defaultdict(list)
        self._flags: dict[bool, list[int]] = defaultdict(list)

    def count(self, size: int) -> int:
        self._written.setdefault("in", []).append(size)
        self._written.setdefault("out", []).append(size)
        return len(self._written["in"])

    def kind(self, kind: Kind, value: int) -> None:
        self._by_kind[kind].append(value)
        self._by_kind[Kind.READ].append(value)

    def level(self) -> int:
        for level in LEVELS:
            self._by_level[level] = []
        return len(self._by_level)

    def side(self, side: Literal["left", "right"], value: int) -> int:
        self._by_side[side].add(value)
        return len(self._by_side)

    def shard(self, value: int) -> int:
        self._by_shard[value % self._shards].append(value)
        return len(self._by_shard)

    def event(self, event: object) -> int:
        self._by_class[type(event)].append(event)
        return len(self._by_class)

    def own(self, value: int) -> int:
        self._own[self._name].append(value)
        return len(self._own)

    def topics(self) -> int:
        for topic in self._config.topics:
            self._by_topic[topic].append(1)
        return len(self._by_topic)

    def flag(self, value: int) -> int:
        self._flags[value > 3].append(value)
        return len(self._flags)

    def kinds(self) -> int:
        return len(self._by_kind)
