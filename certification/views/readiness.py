"""“Tinggal satu dokumen” for the office: per product, and papers of an IKM that finish several products."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from certification.enums import AxisStatus
from certification.forms.readiness import OneLeftForm
from certification.next_steps import message_to_owner, next_step
from certification.one_left import KEYS, counts, covered_by, shared_papers
from certification.one_left import one_left as rows_of
from core.lists import honest_count
from core.paging import page
from reference.enums import Axis
from reference.models import Region

LISTS = permission_required("certification.view_one_left", raise_exception=True)
SHARED_AXES = [(Axis.HALAL.value, Axis.HALAL.label), (Axis.LICENCE.value, gettext_lazy("Laik higiene sanitasi (SLHS)"))]
SHOWN = ("product__ikm__regency", "product__category", "product__regency")


@LISTS
@require_safe
def one_left(request):
    form = OneLeftForm(request.GET, user=request.user)
    everything = rows_of(request.user)
    found = form.apply(everything)
    listed = page(found.select_related(*SHOWN).prefetch_related("product__ikm__facilitators"), request, keys=KEYS)
    context = {
        "form": form,
        "page": listed,
        "rows": [_row(row, request.user) for row in listed.rows],
        "places": _places(counts(everything)),
        "axes": Axis.choices,
        "count_text": _("%(count)s produk") % {"count": honest_count(found)},
        "may_write": request.user.has_perm("certification.write_owner"),
    }
    return render(request, "certification/readiness_products.html", context)


@LISTS
@require_safe
def one_left_ikm(request):
    form = OneLeftForm(request.GET, user=request.user, axes=SHARED_AXES)
    found = shared_papers(form.apply(rows_of(request.user)), form.chosen_axis)
    listed = page(found.select_related(*SHOWN).prefetch_related("product__ikm__facilitators"), request, keys=KEYS)
    covered = covered_by(listed.rows, form.chosen_axis)
    rows = [_row(row, request.user) | {"products": covered[row.product.ikm_id]} for row in listed.rows]
    context = {
        "form": form,
        "page": listed,
        "rows": rows,
        "may_write": request.user.has_perm("certification.write_owner"),
    }
    return render(request, "certification/readiness_ikm.html", context)


def _row(readiness, user):
    product = readiness.product
    ikm = product.ikm
    step = next_step(
        readiness, product, place=product.regency.name, helpers=[helper.name for helper in ikm.facilitators.all()]
    )
    return {
        "readiness": readiness,
        "product": product,
        "ikm": ikm,
        "step": step,
        "word": AxisStatus(getattr(readiness, f"{readiness.last_axis}_status")).label,
        "message": message_to_owner(step, ikm.owner_name, str(ikm)),
        "may_open_case": user.has_perm("assistance.open_case", ikm),
    }


def _places(found):
    """One row per kabupaten/kota with its counts by axis, and their sum; empty when there is only one."""
    if len(found) < 2:
        return []
    names = dict(Region.objects.filter(code__in=found).values_list("code", "name"))
    return [
        {
            "code": code,
            "name": names[code],
            "parts": [(axis, label, found[code].get(axis, 0)) for axis, label in Axis.choices],
            "total": sum(found[code].values()),
        }
        for code in sorted(found)
    ]
