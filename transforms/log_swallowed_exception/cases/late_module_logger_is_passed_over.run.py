"""The module is imported, and its early call is logged instead of failing."""


def scenario_import(module):
    return module.DIALLED


LOGGED = {"import": [("WARNING", "link.open() failed in dial [AttributeError]")]}
