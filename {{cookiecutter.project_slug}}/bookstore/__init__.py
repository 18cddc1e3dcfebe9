"""An example of a resource, to read and to copy.

Its files in order: `models`, `serializers`, `permissions`, `views`, `urls`.
"""
