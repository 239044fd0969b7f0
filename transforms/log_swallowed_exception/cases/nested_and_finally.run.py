"""Whatever fails, the steps that follow are as before, and each dropped failure is one record."""


class Both:
    def __init__(self, **errors):
        self.errors = errors
        self.done = []

    def step(self, name):
        if name in self.errors:
            raise self.errors[name]
        self.done.append(name)

    def __getattr__(self, name):
        return lambda *_: self.step(name)


def run(module, **errors):
    both = Both(**errors)
    return module.convert(both, both), both.done


def scenario_works(module):
    return run(module)


def scenario_read(module):
    return run(module, read=OSError("gone"))


def scenario_interrupted(module):
    return run(module, read=KeyboardInterrupt())


def scenario_reset(module):
    return run(module, read=OSError("gone"), reset=ValueError("no"))


def scenario_flush(module):
    return run(module, flush=OSError("full"))


def scenario_close(module):
    return run(module, close=OSError("gone"))


def scenario_read_and_close(module):
    return run(module, read=ValueError("row"), close=OSError("gone"))


LOGGED = {
    "read": [("WARNING", "Failed between sink.write() and source.close() in convert [OSError]")],
    "interrupted": [("WARNING", "Failed between sink.write() and source.close() in convert [KeyboardInterrupt]")],
    "reset": [("WARNING", "Failed between sink.write() and source.close() in convert [ValueError]")],
    "flush": [("WARNING", "Failed between sink.write() and source.close() in convert [OSError]")],
    "close": [("DEBUG", "Failed to close source in convert [OSError]")],
    "read_and_close": [
        ("DEBUG", "Failed to close source in convert [OSError]"),
        ("WARNING", "Failed between sink.write() and source.close() in convert [ValueError]"),
    ],
}
