from case import *
