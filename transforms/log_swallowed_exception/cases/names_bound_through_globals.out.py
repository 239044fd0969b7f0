import codecs
import logging as _logging

_logger = _logging.getLogger(__name__)


def _provide(name):
    globals()["_" + name] = codecs.lookup(name).encode


for name in ("ascii", "latin_1"):
    _provide(name)


def spell(text: str):
    try:
        return _ascii(text)
    except Exception:
        _logger.warning("_ascii() failed in spell", exc_info=True)
        return None
