"""The office chooses who accompanies an IKM."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.outbox import tell
from ikm.facilitators import assign, candidates
from ikm.models import Ikm


class FacilitatorForm(forms.Form):
    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=gettext_lazy("Pendamping"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, ikm, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = candidates(ikm)


def dossier_facilitators(request, pk):
    ikm = get_object_or_404(Ikm.objects.visible_to(request.user), pk=pk)
    if not request.user.has_perm("ikm.assign_facilitator", ikm):
        raise PermissionDenied
    form = FacilitatorForm(
        request.POST or None, ikm=ikm, initial={"people": list(ikm.facilitators.values_list("pk", flat=True))}
    )
    if request.method == "POST":
        form = FacilitatorForm(request.POST, ikm=ikm)
        if form.is_valid():
            added, _removed = assign(ikm, form.cleaned_data["people"], by=request.user)
            for person in added:
                tell(
                    person,
                    "ikm.facilitator_assigned",
                    _("Anda mendampingi %(ikm)s") % {"ikm": ikm},
                    url=reverse("desk:queue"),
                )
            messages.success(request, _("Pendamping tersimpan."))
            return redirect("desk:dossier", ikm.pk)
    return render(request, "desk/dossier_facilitators.html", {"ikm": ikm, "form": form, "people": candidates(ikm)})
