from case import Rooms

rooms = Rooms()
