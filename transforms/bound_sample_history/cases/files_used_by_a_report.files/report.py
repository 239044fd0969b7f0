from case import Monitor


def latest(monitor: Monitor, number: int) -> list[float]:
    return monitor.samples[-number:]


def failed(monitor: Monitor, name: str, text: str) -> int:
    monitor.errors.setdefault(name, []).append(text)
    return len(monitor.errors[name])
