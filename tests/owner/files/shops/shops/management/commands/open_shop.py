from django.core.management.base import BaseCommand

from shops.models import Shop


class Command(BaseCommand):
    help = "Open a shop."

    def add_arguments(self, parser):
        parser.add_argument("name")

    def handle(self, *args, **options):
        Shop.objects.create(name=options["name"])
        self.stdout.write(f"{Shop.objects.count()} shop(s)")
