"""Files that cannot be shifted: one WARNING record more."""


class Broken:
    def shift(self):
        raise OSError("gone")


def scenario_files_stay(module):
    return module.Window(None).log_rotate(Broken())


LOGGED = {"files_stay": [("WARNING", "files.shift() failed in Window.log_rotate [OSError]")]}
