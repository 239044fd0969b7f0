"""Every key gets a lock of its own, as before; all of a family have one name."""


def scenario_one_lock_for_each_key(module):
    berths = module.Berths(["a", "b"])
    looked_up = [berths.lock, berths.later, berths.bound, berths._default.__getitem__, berths._lazy.__getitem__]
    return [(look("a") is look("a"), look("a") is look("b")) for look in looked_up]


def scenario_one_name_for_each_family(module):
    berths = module.Berths(["a", "b"])
    locks = [berths.lock("a"), berths.lock("b"), berths._default["c"], *berths._ranked]
    return [getattr(lock, "name", None) for lock in locks]


CHANGED = {
    "one_name_for_each_family": (
        ("returned", [None] * 6),
        ("returned", ["Berths._by_name"] * 2 + ["Berths._default"] + ["Berths._ranked"] * 3),
    )
}
