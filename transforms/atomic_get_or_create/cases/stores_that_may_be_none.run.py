"""What is safe here: a dictionary in which nothing puts None."""


def scenario_lines_are_kept_and_made(case):
    stores = case.Stores(["n"])
    stores.good("a").append(2)
    stores.good("b").append(3)
    stores.fill_well("c", [4])
    return stores.good("a"), stores.good("b"), stores.good("c"), stores.good("b") is stores._good["b"]
