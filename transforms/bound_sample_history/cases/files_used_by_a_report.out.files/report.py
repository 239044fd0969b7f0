from collections import deque

from case import Monitor


def latest(monitor: Monitor, number: int) -> list[float]:
    return list(monitor.samples)[-number:]


def failed(monitor: Monitor, name: str, text: str) -> int:
    monitor.errors.setdefault(name, deque(maxlen=1000)).append(text)
    return len(monitor.errors[name])
