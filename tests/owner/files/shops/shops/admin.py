from django.contrib import admin

from shops.models import Shop


@admin.register(Shop)
class ShopAdmin(admin.ModelAdmin):
    raw_id_fields = ["owner"]

    def has_delete_permission(self, *args):
        """Shops are kept."""
        return False
