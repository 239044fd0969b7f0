from case import Tally

tally = Tally()
