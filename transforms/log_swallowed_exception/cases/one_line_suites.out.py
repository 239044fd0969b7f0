import logging

log = logging.getLogger("relay")


def drop(table, key):
    try: table.remove(key)
    except Exception:
        log.debug("table.remove() failed in drop", exc_info=True)
    return len(table)


def first(rows):
    for row in rows:
        try:
            return row.load()
        except Exception:
            log.warning("row.load() failed in first", exc_info=True)
            break  # skip
    return None
