"""Metrics: latencies, rates and the last few deliveries, with an optional export to a file."""

import contextlib
import json
import threading
import time
from bisect import bisect_left
from pathlib import Path


class MetricsHistory:
    """What happened lately; read by the exporter thread too."""

    def __init__(self, keep: int = 200, window: float = 60.0, interval: float = 10.0) -> None:
        self._latencies: list[float] = []
        self._arrivals: list[float] = []
        self._sizes: list[int] = []
        self._older_bytes = 0
        self._recent: list[str] = []
        self._keep = keep
        self._window = window
        self._interval = interval
        self._lock = threading.Lock()
        self._stop = threading.Event()

    def arrived(self, size: int) -> None:
        """A message of ``size`` bytes came in."""
        now = time.monotonic()
        self._arrivals.append(now)
        self._forget_before(self._arrivals, now - self._window)
        self._sizes.append(size)
        if len(self._sizes) > self._keep:
            self._older_bytes += self._sizes.pop(0)

    def delivered(self, message_id: str, seconds: float) -> None:
        """A message reached its sink."""
        with self._lock:
            self._latencies.append(seconds)
        self._recent.append(message_id)
        if len(self._recent) > self._keep:
            self._recent.pop(0)

    def latest(self, number: int = 5) -> list[str]:
        """The ids of the last few messages delivered."""
        return self._recent[-number:]

    def snapshot(self) -> dict[str, float]:
        """The figures of this moment."""
        with self._lock:
            mean = sum(self._latencies) / max(len(self._latencies), 1)
        size = self._older_bytes + sum(self._sizes)
        return {"mean_ms": round(mean * 1000, 2), "arrivals": len(self._arrivals), "bytes": size}

    def start_export(self, path: Path) -> None:
        """Write a snapshot to ``path`` every now and then, from a thread."""
        self._stop.clear()
        threading.Thread(target=self._export_loop, args=(path,), daemon=True).start()

    def stop_export(self) -> None:
        """Let the exporter end."""
        self._stop.set()

    def export(self, path: Path) -> None:
        """Write a snapshot to ``path``."""
        with contextlib.suppress(Exception):
            path.write_text(json.dumps(self.snapshot()), encoding="utf-8")

    def _export_loop(self, path: Path) -> None:
        while True:
            time.sleep(self._interval)
            self.export(path)

    @staticmethod
    def _forget_before(samples: list[float], start: float) -> None:
        del samples[: bisect_left(samples, start)]
