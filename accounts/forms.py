from django import forms

from accounts.models import LONGEST_STRETCH, Scope, User

LIVES = [
    (7, "a week"),
    (30, "a month"),
    (90, "three months"),
    (180, "half a year"),
    (365, "a year"),
]


class PreferencesForm(forms.ModelForm):
    """How a person wants to work. It changes nothing of what they may see or do."""

    break_minutes = forms.IntegerField(
        label="Remind me of a break after so many minutes of judging",
        help_text="0: never. A pause of ten minutes starts the count anew.",
        min_value=0,
        max_value=LONGEST_STRETCH,
    )

    class Meta:
        model = User
        fields = ("veils_text", "break_minutes", "uses_keys")
        help_texts = {
            "veils_text": "The words stay covered until you ask for them, one by one. "
            "What the machine read in them, and every number, is always shown.",
            "uses_keys": "Without them every button still works by mouse and by Tab and Enter.",
        }


class TokenForm(forms.Form):
    """What a new token is for, what it may read, and for how long."""

    name = forms.CharField(
        label="What will use it", max_length=100, help_text="Such as “notebook on my laptop”."
    )
    scopes = forms.MultipleChoiceField(
        label="It may read",
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Never more than you may read yourself.",
    )
    days = forms.TypedChoiceField(label="It ends after", choices=LIVES, coerce=int, initial=90)
