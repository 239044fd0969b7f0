import logging

log = logging.getLogger("relay")


def drop(table, key):
    try: del table[key]
    except Exception:
        log.warning("Ignored an error in drop", exc_info=True)
    return len(table)


def first(rows):
    for row in rows:
        try:
            return row.value
        except Exception:
            log.warning("Ignored an error in first", exc_info=True)
            break  # skip
    return None
