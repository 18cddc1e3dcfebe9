"""A profile with an avatar, a relation to many, and fields that are kept on saving."""

from tests.owner.project import OwnersProject, RunningService

FIELDS = """
    avatar = models.FileField(upload_to="avatars/", blank=True)
    friends = models.ManyToManyField("self", blank=True)
    nickname = models.CharField(max_length=20, unique=True, null=True, blank=True)
    initials = models.CharField(max_length=2, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.initials = self.first_name[:1] + self.last_name[:1]
        super().save(*args, **kwargs)
"""


def apply(project: OwnersProject) -> None:
    project.add_to_user(FIELDS)
    if not project.by_email:
        project.replace(
            "users/models.py", "import uuid\n", "import uuid\nfrom typing import Any\n"
        )
        # As Django's documentation has it.
        project.replace(
            "users/admin.py",
            'deletes accounts."""\n',
            'deletes accounts."""\n\n'
            "    fieldsets = (\n"
            "        *auth.UserAdmin.fieldsets,\n"
            '        (None, {"fields": ["nickname", "friends"]}),\n'
            "    )\n",
        )
    project.replace(
        "users/serializers.py",
        '            "last_name",\n',
        '            "last_name",\n'
        '            "avatar",\n            "friends",\n            "nickname",\n'
        '            "initials",\n            "changed_at",\n',
    )
    project.manage("makemigrations", "users")


def use(service: RunningService) -> None:
    me, headers = f"{service.api}users/me/", service.headers("ann")
    before = service.client.get(me, headers=headers).json()
    bob = service.client.get(me, headers=service.headers("bob")).json()["id"]

    saved = service.client.patch(
        me,
        data={"first_name": "Ann", "last_name": "Smith", "nickname": "123"},
        files={"avatar": ("ann.txt", b"a picture")},
        headers=headers,
    )
    assert saved.status_code == 200, saved.text
    with_friend = service.client.patch(me, json={"friends": [bob]}, headers=headers)
    assert with_friend.status_code == 200, with_friend.text

    after = service.client.get(me, headers=headers).json()
    assert after["initials"] == "AS"
    assert after["friends"] == [bob]
    assert after["changed_at"] > before["changed_at"]
    assert service.client.get(after["avatar"]).content == b"a picture"
    taken = service.client.patch(
        me, json={"nickname": "123"}, headers=service.headers("bob")
    )
    assert taken.status_code == 400, taken.text
    assert list(taken.json()["errors"]) == ["nickname"]
    too_large = service.client.patch(
        me, files={"avatar": ("ann.txt", b"a" * 5_000_000)}, headers=headers
    )
    assert too_large.status_code == 413, too_large.text
    assert too_large.json()["code"] == "too_large"
    with service.staff() as browser:
        page = browser.get(f"/admin/users/user/{bob}/change/").text
    for field in ("nickname", "friends", "avatar"):
        assert f'id="id_{field}"' in page, field
