"""What the status page shows of the traffic."""

import asyncio
import json
from collections import Counter


class Weights:
    """The bytes that came in, by topic."""

    def __init__(self) -> None:
        self._bytes: Counter[str] = Counter()

    def frame_received(self, frame: bytes) -> None:
        """Count a frame as it came off the wire."""
        try:
            self._bytes[json.loads(frame)["topic"]] += len(frame)
        except Exception:
            pass

    def heaviest(self, number: int = 3) -> list[str]:
        """The topics that take the most."""
        return [topic for topic, _ in self._bytes.most_common(number)]


def answer(waiter: "asyncio.Future[str]", text: str) -> None:
    """Give the status to whoever waits for it."""
    try:
        waiter.set_result(text)
    except Exception:
        pass
