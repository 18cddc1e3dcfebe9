"""Validates the answers of a replay, which has no private variable that does.

Rendering this file is all it does.
"""
# {{ cookiecutter | validated }}
