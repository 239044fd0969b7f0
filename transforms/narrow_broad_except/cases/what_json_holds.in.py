import json
import os
import signal


def topic(line: str) -> object:
    try:
        return json.loads(line)["topic"]
    except Exception:
        return None


def first(line: bytes) -> object:
    try:
        data = json.loads(line)
        return data["items"][0] if data["kind"] == "list" else None
    except Exception:
        return None


def setting(name: str, default: int) -> int:
    try:
        return int(os.environ.get(name, default))
    except Exception:
        return default


def watch(loop, stop) -> None:
    try:
        signal.signal(signal.SIGINT, stop)
    except Exception:
        # Only the main thread may set handlers.
        pass
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            signal.getsignal(number)
        except Exception:
            pass


def kind(line: str) -> str:
    try:
        data = json.loads(line)
        return "many" if isinstance(data, (list, dict)) else "one"
    except Exception:
        return "none"


def attribute(line: str) -> object:
    try:
        return json.loads(line).topic
    except Exception:
        return None
