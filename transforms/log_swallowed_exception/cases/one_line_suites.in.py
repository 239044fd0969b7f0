import logging

log = logging.getLogger("relay")


def drop(table, key):
    try: del table[key]
    except Exception: pass
    return len(table)


def first(rows):
    for row in rows:
        try:
            return row.value
        except Exception: break  # skip
    return None
