def drop(table):
    try:
        table.drop()
    except ValueError:
        # the table may be gone already
        try:
            table.forget()
        except Exception:
            pass
