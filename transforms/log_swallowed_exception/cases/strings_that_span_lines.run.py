"""The strings are the same, whether they are shown or not."""


class Printer:
    shown = None

    def __init__(self, error=None):
        self.error = error

    def show(self, text):
        if self.error:
            raise self.error
        self.shown = text


def run(module, error=None):
    printer = Printer(error)
    return module.explain("tides", printer), printer.shown, module.HELP


def scenario_fails(module):
    return run(module, OSError("no paper"))


def scenario_works(module):
    return run(module)


LOGGED = {"fails": [("WARNING", "printer.show() failed in explain [OSError]")]}
