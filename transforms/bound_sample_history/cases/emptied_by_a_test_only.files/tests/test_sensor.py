from case import Sensor


def test_reads_again() -> None:
    sensor = Sensor()
    sensor.read(1.0)
    sensor._readings.clear()
    sensor.read(2.0)
    assert sensor.last() == 2.0
