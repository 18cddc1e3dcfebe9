"""A user's own logins."""

from typing import cast
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from login_sessions import ending
from login_sessions.models import EndReason, Session
from login_sessions.serializers import SessionSerializer
from login_sessions.tokens import asking_session
from users.models import User

LONGEST_LIST = 100


def own_sessions(request: Request) -> QuerySet[Session]:
    user = cast("User", request.user)
    return Session.objects.living(timezone.now()).filter(user=user)


# So that what is ended can be tried again: see retries.py.
@method_decorator(transaction.non_atomic_requests, name="dispatch")
class SessionListView(ListAPIView):
    """One's own logins, the last used first; 100 at most."""

    serializer_class = SessionSerializer
    # Nobody turns pages here: whoever has that many ends them all.
    pagination_class = None

    def get_queryset(self) -> QuerySet[Session]:
        return own_sessions(self.request).order_by("-last_used_at")[:LONGEST_LIST]

    @extend_schema(
        operation_id="sessions_end_all",
        parameters=[
            OpenApiParameter("keep", enum=["current"], description="End all others."),
        ],
        responses={204: None},
    )
    def delete(self, request: Request) -> Response:
        """End all of one's logins, or all others."""
        keep = request.query_params.get("keep")
        if keep not in {None, "current"}:
            raise ValidationError({"keep": ["Write current, or leave it out."]})
        ending.end_sessions(
            user=cast("User", request.user),
            reason=EndReason.USER,
            keep=asking_session(request) if keep else None,
            request=request,
        )
        return Response(status=status.HTTP_204_NO_CONTENT)


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class SessionView(APIView):
    @extend_schema(operation_id="sessions_end_one", responses={204: None})
    def delete(self, request: Request, session_id: UUID) -> Response:
        """End one of one's own logins."""
        if not own_sessions(request).filter(pk=session_id).exists():
            raise NotFound
        ending.end_session(
            session_id=session_id,
            user=cast("User", request.user).pk,
            reason=EndReason.USER,
            request=request,
        )
        return Response(status=status.HTTP_204_NO_CONTENT)
