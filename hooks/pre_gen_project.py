"""The second line: `--replay` passes over the private variable that checks the answers.

Rendering this file is all it does.
"""
# {{ cookiecutter | validated }}
