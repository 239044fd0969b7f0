from case import Scores


def best(scores: Scores) -> int:
    scores._scores.sort()
    return scores._scores[-1]
