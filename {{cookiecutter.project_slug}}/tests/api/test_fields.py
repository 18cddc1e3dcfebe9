"""Serializers share their fields only where these are the same for all requests."""

from typing import Any

import pytest
from rest_framework import serializers

from api.fields import ModelSerializer
from users.models import User


class Plain(ModelSerializer):
    class Meta:
        model = User
        fields = ["email", "first_name"]


class ByMethod(Plain):
    first_name = serializers.SerializerMethodField()

    def get_first_name(self, user: User) -> Any:
        return self.context["seen_by"]


class InList(serializers.CharField):
    def to_representation(self, value: Any) -> Any:
        return self.context["seen_by"]


class ByChild(Plain):
    email = serializers.ListField(child=InList())


class ByFields(Plain):
    def get_fields(self) -> Any:
        fields = super().get_fields()
        return {name: fields[name] for name in self.context["seen_by"]}


class ByArgument(Plain):
    def __init__(self, *args: Any, only: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {*self.fields} - {*only}:
            self.fields.pop(name)


@pytest.fixture
def ann() -> User:
    return User(email="ann@example.com", first_name="Ann")


def test_the_fields_are_derived_from_the_model_once(
    ann: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {"email": "ann@example.com", "first_name": "Ann"}
    assert Plain(ann).data == expected
    monkeypatch.delattr(serializers.ModelSerializer, "build_field")

    assert Plain(ann).data == expected
    assert list(Plain([ann, ann], many=True).data) == [expected] * 2


def test_what_depends_on_a_request_is_not_shared(ann: User) -> None:
    for names in (["email"], ["first_name"], ["email", "first_name"]):
        seen_by = {"seen_by": names}
        assert ByMethod(ann, context=seen_by).data["first_name"] == names
        assert ByChild(ann, context=seen_by).data["email"][0] == names
        assert [*ByFields(ann, context=seen_by).data] == names
        assert [*ByArgument(ann, only=names).data] == names


def test_fields_that_one_serializer_removes_stay_in_the_others(ann: User) -> None:
    serializer = Plain(ann)
    serializer.fields.pop("email")

    assert [*serializer.data] == ["first_name"]
    assert [*Plain(ann).data] == ["email", "first_name"]
