"""What is safe here: a bound that is written out, and a key of a known class."""


def scenario_the_queue_is_made_once(case):
    makings = case.Makings({})
    makings.wide("a")
    first = makings._own["a"]
    makings.wide("a")
    return first is makings._own["a"], first.maxsize


def scenario_the_key_is_read_from_its_object(case):
    makings = case.Makings({})
    makings.known(case.Item(), 1)
    makings._own["a", 1].append(7)
    makings.known(case.Item(), 1)
    makings.known(case.Item(), 2)
    return makings._own
