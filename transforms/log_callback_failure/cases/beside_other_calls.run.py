"""Either may fail; the message says so."""


class Table:
    def find(self, key):
        raise KeyError(key)


def scenario_the_other_fails(module):
    gate = module.Gate()
    gate._table = Table()
    gate._on_open = print
    return gate.open("k")


LOGGED = {
    "the_other_fails": [
        ("ERROR", "Callback self._on_open(row), or what goes with it, failed in Gate.open [KeyError]")
    ]
}
