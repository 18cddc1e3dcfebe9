"""Judges the answers before anything is written; `rules` says what is asked of each.

Old Pythons and old Cookiecutters must be able to import this, to be refused by name
instead of with a traceback: no `match`, no `X | Y` outside annotations.
"""
