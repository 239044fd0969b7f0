"""A store that fails before or after the label: one WARNING record for each try body that fails."""


class Store:
    def __init__(self, marks):
        self.marks = marks

    def label(self, *about):
        return about

    def counters(self, run):
        return self

    def value(self):
        return 7

    async def mark(self, run):
        self.marks -= 1
        if self.marks < 0:
            raise OSError(run)


async def scenario_works(module):
    return await module.totals(Store(marks=2), "r1")


async def scenario_the_label_fails(module):
    return await module.totals(Store(marks=1), "r1")


LOGGED = {
    "the_label_fails": [("WARNING", "Failed between store.mark() and store.label() in totals [OSError]")],
}
