import signal

try:
    unicode
except Exception:
    unicode = str

try:
    HANGUP = signal.SIGHUP
except Exception:
    HANGUP = None

try:
    import uvloop
except Exception:
    uvloop = None

try:
    from .speedups import mask
except Exception:
    mask = None


def attribute(thing) -> bool:
    try:
        thing.fileno
    except Exception:
        return False
    return True
