"""The guided path's steps and what each still asks for."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.enums import AxisStatus, Obligation
from ikm.completeness import missing as ikm_missing
from ikm.consent import in_force
from ikm.enums import Purpose
from products.completeness import missing as product_missing
from products.enums import EDITABLE_STATES, ProductState
from products.models import Product
from reference.enums import Axis


def products_of(ikm, user):
    """The IKM's products this person may see, with what the steps read."""
    return list(
        Product.objects.visible_to(user)
        .filter(ikm=ikm)
        .exclude(state=ProductState.DISCONTINUED)
        .select_related("ikm", "category", "readiness", "nutrition")
        .prefetch_related("photos", "answers", "certificates")
        .order_by("pk")
    )


def step_order(ikm):
    """[(key, label, url)]"""
    names = {
        "profil": _("Profil"),
        "angka": _("Angka"),
        "produk": _("Produk"),
        "sertifikat": _("Izin"),
        "persetujuan": _("Setuju"),
        "periksa": _("Ajukan"),
    }
    views = {
        "profil": "path_profile",
        "angka": "path_figures",
        "produk": "path_products",
        "sertifikat": "path_certificates",
        "persetujuan": "path_consent",
        "periksa": "path_review",
    }
    return [(key, label, reverse(f"desk:{views[key]}", args=[ikm.pk])) for key, label in names.items()]


def path_steps(ikm, products, current=""):
    """Dicts for components/stepper.html."""
    done = {
        "profil": not ikm_missing(ikm),
        "angka": ikm.figures.filter(year__gte=timezone.localdate().year - 1).exists(),
        "produk": bool(products) and not any(product_missing(product) for product in products),
        "sertifikat": bool(products) and not any(unanswered(product) for product in products),
        "persetujuan": ikm.consents.filter(withdrawn_at=None).exists(),
    }
    return [
        {"label": label, "url": url, "status": "now" if key == current else "done" if done.get(key) else "todo"}
        for key, label, url in step_order(ikm)
    ]


def url_after(ikm, key):
    """Address of the step behind `key`."""
    order = step_order(ikm)
    place = [name for name, _label, _url in order].index(key)
    return order[min(place + 1, len(order) - 1)][2]


def unanswered(product):
    """Axis labels the law asks of this product and nobody has said a word about."""
    readiness = getattr(product, "readiness", None)
    if readiness is None:
        return []
    answered = {answer.axis for answer in product.answers.all()}
    return [
        Axis(axis).label
        for axis, obligation, status in readiness.axes()
        if obligation == Obligation.MANDATORY and status == AxisStatus.MISSING and axis not in answered
    ]


def checklist(ikm, products):
    """[(title, url, [(sentence, url)])]: everything between the draft and “Ajukan”; empty lists are ready parts."""
    profile = reverse("desk:path_profile", args=[ikm.pk])
    parts = [
        (
            _("Profil usaha"),
            profile,
            [(sentence, f"{profile}#{anchor(field)}") for field, sentence in ikm_missing(ikm)],
        )
    ]
    if not products:
        add = reverse("desk:path_products", args=[ikm.pk])
        parts.append((_("Produk"), add, [(_("Tambahkan sedikitnya satu produk."), add)]))
    for product in products:
        parts.append((str(product), reverse("desk:path_product", args=[ikm.pk, product.pk]), lacking(product)))
    consent = reverse("desk:path_consent", args=[ikm.pk])
    parts.append((_("Persetujuan"), consent, _consent_lacking(ikm, consent)))
    return parts


def lacking(product):
    """[(sentence, url)] of one product, its certificate answers included."""
    address = reverse("desk:path_product", args=[product.ikm_id, product.pk])
    found = [(sentence, f"{address}#{anchor(field)}") for field, sentence in product_missing(product)]
    proofs = reverse("desk:path_product_certificates", args=[product.ikm_id, product.pk])
    for label in unanswered(product):
        found.append((_("%(axis)s: jawab ada, sedang diurus, atau belum.") % {"axis": label}, proofs))
    return found


def is_ready(product):
    """May go along when everything is submitted."""
    return product.state in EDITABLE_STATES and not lacking(product)


def anchor(field):
    return f"id_{field}"


def _consent_lacking(ikm, url):
    if ikm.wants_bbi and Purpose.PROPOSE_BBI not in in_force(ikm):
        return [(_("Setujui penyerahan data ke program BBI, atau urungkan pendaftaran ke BBI."), url)]
    return []


def is_from_guide(product):
    """Whether a draft holds just what “Butuh izin apa?” filled in: a category, and nothing saved by hand yet."""
    return product.version == 1 and not product.name and product.category_id is not None
