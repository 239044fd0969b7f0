import sys

try:
    import ujson as json
except ImportError:
    import json

if sys.platform == "win32":
    import logging


def send(link, row) -> None:
    try:
        link.send(json.dumps(row))
    except Exception:
        pass
