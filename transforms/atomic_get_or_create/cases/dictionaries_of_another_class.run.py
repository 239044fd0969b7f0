"""The same lists, but where the dictionary has a mind of its own."""


def scenario_lists(module):
    card, index = module.Card(), module.Index()
    return (
        card.note("a") is card.note("a"),
        card.mark("a") is card.mark("a"),
        index.pages("a") is index.pages("a"),
        index.words("a") is index.words("a"),
        card.notes,
        dict(card.marks),
        dict(index._pages),
    )
