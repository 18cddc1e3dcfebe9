"""DRF's page in the admin, with many users; its documentation shows this line."""

from rest_framework.authtoken.admin import TokenAdmin

TokenAdmin.raw_id_fields = ["user"]
