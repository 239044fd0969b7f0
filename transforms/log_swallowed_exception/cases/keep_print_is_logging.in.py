def show(row):
    try:
        print(row, flush=True)
    except Exception:
        pass
