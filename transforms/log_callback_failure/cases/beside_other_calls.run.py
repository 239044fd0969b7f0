"""Either may fail; the message says so."""


class Table:
    def find(self, key):
        raise KeyError(key)


def scenario_the_other_fails(module):
    gate = module.Gate()
    gate._table = Table()
    gate._on_open = print
    return gate.open("k")


def scenario_the_row_is_missing(module):
    gate = module.Gate()
    gate._rows = {}
    gate._on_close = print
    return gate.close("k"), gate._rows


def scenario_a_hook_of_many_fails(module):
    def bad(key):
        raise ValueError(key)

    gate = module.Gate()
    gate._lock_hooks = {"k": bad}
    return gate.lock("k")


def scenario_the_assertion_fails(module):
    return module.Gate().lock("")


LOGGED = {
    "the_other_fails": [
        ("ERROR", "Callback self._on_open(row), or what goes with it, failed in Gate.open [KeyError]")
    ],
    "the_row_is_missing": [
        ("ERROR", "Callback self._on_close(...), or what goes with it, failed in Gate.close [KeyError]")
    ],
    "a_hook_of_many_fails": [
        ("ERROR", "Callback self._lock_hooks[...](key), or what goes with it, failed in Gate.lock [ValueError]")
    ],
    "the_assertion_fails": [
        ("ERROR", "Callback self._lock_hooks[...](key), or what goes with it, failed in Gate.lock [AssertionError]")
    ],
}
