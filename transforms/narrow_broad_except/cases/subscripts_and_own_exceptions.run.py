"""Every way to fail that the code has is still answered."""


def scenario_first(module):
    book = module.Book()
    book._rows = {"empty": [], "full": [7]}
    return [book.first(name) for name in ("gone", "empty", "full")]


def scenario_strict(module):
    return [module.Book().strict(name) for name in ("", "x")]


def scenario_drop(module):
    return module.Book().drop("gone")
