"""The suites do the same on lines of their own."""


class Row:
    def __init__(self, value):
        self.value = value

    def load(self):
        return 1 // self.value


def scenario_drop_fails(module):
    table = [1, 2]
    return module.drop(table, 3), table


def scenario_drop_works(module):
    table = [1, 2]
    return module.drop(table, 2), table


def scenario_first_fails(module):
    return module.first([Row(0), Row(1)])


def scenario_first_works(module):
    return module.first([Row(1), Row(0)]), module.first([])


LOGGED = {
    "drop_fails": [("DEBUG", "table.remove() failed in drop [ValueError]")],
    "first_fails": [("WARNING", "row.load() failed in first [ZeroDivisionError]")],
}
