"""With structlog, under another name."""

import structlog

log = structlog.get_logger()


def plan(stops: list[str]) -> int:
    #: logger = log
    return len(stops)


def lengths(logs: list[str]) -> list[int]:
    found = []
    for log in logs:
        # The loop's own `log`.
        #: logger = new
        found.append(len(log))
    return found
