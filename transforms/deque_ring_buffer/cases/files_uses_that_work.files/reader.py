import statistics

from case import Gauge


def average(gauge: Gauge) -> float:
    return statistics.mean(gauge._values)
