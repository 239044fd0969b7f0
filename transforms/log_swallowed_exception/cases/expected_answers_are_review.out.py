import importlib
import logging

logger = logging.getLogger(__name__)


def each(lines):
    while lines:
        try:
            line = next(lines)
        except:
            logger.warning("next() failed in each", exc_info=True)
            break
        yield line


async def poll(event, wait):
    try:
        await wait(event.wait(), timeout=1.0)
    except Exception:
        logger.warning("wait() failed in poll", exc_info=True)


def cached(self, key):
    try:
        return self._cache[key]
    except Exception:
        logger.warning("Ignored an error in cached", exc_info=True)
    return self.load(key)


def speed_up():
    try:
        importlib.import_module("uvloop").install()
    except Exception:
        logger.warning("install() failed in speed_up", exc_info=True)


def number(text):
    try:
        text = int(text)
    except Exception:
        logger.warning("int() failed in number", exc_info=True)
    return text


def connect(first, second):
    try:
        return first.dial()
    except Exception:
        logger.warning("first.dial() failed in connect", exc_info=True)
    return second.dial()


async def prepare(client):
    try:
        await client.create_table("events")
    except Exception:
        logger.warning("client.create_table() failed in prepare", exc_info=True)


def has_ipv6(host):
    try:
        host.bind("::1")
    except Exception:
        logger.warning("host.bind() failed in has_ipv6", exc_info=True)


def tune(sock):
    try:
        sock.setsockopt(1, 15, 1)
    except Exception:
        logger.warning("sock.setsockopt() failed in tune", exc_info=True)
