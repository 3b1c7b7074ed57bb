"""The usual steps of a kind of help with their days, counted from a start."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assistance.enums import CaseKind
from assistance.models import StepTemplate
from assistance.step_table import STEPS
from reference.loading import register
from reference.working_days import add_working_days, years_missing


@dataclass(frozen=True)
class Planned:
    template: StepTemplate
    due_on: object

    @property
    def papers(self):
        return [line.strip() for line in self.template.documents_needed.splitlines() if line.strip()]


def plan(kind, start):
    """[Planned] of the kind: each due day counts from the one before."""
    planned, day = [], start
    for template in StepTemplate.objects.filter(kind=kind).order_by("order", "pk"):
        day = add_working_days(day, template.working_days)
        planned.append(Planned(template, day))
    return planned


def holidays_sentence(first, last):
    """What to know when holidays of a year between the days were never loaded, or ""."""
    missing = years_missing(first, last)
    if not missing:
        return ""
    return _("Hari libur tahun %(years)s belum dimuat, jadi tenggat di tahun itu hanya melewati Sabtu dan Minggu.") % {
        "years": ", ".join(str(year) for year in missing)
    }


@register
def load_step_templates(province, stdout):
    """The table for kinds that have no steps yet; what the office has edited stays."""
    done = set(StepTemplate.objects.values_list("kind", flat=True))
    rows = [
        StepTemplate(
            kind=kind, order=order, title=title, who=who, working_days=days, explanation=explanation,
            documents_needed="\n".join(papers),
        )
        for kind in CaseKind.values
        if kind not in done
        for order, (title, who, days, explanation, papers) in enumerate(STEPS.get(kind, ()), start=1)
    ]  # fmt: skip
    StepTemplate.objects.bulk_create(rows, batch_size=500)
    return {"langkah pendampingan": len(rows)}
