"""After request_exit() the thread ends; before, it went on."""


def run(case, leave):
    watcher = case.Watcher()
    watcher.start()
    while not watcher.looks:
        pass
    if leave:
        watcher.request_exit()
    watcher.join(0.3)
    return watcher.is_alive()


def scenario_asked_to_leave(case):
    return run(case, True)


def scenario_not_asked(case):
    return run(case, False)


CHANGED = {"asked_to_leave": (("returned", True), ("returned", False))}
