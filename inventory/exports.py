"""Sheets out: the empty template with an example, and the rows that need repair with the reason beside them."""

import io
import json

from django.utils.translation import gettext as _

from core.spreadsheets import Column, write_xlsx
from inventory.enums import SheetKind, Verdict
from inventory.fields import BY_NAME, plain

# The columns of the templates with an invented example; headings are the labels, so a filled template maps itself.
IKM_EXAMPLE = {
    "ikm_name": "Amplang Maju Jaya", "owner_name": "Siti Contoh", "legal_form": "Perorangan", "nib": "9120001234567",
    "nik": "6302011204850003", "kbli": "10794", "established_year": 2015, "address": "Jl. Contoh No. 1",
    "regency": "Kabupaten Kotabaru", "district": "Pulau Laut Utara", "village": "Semayap", "phone": "081250001234",
    "email": "amplang@contoh.id",
}  # fmt: skip
COMBINED_EXAMPLE = {
    **{name: IKM_EXAMPLE[name] for name in ("ikm_name", "owner_name", "nib", "regency", "district", "phone")},
    "workers_male": 2, "workers_female": 3, "investment": 25_000_000, "capital": 40_000_000, "sales": 120_000_000,
    "product_name": "Amplang ikan tenggiri", "commodity": "Kerupuk", "price": 25_000, "capacity": 12_000,
    "unit": "bungkus", "production_value": 300_000_000, "raw_material_value": 90_000_000,
}  # fmt: skip
EXAMPLES = {SheetKind.IKM: IKM_EXAMPLE, SheetKind.COMBINED: COMBINED_EXAMPLE}
PROBLEM_VERDICTS = (Verdict.ERROR, Verdict.DUPLICATE)


def template_file(kind):
    example = EXAMPLES[kind]
    columns = [
        Column(
            str(BY_NAME[name].label),
            lambda row, name=name: row[name],
            22,
            "number" if isinstance(value, int) and name != "established_year" else "identity",
        )
        for name, value in example.items()
    ]
    return written("IKM", columns, [example])


def problem_file(batch):
    """The rows that did not enter, as they stood, with a last column that says why."""
    columns = [
        Column(column["header"], lambda cells, index=index: cell_of(cells[0], index), 22)
        for index, column in enumerate(batch.headers)
    ]
    columns.append(Column(_("Masalah"), lambda cells: cells[1], 60))
    rows = batch.rows.filter(verdict__in=PROBLEM_VERDICTS).order_by("number")
    return written(batch.sheet or "IKM", columns, ((json.loads(row.raw), reasons(row)) for row in rows.iterator(1000)))


def reasons(row):
    return " ".join(
        f"{problem['column']}: {problem['message']}" if problem["column"] else problem["message"]
        for problem in row.problems
    )


def cell_of(cells, index):
    return plain(cells[index]) if index < len(cells) else ""


def written(name, columns, rows):
    buffer = io.BytesIO()
    write_xlsx(buffer, [(name, columns, rows)])
    return buffer.getvalue()
