async def burn(step):
    while True:
        step()
