from case import Account
