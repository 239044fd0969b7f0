"""A link that does not close: one DEBUG record more."""


class Broken:
    def close(self):
        raise OSError("gone")



def scenario_the_link_does_not_close(module):
    return module.close(Broken())


LOGGED = {"the_link_does_not_close": [("DEBUG", "Failed to close link in close [OSError]")]}
