def coerce(value, on_error, row):
    try:
        return row.coerce(value)
    except Exception as error:
        on_error(value, error)
    try:
        return row.coerce(value)
    except Exception:
        row.on_failure(value)
    return None
