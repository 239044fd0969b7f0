def load(table, link):
    try:
        table.load(link)
    except Exception:
        link.reset()
    try:
        table.load(link)
    except Exception:
        if table.rows:
            return None
    try:
        table.load(link)
    except Exception:
        for row in table.rows:
            row.drop()
    try:
        table.load(link)
    except Exception:
        del table.rows
    return table
