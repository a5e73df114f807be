"""Following without an account."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FollowByMailForm(forms.Form):
    """The address to which answers go."""

    email = forms.EmailField(
        label=_("Mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
