"""The same values."""


def scenario_last(module):
    sensor = module.Sensor()
    sensor.read(1.0)
    sensor.read(2.0)
    return sensor.last(), list(sensor._readings)
