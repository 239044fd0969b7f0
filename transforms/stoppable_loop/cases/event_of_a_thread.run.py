"""After a stop the thread ends; before, it went on as long as the program."""


def run(case, stop):
    exporter = case.Exporter(0.01)
    exporter.start_export()
    while not exporter.rows:
        pass
    if stop:
        exporter.stop_export()
    exporter.thread.join(0.3)
    return exporter.rows[0], exporter.thread.is_alive()


def scenario_stopped(case):
    return run(case, True)


def scenario_not_stopped(case):
    return run(case, False)


CHANGED = {"stopped": (("returned", ("row", True)), ("returned", ("row", False)))}
