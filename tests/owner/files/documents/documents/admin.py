from django.contrib import admin

from documents.models import Document


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    raw_id_fields = ["owner"]

    def has_delete_permission(self, *args: object) -> bool:
        """Documents are kept."""
        return False
