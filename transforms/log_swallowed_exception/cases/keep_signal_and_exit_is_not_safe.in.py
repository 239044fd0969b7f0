def stop(pool):
    try:
        pool.stop()
    except ProcessLookupError:
        pass
    except OSError:
        return
