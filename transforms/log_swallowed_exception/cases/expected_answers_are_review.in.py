import importlib
import logging

logger = logging.getLogger(__name__)


def each(lines):
    while lines:
        try:
            line = next(lines)
        except:
            break
        yield line


async def poll(event, wait):
    try:
        await wait(event.wait(), timeout=1.0)
    except Exception:
        pass


def cached(self, key):
    try:
        return self._cache[key]
    except Exception:
        pass
    return self.load(key)


def speed_up():
    try:
        importlib.import_module("uvloop").install()
    except Exception:
        pass


def number(text):
    try:
        text = int(text)
    except Exception:
        pass
    return text


def connect(first, second):
    try:
        return first.dial()
    except Exception:
        pass
    return second.dial()


async def prepare(client):
    try:
        await client.create_table("events")
    except Exception:
        pass


def has_ipv6(host):
    try:
        host.bind("::1")
    except Exception:
        pass


def tune(sock):
    try:
        sock.setsockopt(1, 15, 1)
    except Exception:
        pass
