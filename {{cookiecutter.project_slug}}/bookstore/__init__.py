"""A small resource, to learn from and to copy for your first one.

Read `models`, `serializers`, `permissions`, `views`, `urls`, in this order.
"""
