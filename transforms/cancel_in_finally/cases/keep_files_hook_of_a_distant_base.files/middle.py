from bottom import Bottom


class Middle(Bottom):
    pass
