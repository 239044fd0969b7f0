async def scenario_the_same_is_seen(module):
    notes, said, sent = module.Notes(), [], []

    async def speaker(name):
        said.append(name)

    for number in range(13):
        notes.add(str(number))
    await notes.say(speaker)
    end = notes.send(lambda *texts: sent.extend(texts))
    return notes.notes, said, sent, end
