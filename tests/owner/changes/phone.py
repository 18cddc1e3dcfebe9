"""A field of the user, with its migration, which users read and write."""

from tests.owner.project import OwnersProject, RunningService


def apply(project: OwnersProject) -> None:
    project.add_to_user(
        '    phone = models.CharField(max_length=30, blank=True, default="")\n'
    )
    project.replace("users/serializers.py", '"last_name",', '"last_name",\n"phone",')
    project.manage("makemigrations", "users")


def use(service: RunningService) -> None:
    me, headers = f"{service.api}users/me/", service.headers("bob")
    changed = service.client.patch(me, json={"phone": "+49 30 1"}, headers=headers)
    assert changed.json()["phone"] == "+49 30 1"
    assert service.client.get(me, headers=headers).json()["phone"] == "+49 30 1"
