"""The base's logger gets the record."""


class Disk:
    def write(self, rows):
        raise OSError("full")


def scenario_fails(module):
    return module.Store().save(Disk())


LOGGED = {"fails": [("WARNING", "disk.write() failed in Store.save [OSError]")]}
