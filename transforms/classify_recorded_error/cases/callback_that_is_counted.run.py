"""Counted as before, and logged as an error."""


def scenario_fails(module):
    def bad(row):
        raise ValueError(row)

    client = module.Client()
    client._on_row, client._failures = bad, 4
    client.tell(1)
    return client._failures


LOGGED = {"fails": [("ERROR", "Callback self._on_row(row) failed in Client.tell [ValueError]")]}
