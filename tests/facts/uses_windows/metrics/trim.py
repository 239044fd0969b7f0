"""Helpers that work on lists they are given."""


def trim(samples: list[float], limit: int) -> None:
    while len(samples) > limit:  #: @trim_len
        #: key @trim_del = 0
        del samples[0]  #: @trim_del


def thin(samples: list[float]) -> float:
    samples = samples[::2]  #: @thin_cut
    # From here on it is another list.
    samples.append(0.0)
    return sum(samples)


def untouched(samples: list[float]) -> None:
    # Nobody calls it.
    samples.clear()
