"""The same locks under the same keys."""


def scenario_keys(module):
    shards = module.Shards()
    first = shards.by_call("abc"), shards.by_property(), shards.by_text(1), shards.by_names("a"), shards.by_item("a")
    again = shards.by_call("axx"), shards.by_property(), shards.by_text(1), shards.by_names("a"), shards.by_item("a")
    return [one is two for one, two in zip(first, again)], list(shards._locks)
