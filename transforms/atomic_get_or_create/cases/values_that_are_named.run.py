"""The first one stays; a name that may not be bound is now read on every call."""

CHANGED = {
    "not_bound": (
        ("returned", {"a": 1}),
        ("raised", "UnboundLocalError", "cannot access local variable 'given' where it is not associated with a value"),
    )
}


def scenario_the_first_stays(module):
    options = module.Options()
    options.first("a", 1)
    options.first("a", 2)
    options.switch("b", "yes")
    options.switch("b", "no")
    options.number("c", "x")
    options.number("c", "3")
    options.number("c", "4")
    options.perhaps("d", "e")
    options.put("a", {})
    options.put("a", {"b": 1})
    queue = options._a_rather_long_name_for_queues["a"]
    return options._options, options.recent("a") is options.recent("a"), list(options.recent("a")), queue.qsize()


def scenario_not_bound(module):
    options = module.Options()
    options.first("a", 1)
    options.perhaps("a", "")
    return options._options
