"""The count is as before."""


class Link:
    def close(self):
        raise OSError("gone")


def scenario_fails(module):
    client = module.Client()
    client._failures = 0
    client.tell(Link())
    return client._failures


LOGGED = {"fails": [("DEBUG", "Failed to close link in Client.tell [OSError]")]}
