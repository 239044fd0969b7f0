async def test_pause(stream):
    stream.paused = True
    await stream.read(5)
    stream.paused = False
