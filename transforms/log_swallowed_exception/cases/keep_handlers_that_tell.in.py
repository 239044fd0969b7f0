import sys


def fetch(link, stats):
    try:
        return link.fetch()
    except Exception:
        print("fetch failed", file=sys.stderr)
    try:
        return link.fetch()
    except Exception:
        stats["failed"] += 1
    try:
        return link.fetch()
    except Exception:
        link.mark_failed()
