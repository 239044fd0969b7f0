"""A link that does not close: one record more, through the helper."""


class Broken:
    def close(self):
        raise OSError("gone")


def scenario_a_link_that_closes(module):
    class Whole:
        def close(self):
            return None

    return module.Plain("a").stop(Whole()), module.Counting().stop(Whole())


def scenario_a_link_that_does_not(module):
    return module.Plain("a").stop(Broken())


LOGGED = {"a_link_that_does_not": [("INFO", "a: Failed to close link in Plain.stop: OSError('gone')")]}
