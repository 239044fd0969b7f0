from case import Bell
