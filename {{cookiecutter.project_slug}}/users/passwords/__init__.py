"""Changing a password, and setting a new one by a mailed link."""
