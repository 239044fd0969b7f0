"""Docs.

    try:
        load()
    except Exception:
        pass
"""

# try:
#     load()
# except Exception:
#     pass

TEXT = "try: load()\nexcept Exception: pass"


def load():
    r"""try: load() except: pass"""
    return f"{TEXT!r} except Exception: pass"
