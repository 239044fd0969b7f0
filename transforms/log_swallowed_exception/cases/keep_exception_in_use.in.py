def convert(row):
    try:
        return row.value()
    except Exception as error:
        result = (None, error)
    return result
