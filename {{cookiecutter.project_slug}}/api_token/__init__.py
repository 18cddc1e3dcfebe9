"""DRF's own tokens: one for each account, which lives until its password changes.

For programs that log in once and keep what they get. Two things to know: DRF stores the
token as it is, and so whoever reads the table can use it; and it never expires.
"""
