from __future__ import annotations
  # noqa
from os import path


def stop(link):
    try:
        link.close()
    except Exception:
        pass
