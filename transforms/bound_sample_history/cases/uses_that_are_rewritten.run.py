"""The same results; what is returned is a copy."""

CHANGED = {"a_copy": (("returned", 2), ("returned", 1))}


def scenario_results(module):
    journal = module.Journal()
    journal.write("a")
    journal.write("b")
    return journal.all(), journal.copied(), journal.dump(), journal.joined(), journal.total()


def scenario_a_copy(module):
    journal = module.Journal()
    journal.write("a")
    before = journal.all()
    journal.write("b")
    return len(before)
