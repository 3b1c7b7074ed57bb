"""Accepted rows into the register: one transaction, set-based, all or nothing."""

import json

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.audit import record
from core.changes import announce
from core.fields import digest
from core.middleware import current_request_id
from core.models import Touch
from core.touches import touch_many
from core.workflow import TransitionRefused
from ikm.enums import MATERIAL_FIELDS, IkmState, Source
from ikm.models import Ikm, IkmTransition, YearlyFigures
from ikm.scale import business_scale, industry_scale
from inventory.categories import CategoryGuess
from inventory.checking import FIGURE_FIELDS, IMPORT_REASON, SECRETS, check
from inventory.enums import ImportState, Verdict
from inventory.fields import legal_form_in
from inventory.models import ImportBatch, ImportRow
from inventory.pipeline import read_batch, setting_of
from products.enums import ProductState
from products.models import Product, ProductFigures, ProductTransition
from reference.models import Kbli, Region, Unit
from reference.numbers import mask

SIZE = 1000


def store_check(batch):
    """Check a stored sheet and keep the verdicts; returns the Outcome. SheetError when it cannot be read."""
    outcome = check(read_batch(batch), batch.mapping, setting_of(batch))
    with transaction.atomic():
        store_rows(batch, outcome)
        ImportBatch.objects.filter(pk=batch.pk).move(
            ImportState.CHECKED, ImportState.CHECKING, counts=outcome.counts, total=len(outcome.rows),
            progress=len(outcome.rows), message="",
        )  # fmt: skip
    return outcome


def apply(batch, *, by, update=False, perm="inventory.apply_importbatch"):
    """Insert the new rows of a checked batch and, with `update`, write the changed ones.

    The rows are checked again inside the transaction, so that what others did meanwhile counts. Raises
    PermissionDenied, TransitionRefused (a sentence: somebody was faster) or SheetError.
    """
    reading = read_batch(batch)
    with transaction.atomic():
        fresh = locked(batch)
        if fresh.state not in (ImportState.CHECKED, ImportState.APPLYING):
            raise TransitionRefused(_("Lembar ini sudah dimasukkan atau sedang diperiksa lagi. Muat ulang halamannya."))
        if not by.has_perm(perm, fresh):
            raise PermissionDenied
        # Imports of one region wait for one another, so that the second sees what the first brought.
        list(locking(Region.objects.filter(pk=fresh.regency_id), no_key=True))
        outcome = check(reading, fresh.mapping, setting_of(fresh))
        written = write(outcome, by=by, update=update)
        counts = {**outcome.counts, "written": written}
        store_rows(fresh, outcome)
        ImportBatch.objects.filter(pk=fresh.pk).move(
            ImportState.APPLIED, fresh.state, counts=counts, applied_by=by, applied_at=timezone.now(), message="",
        )  # fmt: skip
        record("inventory.applied", fresh, by=by, update=update, **counts)
    return outcome


def locked(batch):
    return locking(ImportBatch.objects.filter(pk=batch.pk)).get()


def locking(rows, **options):
    return rows.select_for_update(**options) if connection.features.has_select_for_update else rows


def store_rows(batch, outcome):
    ImportRow.objects.filter(batch=batch).delete()
    ImportRow.objects.bulk_create(
        [
            ImportRow(
                batch=batch, number=row.number, raw=json.dumps(row.cells, ensure_ascii=False), verdict=row.verdict,
                problems=row.problems, repairs=row.repairs, changes=row.changes, ikm_id=row.ikm_id,
                product_id=row.product_id,
            )
            for row in outcome.rows
        ],
        batch_size=SIZE,
    )  # fmt: skip


def write(outcome, *, by, update):
    """Write the accepted rows; {what: how many}. Queries: a fixed number per 1,000 rows of a table."""
    writer = Writer(by, update)
    rows = [row for group in outcome.groups for row in group.rows]
    new_groups = [group for group in outcome.groups if group.ikm is None and group.rows[0].verdict == Verdict.NEW]
    known_groups = [group for group in outcome.groups if group.ikm is not None]
    with_product = [row for row in rows if row.verdict == Verdict.NEW and row.parts["product"]]
    writer.create_ikm(new_groups)
    changed_ikm = writer.update_ikm([group for group in known_groups if group.ikm_changes]) if update else []
    writer.create_products(with_product)
    changed_products = writer.update_products([row for row in rows if row.product_changes]) if update else []
    figures = [(group.ikm, year, values) for group in new_groups for year, values in group.figures.items()]
    production = [(row.product, row.year, row.parts["product_figures"]) for row in with_product]
    if update:
        figures += [(group.ikm, year, found) for group in known_groups for year, found in group.figure_changes.items()]
        production += [
            (row.product, row.year, row.product_figure_changes) for row in rows if row.product_figure_changes
        ]
    writer.write_figures(figures, production)
    writer.derive_scales({group.ikm.pk for group in known_groups if group.figure_changes} if update else set())
    for row in rows:
        row.ikm_id = row.group.ikm.pk if row.group.ikm is not None else None
        row.product_id = row.product.pk if row.product is not None else None
    accepted = (Verdict.NEW, Verdict.CHANGED) if update else (Verdict.NEW,)
    announce(Ikm, sorted({row.ikm_id for row in rows if row.verdict in accepted}), by=by)
    return {
        "ikm": len(new_groups),
        "products": len(with_product),
        "updated": sum(row.verdict == Verdict.CHANGED for row in rows) if update else 0,
        "ikm_changed": len(changed_ikm),
        "products_changed": len(changed_products),
    }


