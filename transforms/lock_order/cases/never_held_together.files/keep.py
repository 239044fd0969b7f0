from case import Logbook

book = Logbook()
