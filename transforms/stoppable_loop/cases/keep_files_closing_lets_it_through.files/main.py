from case import Link

link = Link()
