from django.core.management.base import BaseCommand

from catalog.models import Product


class Command(BaseCommand):
    help = "Import a product."

    def add_arguments(self, parser):
        parser.add_argument("title")

    def handle(self, *args, **options):
        Product.objects.create(title=options["title"], price=1)
        self.stdout.write(f"{Product.objects.count()} product(s)")
