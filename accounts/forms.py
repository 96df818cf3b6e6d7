from django import forms

from accounts.models import LONGEST_STRETCH, User


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
