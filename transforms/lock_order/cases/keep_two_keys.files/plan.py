from case import Desks
