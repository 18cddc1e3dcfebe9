"""Accounts that people make themselves, once they have proven an e-mail address.

Before that there is no account: nothing to log in to, nothing to take away from the
address's owner, nothing to clean up.
"""