class Writer:
    """The tables an import writes, each in sets, with history, transition and touch rows beside them."""

    def __init__(self, by, update):
        self.by, self.update, self.now = by, update, timezone.now()
        self.kbli = set(Kbli.objects.values_list("version", "code"))
        self.categories = CategoryGuess()
        self.units = {
            spelling: unit.code
            for unit in Unit.objects.all()
            for spelling in [unit.code, unit.name.casefold(), *unit.spellings]
        }

    def keep_history(self, model, objs, update=False):
        model.history.bulk_history_create(
            objs, batch_size=SIZE, update=update, default_user=self.by, default_change_reason=IMPORT_REASON,
            default_date=self.now,
        )  # fmt: skip

    def log(self, model, objs, before, after):
        request_id = current_request_id()
        model._base_manager.bulk_create(
            [
                model(
                    subject=obj,
                    name="import",
                    from_state=before,
                    to_state=after,
                    by=self.by,
                    at=self.now,
                    request_id=request_id,
                )
                for obj in objs
            ],
            batch_size=SIZE,
        )

    def create_ikm(self, groups):
        made = []
        for group in groups:
            ikm = Ikm(
                state=IkmState.SUBMITTED, state_since=self.now, submitted_at=self.now, source=Source.IMPORT,
                created_by=self.by, regency_id=group.regency, region_id=group.region,
            )  # fmt: skip
            self.fill(ikm, group.values)
            ikm.legal_form = group.values.get("legal_form") or legal_form_in(ikm.name) or ikm.legal_form
            self.scale(ikm, group.figures)
            group.ikm = ikm
            made.append(ikm)
        Ikm.objects.bulk_create(made, batch_size=SIZE)
        self.keep_history(Ikm, made)
        self.log(IkmTransition, made, IkmState.DRAFT, IkmState.SUBMITTED)
        touch_many(Ikm, [ikm.pk for ikm in made], Touch.Reason.IMPORTED, by=self.by)

    def fill(self, ikm, values):
        for name, value in values.items():
            if name == "region":
                ikm.region_id, ikm.regency_id = value, value[:5]
                continue
            setattr(ikm, name, value)
            if name in SECRETS:
                setattr(ikm, f"{name}_digest", digest(value))
                setattr(ikm, f"{name}_mask", mask(value))
        ikm.name_key = ikm.name.casefold()[:200]
        ikm.is_kbli_known = not ikm.kbli or (ikm.kbli_version, ikm.kbli) in self.kbli

    def scale(self, ikm, figures):
        if not figures:
            return
        newest = figures[max(figures)]
        workers = newest.get("workers_total")
        if "workers_male" in newest or "workers_female" in newest:
            workers = newest.get("workers_male", 0) + newest.get("workers_female", 0)
        ikm.industry_scale = industry_scale(workers, newest.get("investment"))
        ikm.business_scale = business_scale(newest.get("capital"), newest.get("sales"))

    def update_ikm(self, groups):
        names = {"name_key", "is_kbli_known", "version", "updated_at"}
        for group in groups:
            self.fill(group.ikm, group.ikm_changes)
            group.ikm.version += 1
            group.ikm.updated_at = self.now
            names |= set(group.ikm_changes)
            names |= {f"{name}_{part}" for name in SECRETS & set(group.ikm_changes) for part in ("digest", "mask")}
            names |= {"regency"} if "region" in group.ikm_changes else set()
        changed = [group.ikm for group in groups]
        for name in sorted(names - {"name_key", "is_kbli_known", "version", "updated_at"}) if changed else ():
            self.check_loaded(name, changed)
        if changed:
            Ikm.objects.bulk_update(changed, sorted(names), batch_size=SIZE)
            self.keep_history(Ikm, changed, update=True)
        material = [group.ikm.pk for group in groups if MATERIAL_FIELDS & set(group.ikm_changes)]
        touch_many(Ikm, material, Touch.Reason.CHANGED, by=self.by)
        for group in groups:
            if "region" in group.ikm_changes:
                Product.objects.filter(ikm=group.ikm).exclude(regency_id=group.ikm.regency_id).update(
                    regency_id=group.ikm.regency_id
                )
        return changed

    @staticmethod
    def check_loaded(name, changed):
        """A secret column that only some rows change is read for the others, all at once."""
        lacking = [ikm for ikm in changed if name in ikm.get_deferred_fields()]
        stored = dict(Ikm.objects.filter(pk__in=[ikm.pk for ikm in lacking]).values_list("pk", name)) if lacking else {}
        for ikm in lacking:
            setattr(ikm, name, stored[ikm.pk])

    def create_products(self, rows):
        for row in rows:
            ikm = row.group.ikm
            values = row.parts["product"]
            row.product = Product(
                ikm=ikm, regency_id=ikm.regency_id, state=ProductState.SUBMITTED, state_since=self.now,
                submitted_at=self.now, created_by=self.by, name_key=values["name"].casefold()[:200],
                unit_id=self.unit_of(row),
                category_id=self.categories.guess(values["name"], row.parts["hint"].get("commodity", ""), ikm.kbli),
                **values,
            )  # fmt: skip
        made = [row.product for row in rows]
        Product.objects.bulk_create(made, batch_size=SIZE)
        self.keep_history(Product, made)
        self.log(ProductTransition, made, ProductState.DRAFT, ProductState.SUBMITTED)
        touch_many(Product, [product.pk for product in made], Touch.Reason.IMPORTED, by=self.by)

    def unit_of(self, row):
        return self.units.get(row.parts["product_figures"].get("unit_raw", "").casefold().rstrip("."))

    def update_products(self, rows):
        names = {"version", "updated_at"}
        for row in rows:
            for name, value in row.product_changes.items():
                setattr(row.product, name, value)
            row.product.version += 1
            row.product.updated_at = self.now
            names |= set(row.product_changes)
        changed = [row.product for row in rows]
        if changed:
            Product.objects.bulk_update(changed, sorted(names), batch_size=SIZE)
            self.keep_history(Product, changed, update=True)
        return changed

    def write_figures(self, figures, production):
        self.upsert(YearlyFigures, "ikm", figures, FIGURE_FIELDS)
        for _product, _year, values in production:
            if "unit_raw" in values:
                values["unit_id"] = self.units.get(values["unit_raw"].casefold().rstrip("."))
        own = {"capacity", "unit_raw", "unit_id", "production_value", "raw_material_value"}
        self.upsert(ProductFigures, "product", production, own)

    def upsert(self, model, owner, wanted, own):
        """One row per owner and year: add what is missing, change what is there."""
        wanted = [
            (obj, year, {name: value for name, value in values.items() if name in own}) for obj, year, values in wanted
        ]
        wanted = [(obj, year, values) for obj, year, values in wanted if values]
        stored = {}
        if self.update:
            pks = [obj.pk for obj, _year, _values in wanted]
            for start in range(0, len(pks), SIZE):
                for row in model.objects.filter(**{f"{owner}_id__in": pks[start : start + SIZE]}):
                    stored[getattr(row, f"{owner}_id"), row.year] = row
        made, changed, names = [], [], set()
        for obj, year, values in wanted:
            row = stored.get((obj.pk, year))
            if row is None:
                made.append(model(**{owner: obj, "year": year}, **values))
                continue
            for name, value in values.items():
                setattr(row, name, value)
            names |= {name.removesuffix("_id") for name in values}
            changed.append(row)
        model.objects.bulk_create(made, batch_size=SIZE)
        self.keep_history(model, made)
        if changed:
            model.objects.bulk_update(changed, sorted(names), batch_size=SIZE)
            self.keep_history(model, changed, update=True)

    def derive_scales(self, pks):
        """Both scales of businesses whose figures changed, from their newest year."""
        if not pks:
            return
        newest = {}
        for figures in YearlyFigures.objects.filter(ikm_id__in=pks).order_by("year"):
            newest[figures.ikm_id] = figures
        changed = []
        for ikm in Ikm.objects.filter(pk__in=pks).defer("nik", "npwp"):
            figures = newest[ikm.pk]
            scales = industry_scale(figures.workers, figures.investment), business_scale(figures.capital, figures.sales)
            if scales != (ikm.industry_scale, ikm.business_scale):
                ikm.industry_scale, ikm.business_scale = scales
                changed.append(ikm)
        Ikm.objects.bulk_update(changed, ["industry_scale", "business_scale"], batch_size=SIZE)
        self.keep_history(Ikm, changed, update=True)
