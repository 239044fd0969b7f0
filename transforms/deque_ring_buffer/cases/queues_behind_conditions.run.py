def scenario_mails(module):
    inbox = module.Inbox(2)
    for number, mail in enumerate(("a", "bb", "ccc", "dddd")):
        inbox.put(mail, number)
    return inbox.get(), inbox.get(), inbox.get(), inbox._dropped, inbox.expire(2), inbox.expire(9)
