"""The counts are as before, and each failure is logged once."""


class Bad:
    def fetch(self):
        raise KeyError("row")

    push = None


class Good:
    def fetch(self):
        return [1]


def scenario_fails(module):
    poller = module.Poller()
    poller.poll(Bad())
    poller.spend(Bad())
    poller.note(Bad())
    return poller._failures, poller._left, poller._seen, poller.rows


def scenario_works(module):
    poller = module.Poller()
    poller.poll(Good())
    return poller._failures, poller.rows


LOGGED = {
    "fails": [
        ("WARNING", "source.fetch() failed in Poller.poll [KeyError]"),
        ("WARNING", "source.fetch() failed in Poller.spend [KeyError]"),
        ("WARNING", "source.push() failed in Poller.note [TypeError]"),
    ]
}
