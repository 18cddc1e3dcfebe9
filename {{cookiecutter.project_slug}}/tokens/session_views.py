"""The sessions of the current user: list them, end one or all of them."""

from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tokens import logins
from tokens.models import EndReason, Session
from tokens.tokens import AccessToken
from users.models import User

# A user with more sessions ends them all.
MAX_LISTED = 100


def current_session_id(request: Request) -> UUID | None:
    """Return the ID of the session of the request's access token, if it has one."""
    token = request.auth
    return UUID(token["sid"]) if isinstance(token, AccessToken) else None


class SessionSerializer(serializers.ModelSerializer):
    amr = serializers.SerializerMethodField()
    current = serializers.SerializerMethodField()

    class Meta:
        model = Session
        fields = [
            "id",
            "user_agent",
            "ip_address",
            "amr",
            "created_at",
            "last_used_at",
            "expires_at",
            "current",
        ]
        read_only_fields = fields

    def get_amr(self, session: Session) -> list[str]:
        """How the user was authenticated, in the names of RFC 8176."""
        return session.amr.split()

    def get_current(self, session: Session) -> bool:
        """Whether it is the session of this request."""
        return session.pk == current_session_id(self.context["request"])


def own_sessions(request: Request) -> QuerySet[Session]:
    user = cast("User", request.user)
    return Session.objects.active(timezone.now()).filter(user=user)


# In a transaction, a statement could not be repeated after a conflict.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class SessionListView(ListAPIView):
    """One's own sessions, the last used first; 100 at most."""

    serializer_class = SessionSerializer
    pagination_class = None

    def get_queryset(self) -> QuerySet[Session]:
        return own_sessions(self.request).order_by("-last_used_at")[:MAX_LISTED]

    @extend_schema(
        operation_id="sessions_end_all",
        parameters=[
            OpenApiParameter("keep", enum=["current"], description="End all others."),
        ],
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        """End all of one's sessions, or all but the current one."""
        keep = request.query_params.get("keep")
        if keep not in {None, "current"}:
            raise ValidationError({"keep": [_("Write current, or leave it out.")]})
        logins.revoke_all(
            cast("User", request.user),
            EndReason.USER,
            keep=current_session_id(request) if keep else None,
            request=request,
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class SessionView(APIView):
    @extend_schema(operation_id="sessions_end_one", responses={204: None})
    def delete(self, request: Request, session_id: UUID) -> Response:
        """End one of one's own sessions."""
        if not own_sessions(request).filter(pk=session_id).exists():
            raise NotFound
        logins.end_session(
            session_id=session_id,
            user=cast("User", request.user).pk,
            reason=EndReason.USER,
            request=request,
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


urlpatterns = [
    path("sessions/", SessionListView.as_view(), name="sessions"),
    path("sessions/<uuid:session_id>/", SessionView.as_view(), name="session"),
]
