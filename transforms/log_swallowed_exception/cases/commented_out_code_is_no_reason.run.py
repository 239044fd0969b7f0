"""The item that the sink refuses is dropped as before."""


class Sink:
    def __init__(self):
        self.items = []

    def put(self, item):
        if len(self.items) == 1:
            raise OverflowError(item)
        self.items.append(item)


def scenario_second_is_refused(module):
    sink = Sink()
    return [module.forward(item, sink) for item in "ab"], sink.items


LOGGED = {"second_is_refused": [("WARNING", "sink.put() failed in forward [OverflowError]")]}
