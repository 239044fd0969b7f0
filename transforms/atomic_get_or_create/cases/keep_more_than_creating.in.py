import asyncio
import logging
import time

logger = logging.getLogger(__name__)


class Seen:
    def __init__(self) -> None:
        self._first: dict[str, float] = {}
        self._order: list[str] = []
        self._members: dict[str, set[str]] = {}
        self._sizes: dict[str, int] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self.misses = 0

    def log(self, topic: str) -> None:
        if topic not in self._first:
            self._first[topic] = 0.0
            logger.info("First on %s", topic)

    def count(self, topic: str) -> set[str]:
        members = self._members.get(topic)
        if members is None:
            self.misses += 1
            members = self._members[topic] = set()
        return members

    def order(self, topic: str) -> None:
        if topic not in self._members:
            self._members[topic] = set()
            self._order.append(topic)

    def two(self, topic: str) -> None:
        if topic not in self._members:
            self._members[topic] = set()
            self._sizes[topic] = 0

    def early(self, topic: str) -> bool:
        if topic not in self._members:
            self._members[topic] = set()
            return True
        return False

    def either(self, topic: str) -> None:
        if topic not in self._sizes:
            self._sizes[topic] = 1
        else:
            self._sizes[topic] += 1

    def either_member(self, topic: str, name: str) -> None:
        try:
            self._members[topic].add(name)
        except KeyError:
            self._members[topic] = {name}

    def bounded(self, topic: str) -> None:
        if topic not in self._sizes:
            if len(self._sizes) > 100:
                self._sizes.clear()
            self._sizes[topic] = 0

    def closed(self, topic: str, is_open: bool) -> asyncio.Lock:
        if is_open and topic not in self._locks:
            self._locks[topic] = asyncio.Lock()
        return self._locks[topic]

    def used_behind(self, topic: str) -> float:
        if topic not in self._sizes:
            made = 5
            self._sizes[topic] = made
            made_at = made
        return made_at

    def elsewhere(self, topic: str) -> None:
        lock = self._locks.get(topic)
        other = len(self._order)
        if lock is None:
            lock = asyncio.Lock()
            self._locks[topic] = lock
        self._sizes[topic] = other

    def not_bound(self, topic: str) -> asyncio.Lock | None:
        lock = self._locks.get(topic)
        if lock is None:
            self._locks[topic] = asyncio.Lock()
        return lock

    def three_ways(self, topic: str) -> None:
        if topic not in self._locks:
            self._locks[topic] = asyncio.Lock()
        elif self.misses:
            self.misses = 0
