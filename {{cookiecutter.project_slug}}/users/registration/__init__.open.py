"""Accounts that people make themselves, at once."""
