"""The two steps of a login to the admin: the password, and the second factor."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.views import LoginView
from django.contrib.messages import WARNING
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from api import events, throttling
from second_factor import challenges, factors
from second_factor.backend import LOGIN, SecondFactorMixin, SecondFactorRequired
from second_factor.login import NotProven, prove_login
from users import admin_site
from users.models import User

# In Django's session, whether a second factor was proven.
PROVEN = "second_factor"

TOO_OLD = _("Log in again: the time is up, or there were too many attempts.")


class LoginForm(admin_site.LoginForm):
    """The first step; raises SecondFactorRequired after the right password of staff."""

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except SecondFactorRequired as required:
            # Not that of the base: the address is not known before the second step.
            AdminAuthenticationForm.confirm_login_allowed(self, required.user)
            raise


class CodeInput(forms.PasswordInput):
    """Shows what is typed, but is empty again after an error, as a password is."""

    input_type = "text"


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code of the authenticator app"),
        max_length=10,
        widget=CodeInput(
            {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )


class SecondFactorForm(CodeForm):
    """The second step: exactly one proof, with the challenge of the first step."""

    challenge = forms.CharField(widget=forms.HiddenInput)
    recovery_code = forms.CharField(
        label=_("Recovery code"),
        max_length=50,
        widget=CodeInput({"autocomplete": "off"}),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        for name in factors.METHODS:
            self.fields[name].required = False

    def clean(self) -> None:
        """Raise InvalidChallenge, Throttled or Unavailable, too."""
        if self.errors:
            return
        found = [name for name in factors.METHODS if self.cleaned_data[name]]
        if len(found) != 1:
            raise forms.ValidationError(_("Enter one code."))
        [method] = found
        challenge, value = self.cleaned_data["challenge"], self.cleaned_data[method]
        try:
            self.user = prove_login(challenge, method, value, self.request)[0]
        except NotProven as error:
            raise forms.ValidationError({method: str(error.detail)}) from error
        if not self.user.is_staff:
            # The challenge is one of the API.
            raise challenges.InvalidChallenge

    def get_user(self) -> User:
        """Return the user, with the backend that Django's session refers to."""
        self.user.backend = next(
            name
            for name in settings.AUTHENTICATION_BACKENDS
            if issubclass(import_string(name), SecondFactorMixin)
        )
        return self.user


class SecondFactorView(LoginView):
    """The second step. At its beginning, `initial` has the challenge that was issued."""

    form_class = SecondFactorForm  # type: ignore[assignment]
    template_name = "admin/second_factor.html"
    next_page = "admin:index"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().post(request, *args, **kwargs)
        except challenges.InvalidChallenge:
            self.template_name = "admin/login.html"
            about: Any = {"messages": [Message(WARNING, str(TOO_OLD))]}
            form = LoginForm(request)
            return self.render_to_response(super().get_context_data(form=form, **about))

    def get_form_kwargs(self) -> dict[str, Any]:
        unbound = {"request": self.request, "initial": self.initial}
        return unbound if self.initial else super().get_form_kwargs()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = challenges.read(LOGIN, str(kwargs["form"]["challenge"].value()))
        methods = factors.methods_of(cast("User", user))
        return super().get_context_data(methods=methods, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        throttling.remember_login(self.request, form.user)
        response = super().form_valid(form)
        mark(self.request, is_proven=True)
        events.record(events.LOGIN_SUCCEEDED, request=self.request, user=form.user)
        return response


def mark(request: HttpRequest, *, is_proven: bool) -> None:
    """Mark the session of a user who was just authenticated; without a proof, it ends soon.

    Django's login keeps the key of a session that the user has already: a copy of it would
    become proven, too.
    """
    request.session.cycle_key()
    request.session[PROVEN] = is_proven
    request.session.set_expiry(None if is_proven else settings.STEP_UP_MAX_AGE)
