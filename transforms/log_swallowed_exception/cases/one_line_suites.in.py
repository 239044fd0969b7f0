import logging

log = logging.getLogger("relay")


def drop(table, key):
    try: table.remove(key)
    except Exception: pass
    return len(table)


def first(rows):
    for row in rows:
        try:
            return row.load()
        except Exception: break  # skip
    return None
