"""One choice per event and channel."""

from django import forms

from accounts.enums import NoticeWhen


class ChoicesForm(forms.Form):
    """`offers` as `notices.offers_for` gives them; a column for every channel the person has."""

    def __init__(self, *args, user, channels, offers, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {}
        self.groups = [(label, [self._row(user, found, channels) for found in group]) for label, group in offers]

    def _row(self, user, found, channels):
        names = []
        for channel in channels:
            name = f"{found.event.replace('.', '-')}--{channel}"
            self.places[name] = (found.event, channel)
            self.fields[name] = forms.ChoiceField(
                label=f"{found.label}: {channel.label}",
                choices=NoticeWhen.choices,
                initial=user.notice_when(found.event, channel),
                widget=forms.Select(attrs={"class": "form-select", "aria-label": f"{found.label}: {channel.label}"}),
            )
            names.append(name)
        return found.label, [(self.places[name][1].label, self[name]) for name in names]

    def chosen(self):
        """{(event, channel): NoticeWhen} as `notices.save_choices` takes it."""
        return {self.places[name]: when for name, when in self.cleaned_data.items()}
