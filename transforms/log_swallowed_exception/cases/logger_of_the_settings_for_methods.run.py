"""Methods log through the `self.log` that the settings name where it is, all else through the module's logger."""

class Wire:
    def send(self, row):
        raise OSError(row)

    def ping(self):
        raise TimeoutError


def scenario_method(module):
    return module.Link(Wire()).send(1)


def scenario_inherited(module):
    return module.Outlet(Wire()).drain(1)


def scenario_class_without_it(module):
    return module.Spool().send(1, Wire())


def scenario_static_method(module):
    return module.Link.probe(Wire())


def scenario_function(module):
    return module.send(Wire(), 1)


LOGGED = {
    "method": [("WARNING", "self.wire.send() failed in Link.send [OSError]")],
    "inherited": [("WARNING", "self.wire.send() failed in Outlet.drain [OSError]")],
    "class_without_it": [("WARNING", "wire.send() failed in Spool.send [OSError]")],
    "static_method": [("WARNING", "wire.ping() failed in Link.probe [TimeoutError]")],
    "function": [("WARNING", "link.send() failed in send [OSError]")],
}
