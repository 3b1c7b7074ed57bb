"""Load data: a province of invented industries in every state, written in sets (COPY on PostgreSQL, batches elsewhere).

The same seed and day on the same starting point give the same data. Readiness, catalogue and figures follow through
core.changes as for every other write. States are first inserts, so their transition rows are written with them.
History rows of fields are not: a seeded record has the history of one nobody has edited yet.
"""

import datetime
import io
import json
import random
from collections import Counter, defaultdict
from itertools import accumulate

from django.db import connection, models, transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from certification.enums import Answer, Basis, CertificateState, Obligation
from certification.models import (
    Certificate,
    CertificateAnswer,
    CertificateTransition,
    NutritionFacts,
    NutritionTransition,
)
from certification.requirements import facts_of, rule_book, rule_for
from core.changes import announce
from core.fields import EncryptedTextField, digest
from core.models import Touch
from desk import seed_words as words
from ikm.enums import REGISTERED_STATES, IkmState, LegalForm, Purpose, Source
from ikm.models import Consent, Ikm, IkmTransition, YearlyFigures
from ikm.scale import business_scale, industry_scale
from products.enums import MadeAt, ProductState, Storage, WeightUnit
from products.models import Product, ProductFigures, ProductTransition
from proposals.enums import BatchState, BbiAnswer
from proposals.freezing import batch_hash, frozen_copy
from proposals.models import Batch, BatchItem, BatchTransition
from reference.enums import AXIS_OF_KIND, Axis, CategoryGroup, PermitKind, RegionLevel
from reference.models import ProductCategory, Region
from reference.numbers import mask

MAIL_DOMAIN = "benih.invalid"
IKM_CHUNK = 4_000
ANNOUNCE_CHUNK = 1_000
SENT_SIZE, CLOSED_SIZE = 200, 400
DAY = datetime.timedelta(days=1)

IKM_SHARES = {
    IkmState.DRAFT: 7, IkmState.SUBMITTED: 10, IkmState.RETURNED: 5, IkmState.VERIFIED: 73, IkmState.INACTIVE: 4,
    IkmState.MERGED: 1,
}  # fmt: skip
P = ProductState
PRODUCT_SHARES = {
    IkmState.DRAFT: {P.DRAFT: 1},
    IkmState.SUBMITTED: {P.DRAFT: 1, P.SUBMITTED: 5},
    IkmState.RETURNED: {P.DRAFT: 1, P.SUBMITTED: 2, P.RETURNED: 3},
    IkmState.VERIFIED: {
        P.DRAFT: 4, P.SUBMITTED: 11, P.RETURNED: 6, P.VERIFIED: 24, P.ELIGIBLE: 20, P.PROPOSED: 8, P.ACCEPTED: 19,
        P.RETURNED_BY_BBI: 2, P.REJECTED_BY_BBI: 2, P.DISCONTINUED: 4,
    },
    IkmState.INACTIVE: {P.VERIFIED: 1, P.DISCONTINUED: 4},
}  # fmt: skip
IKM_PATHS = {
    IkmState.DRAFT: (),
    IkmState.SUBMITTED: ("submit",),
    IkmState.RETURNED: ("submit", "return"),
    IkmState.VERIFIED: ("submit", "verify"),
    IkmState.INACTIVE: ("submit", "verify", "deactivate"),
    IkmState.MERGED: ("submit", "merge"),
}
_APPROVED = ("submit", "verify", "approve")
PRODUCT_PATHS = {
    P.DRAFT: (),
    P.SUBMITTED: ("submit",),
    P.RETURNED: ("submit", "return"),
    P.VERIFIED: ("submit", "verify"),
    P.ELIGIBLE: _APPROVED,
    P.PROPOSED: (*_APPROVED, "propose"),
    P.ACCEPTED: (*_APPROVED, "propose", "accept"),
    P.RETURNED_BY_BBI: (*_APPROVED, "propose", "bbi_return"),
    P.REJECTED_BY_BBI: (*_APPROVED, "propose", "bbi_reject"),
    P.DISCONTINUED: ("submit", "verify", "discontinue"),
}
LEADS_TO = {
    "submit": "submitted", "verify": "verified", "return": "returned", "approve": "eligible", "propose": "proposed",
    "accept": "accepted", "bbi_return": "returned_by_bbi", "bbi_reject": "rejected_by_bbi",
    "discontinue": "discontinued", "deactivate": "inactive", "merge": "merged", "refuse": "refused",
}  # fmt: skip
PROVINCE_VERBS = {"approve", "propose", "accept", "bbi_return", "bbi_reject", "merge"}
NOTED_VERBS = {"return", "bbi_return", "bbi_reject", "deactivate", "refuse"}
WAITING = {"submitted", "verified", "eligible", "proposed"}
APPROVED_STATES = {P.ELIGIBLE, P.PROPOSED, P.ACCEPTED, P.RETURNED_BY_BBI, P.REJECTED_BY_BBI}
ANSWERS = {
    P.PROPOSED: BbiAnswer.WAITING, P.ACCEPTED: BbiAnswer.ACCEPTED, P.RETURNED_BY_BBI: BbiAnswer.RETURNED,
    P.REJECTED_BY_BBI: BbiAnswer.REJECTED,
}  # fmt: skip
# What stands behind a mandatory axis of a product that is still under way.
PROOF_SHARES = {"verified": 30, "claimed": 17, "in_process": 13, "expired": 4, "returned": 2, "refused": 2, "none": 32}
YEARS_VALID = {PermitKind.COSMETIC: 3}
ISSUERS = {PermitKind.HALAL: "BPJPH", PermitKind.PIRT: "DPMPTSP", PermitKind.SLHS: "Dinas Kesehatan"}


class Seeder:
    """One run: `run()` writes `ikm` industries with `products` products. `serial` is how many are there already."""

    def __init__(self, ikm, products, *, seed=1, today=None, say=print):
        self.counts = (ikm, products)
        self.say = say
        self.today = today or timezone.localdate()
        self.now = datetime.datetime.combine(self.today, datetime.time(1), datetime.UTC)
        seeded = Ikm.objects.filter(created_by__email__endswith=f"@{MAIL_DOMAIN}")
        self.serial = seeded.count()
        self.survivors = {}
        self.rng = random.Random(f"{seed}:{self.serial}")
        self.permits = Counter(
            dict(
                Certificate.objects.filter(created_by__email__endswith=f"@{MAIL_DOMAIN}")
                .values_list("kind")
                .annotate(count=models.Count("pk"))
            )
        )

    def run(self):
        ikm_count, product_count = self.counts
        self._read_reference()
        with transaction.atomic():
            self._ensure_staff()
            first_ikm, first_product = reserve(Ikm, ikm_count), reserve(Product, product_count)
            plan = self._plan(ikm_count, product_count)
            next_product = first_product
            for start in range(0, ikm_count, IKM_CHUNK):
                chunk = _Chunk(self)
                for position in range(start, min(start + IKM_CHUNK, ikm_count)):
                    next_product = chunk.add(first_ikm + position, *plan[position], next_product)
                chunk.write()
                self.say(f"{min(start + IKM_CHUNK, ikm_count)} IKM, {next_product - first_product} produk ditulis")
        analyze()
        self._announce(first_ikm, ikm_count)
        with transaction.atomic():
            self._write_batches(first_product, product_count)
        analyze()

    def pick(self, shares):
        return self.rng.choices(list(shares), list(shares.values()))[0]

    def _read_reference(self):
        self.book = rule_book(self.today)
        self.categories = ProductCategory.objects.in_bulk()
        self.villages = defaultdict(list)
        rows = Region.objects.filter(level=RegionLevel.VILLAGE).order_by("code").values_list("code", "name")
        for code, name in rows:
            self.villages[code[:5]].append((code, name))
        self.regencies = {code: row for code, row in words.REGENCIES.items() if self.villages[code]}
        self.goods = {
            code: {
                category: share
                for category, share in {**words.EVERYWHERE, **{c: s * 3 for c, s in row[3].items()}}.items()
                if category in self.categories
            }
            for code, row in self.regencies.items()
        }

    def _ensure_staff(self):
        """Two officers per regency, a reviewer and a head; accounts nobody can sign in to."""
        self.officers = {code: [self._staff(Role.OFFICER, code, n) for n in (1, 2)] for code in self.regencies}
        self.reviewer = self._staff(Role.REVIEWER, next(iter(self.regencies))[:2], 1)
        self.head = self._staff(Role.HEAD, next(iter(self.regencies))[:2], 1)

    def _staff(self, role, region, number):
        email = f"{role}.{region}.{number}@{MAIL_DOMAIN}"
        found = User.objects.filter(email=email).first()
        if found is None:
            found = User.objects.create_user(email=email, name=person(self.rng), role=role, region_id=region)
        return found

    def _plan(self, ikm_count, product_count):
        """[(regency, state, how many products)]; every state appears when there are enough industries."""
        shares = {code: row[0] for code, row in self.regencies.items()}
        regencies = self.rng.choices(list(shares), list(shares.values()), k=ikm_count)
        states = self.rng.choices(list(IKM_SHARES), list(IKM_SHARES.values()), k=ikm_count)
        # The first one is verified: a merged industry leads to an earlier one.
        forced = [IkmState.VERIFIED, *IKM_SHARES][:ikm_count]
        states[: len(forced)] = forced
        weights = [
            0 if state == IkmState.MERGED else self.rng.paretovariate(2.5) * (0.4 if state == IkmState.DRAFT else 1)
            for state in states
        ]
        made = Counter(self.rng.choices(range(ikm_count), cum_weights=list(accumulate(weights)), k=product_count))
        return [(regencies[i], states[i], made[i]) for i in range(ikm_count)]

    def _announce(self, first, count):
        for start in range(first, first + count, ANNOUNCE_CHUNK):
            with transaction.atomic():
                announce(Ikm, range(start, min(start + ANNOUNCE_CHUNK, first + count)))
            if (start - first) % (10 * ANNOUNCE_CHUNK) == 0:
                self.say(f"kesiapan, antrean, dan katalog: {min(start + ANNOUNCE_CHUNK, first + count) - first} IKM")

    def _write_batches(self, first, count):
        """Sent batches around what is proposed, closed ones around what BBI has answered, one being built."""
        made = Product.objects.filter(pk__gte=first, pk__lt=first + count).order_by("state_since", "pk")
        answered = made.filter(state__in=[P.ACCEPTED, P.RETURNED_BY_BBI, P.REJECTED_BY_BBI])
        for state, products, size in (
            (BatchState.CLOSED, answered, CLOSED_SIZE),
            (BatchState.SENT, made.filter(state=P.PROPOSED), SENT_SIZE),
        ):
            pks = list(products.values_list("pk", flat=True))
            for start in range(0, len(pks), size):
                self._write_batch(state, pks[start : start + size])
            self.say(f"usulan {BatchState(state).label}: {len(pks)} produk")
        agreed = made.filter(state=P.ELIGIBLE, ikm__consents__purpose=Purpose.PROPOSE_BBI)
        self._write_batch(BatchState.DRAFTING, list(agreed.values_list("pk", flat=True)[:SENT_SIZE]))

    def _write_batch(self, state, pks):
        if not pks:
            return
        products = list(
            Product.objects.filter(pk__in=pks)
            .select_related("ikm__regency", "ikm__region__parent", "category", "unit", "readiness")
            .prefetch_related("certificates", "photos", "ikm__consents", "transitions")
            .order_by("pk")
        )
        is_drafting = state == BatchState.DRAFTING
        frozen = [{} if is_drafting else frozen_copy(product, self.today, self.book) for product in products]
        number = Batch.objects.count() + 1
        sent_at = min(
            (row.at for product in products for row in product.transitions.all() if row.name == "propose"),
            default=self.now,
        )
        sent = {
            "locked_at": sent_at - 3 * DAY,
            "locked_by": self.reviewer,
            "sha256": batch_hash(frozen),
            "signed_at": sent_at - 2 * DAY,
            "signed_by": self.head,
            "signed_as": {"name": self.head.name, "position": self.head.position, "nip": self.head.nip},
            "letter_number": f"530/{number}/BBI/{sent_at.year}",
            "letter_date": sent_at.date(),
            "sent_at": sent_at,
            "addressee": "Direktorat Jenderal IKMA",
            "addressee_place": "Jakarta",
        }
        closed_at = max((product.state_since for product in products), default=self.now)
        batch = Batch.objects.create(
            state=state,
            state_since=closed_at if state == BatchState.CLOSED else sent_at,
            province_id=self.reviewer.region_id,
            title=f"Usulan BBI {number}",
            created_by=self.reviewer,
            created_at=sent_at - 10 * DAY,
            **({} if is_drafting else sent),
        )
        steps = [
            ("lock", "drafting", "locked", self.reviewer, sent_at - 3 * DAY),
            ("sign", "locked", "signed", self.head, sent_at - 2 * DAY),
            ("send", "signed", "sent", self.reviewer, sent_at),
            ("close", "sent", "closed", self.reviewer, closed_at),
        ]
        until = {BatchState.DRAFTING: 0, BatchState.SENT: 3, BatchState.CLOSED: 4}[state]
        write(
            BatchTransition,
            [
                BatchTransition(subject=batch, name=name, from_state=a, to_state=b, by=by, at=at)
                for name, a, b, by, at in steps[:until]
            ],
        )
        write(
            BatchItem,
            [
                BatchItem(
                    batch=batch,
                    product=product,
                    position=position,
                    is_open=state != BatchState.CLOSED,
                    frozen=copy,
                    answer=ANSWERS.get(product.state, BbiAnswer.WAITING),
                    answer_reason=words.RETURN_REASONS[position % len(words.RETURN_REASONS)]
                    if product.state in (P.RETURNED_BY_BBI, P.REJECTED_BY_BBI)
                    else "",
                    answered_on=product.state_since.date() if state == BatchState.CLOSED else None,
                    answered_by=self.reviewer if state == BatchState.CLOSED else None,
                    added_by=self.reviewer,
                    added_at=sent_at - 9 * DAY,
                )
                for position, (product, copy) in enumerate(zip(products, frozen, strict=True), start=1)
            ],
        )


class _Chunk:
    """Rows of some thousand industries, collected per model and written together."""

    def __init__(self, seeder):
        self.seeder = seeder
        self.rng = seeder.rng
        self.now = seeder.now
        self.rows = defaultdict(list)
        self.papers = []

    def write(self):
        """In the order of their foreign keys; certificates get their keys only now, since their number is random."""
        first = reserve(Certificate, len(self.papers)) if self.papers else 0
        for pk, (paper, products, steps) in enumerate(self.papers, start=first):
            paper.pk = pk
            self.rows[Certificate].append(paper)
            link = Certificate.products.through
            self.rows[link] += [link(certificate_id=pk, product_id=product) for product in products]
            self._log(CertificateTransition, pk, "claimed", steps)
        facts = self.rows[NutritionFacts]
        first = reserve(NutritionFacts, len(facts)) if facts else 0
        for pk, (row, steps) in enumerate(facts, start=first):
            row.pk = pk
            self._log(NutritionTransition, pk, "claimed", steps)
        self.rows[NutritionFacts] = [row for row, steps in facts]
        for model in (
            User, Ikm, IkmTransition, YearlyFigures, Consent, Product, ProductTransition, ProductFigures, Certificate,
            Certificate.products.through, CertificateTransition, NutritionFacts, NutritionTransition,
            CertificateAnswer, Touch,
        ):  # fmt: skip
            write(model, self.rows[model])

    def add(self, pk, regency, state, product_count, next_product):
        """One industry with its products; returns the key after the last product."""
        seeder, rng = self.seeder, self.rng
        seeder.serial += 1
        officers = list(seeder.officers[regency])
        rng.shuffle(officers)
        source = seeder.pick({Source.OFFICER: 40, Source.IMPORT: 30, Source.SELF: 30})
        owner = self._owner(seeder.serial) if source == Source.SELF else None
        category = seeder.pick(seeder.goods[regency])
        ikm = self._ikm(pk, regency, state, category, source, owner, officers)
        self.creator = owner or officers[0]
        self.checker = officers[1]
        ends = self.now - (rng.expovariate(1 / 9) if state == IkmState.SUBMITTED else 20 + 800 * rng.random()) * DAY
        ikm.created_at = ends - (2 + 30 * rng.random()) * DAY
        times = self._times(ikm.created_at, ends, len(IKM_PATHS[state]))
        self._settle(ikm, IKM_PATHS[state], times, IkmTransition)
        if state == IkmState.MERGED:
            survivors = seeder.survivors
            ikm.merged_into_id = survivors.get(regency) or next(iter(survivors.values()))
        elif state == IkmState.VERIFIED:
            seeder.survivors[regency] = pk
        self._figures(ikm)
        self.rows[Ikm].append(ikm)
        has_agreed = self._consents(ikm)
        self.halal = None
        starts = ikm.verified_at or ikm.created_at
        for _number in range(product_count):
            self._product(next_product, ikm, category, starts, has_agreed)
            next_product += 1
        return next_product

    def _owner(self, serial):
        if not hasattr(self, "next_user"):
            self.next_user = reserve(User, IKM_CHUNK)
        user = User(
            pk=self.next_user,
            name=person(self.rng),
            email=f"pemilik.{serial}@{MAIL_DOMAIN}",
            password=f"!{self.rng.getrandbits(160):040x}",
            date_joined=self.now,
        )
        self.next_user += 1
        self.rows[User].append(user)
        return user

    def _ikm(self, pk, regency, state, category, source, owner, officers):
        seeder, rng, serial = self.seeder, self.rng, self.seeder.serial
        village, place = rng.choice(seeder.villages[regency])
        _share, latitude, longitude, _goods = seeder.regencies[regency]
        self.place = place
        owner_name = owner.name if owner else person(rng)
        middle = rng.choice((owner_name.split()[0], place))
        name = f"{rng.choice(words.HOUSE_WORDS)} {middle} {rng.choice(words.HOUSE_TAILS)}"
        wants = state in REGISTERED_STATES and rng.random() < 0.8
        nik = nik_of(village, serial) if rng.random() < 0.7 else ""
        npwp = nik if nik and rng.random() < 0.3 else ""
        has_nib = wants or (state != IkmState.DRAFT and rng.random() < 0.5)
        phone = f"+6281200{serial % 10_000_000:07d}"
        return Ikm(
            pk=pk,
            state=state,
            owner=owner,
            name=name,
            name_key=name.casefold(),
            legal_form=seeder.pick(
                {
                    LegalForm.PERORANGAN: 80,
                    LegalForm.UD: 8,
                    LegalForm.CV: 5,
                    LegalForm.KUB: 4,
                    LegalForm.PT_PERORANGAN: 3,
                }
            ),
            owner_name=owner_name,
            established_year=seeder.today.year - min(40, int(rng.expovariate(0.1))),
            nib=f"9{(serial * 48_271) % 10**12:012d}" if has_nib else "",
            nik=nik,
            nik_digest=digest(nik),
            nik_mask=mask(nik) if nik else "",
            npwp=npwp,
            npwp_digest=digest(npwp),
            npwp_mask=mask(npwp) if npwp else "",
            kbli_version="2020",
            kbli=seeder.categories[category].kbli_2020.split(",")[0] or "32909",
            regency_id=regency,
            region_id=village,
            address=f"{rng.choice(words.STREETS)} No. {rng.randint(1, 150)} RT {rng.randint(1, 20):02d}",
            latitude=round(latitude + rng.gauss(0, 0.12), 5) if rng.random() < 0.6 else None,
            longitude=round(longitude + rng.gauss(0, 0.12), 5),
            phone=phone,
            whatsapp=phone if rng.random() < 0.8 else "",
            source=source,
            wants_bbi=wants,
            created_by=owner or officers[0],
            updated_at=self.now,
        )

    def _times(self, starts, ends, count):
        """`count` moments in order, the last one `ends`."""
        if not count:
            return []
        return [*sorted(starts + (ends - starts) * self.rng.random() for _step in range(count - 1)), ends]

    def _settle(self, obj, path, times, log):
        """Dates, people and transition rows of a record that has gone this path."""
        obj.state_since = times[-1] if times else obj.created_at
        steps = []
        for verb, at in zip(path, times, strict=True):
            by = self.seeder.reviewer if verb in PROVINCE_VERBS else self.checker
            if verb == "submit":
                by = self.creator
                obj.submitted_at = at
                if obj.created_by.role == "":
                    obj.owner_confirmed_at = at
            elif verb == "verify":
                obj.verified_at, obj.verified_by = at, by
            elif verb == "return":
                obj.assigned_to = by
            elif verb == "approve":
                obj.eligible_at = at
            elif verb == "accept":
                obj.accepted_at = at
            steps.append((verb, by, at))
        self._log(log, obj.pk, "draft", steps)
        self.rows[Touch].append(
            Touch(
                object_type=obj._meta.label_lower,
                object_id=obj.pk,
                user=self.creator,
                reason=Touch.Reason.CREATED,
                at=obj.created_at,
            )
        )

    def _log(self, log, pk, state, steps):
        for verb, by, at in steps:
            note = self.rng.choice(words.RETURN_REASONS) if verb in NOTED_VERBS else ""
            to_state = LEADS_TO[verb]
            self.rows[log].append(
                log(subject_id=pk, name=verb, from_state=state, to_state=to_state, by=by, note=note, at=at)
            )
            state = to_state

    def _figures(self, ikm):
        rng = self.rng
        if ikm.latitude is None:
            ikm.longitude = None
        if rng.random() > 0.75:
            return
        workers = 1 + min(60, int(rng.lognormvariate(0.9, 0.8)))
        investment = int(rng.lognormvariate(17.2, 1.2)) // 1000 * 1000
        capital, sales = int(investment * rng.uniform(0.5, 1.5)), int(investment * rng.uniform(1, 6))
        ikm.industry_scale, ikm.business_scale = industry_scale(workers, investment), business_scale(capital, sales)
        for back in range(1, rng.randint(1, 3) + 1):
            factor = 1 - 0.08 * (back - 1)
            men = rng.randint(0, workers)
            self.rows[YearlyFigures].append(
                YearlyFigures(
                    ikm_id=ikm.pk,
                    year=self.seeder.today.year - back,
                    workers_male=men,
                    workers_female=workers - men,
                    investment=investment,
                    capital=capital,
                    sales=int(sales * factor),
                    raw_material_value=int(sales * factor * 0.45),
                    electricity_kwh=rng.randint(300, 9_000),
                )
            )

    def _consents(self, ikm):
        """Whether the owner agreed to be proposed."""
        if ikm.state not in REGISTERED_STATES:
            return False
        chances = {
            Purpose.PROPOSE_BBI: 1 if ikm.wants_bbi else 0,
            Purpose.PUBLISH_PRODUCT: 0.92 if ikm.wants_bbi else 0.2,
            Purpose.PUBLISH_CONTACT: 0.6,
            Purpose.SURVEY: 0.5,
        }
        for purpose, chance in chances.items():
            if self.rng.random() < chance:
                is_withdrawn = purpose != Purpose.PROPOSE_BBI and self.rng.random() < 0.02
                self.rows[Consent].append(
                    Consent(
                        ikm_id=ikm.pk,
                        purpose=purpose,
                        by=self.creator,
                        on_paper=ikm.source != Source.SELF,
                        given_at=ikm.submitted_at,
                        withdrawn_at=self.now - DAY if is_withdrawn else None,
                    )
                )
        return ikm.wants_bbi

    def _product(self, pk, ikm, main_category, starts, has_agreed):
        seeder, rng = self.seeder, self.rng
        state = seeder.pick(PRODUCT_SHARES[ikm.state])
        if state in ANSWERS and not has_agreed:
            state = P.VERIFIED
        code = main_category if rng.random() < 0.75 else seeder.pick(seeder.goods[ikm.regency_id])
        kinds, low, high, unit, weights, lives = words.GOODS[code]
        is_food = seeder.categories[code].group in (CategoryGroup.FOOD, CategoryGroup.DRINK)
        kind = rng.choice(kinds)
        name = f"{kind} {rng.choice(words.FLAVOURS)}"
        price = max(500, int(low * (high / low) ** rng.random()) // 500 * 500)
        path = PRODUCT_PATHS[state]
        span = self.now - starts
        ends = (
            self.now - min(rng.expovariate(1 / 12) * DAY, span / 2)
            if state in WAITING
            else starts + span * rng.random()
        )
        created = starts + (ends - starts) * rng.random() / 4
        product = Product(
            pk=pk,
            state=state,
            ikm_id=ikm.pk,
            regency_id=ikm.regency_id,
            name=name,
            name_key=name.casefold(),
            brand=ikm.name.split()[-1] if rng.random() < 0.5 else "",
            category_id=code,
            description=rng.choice(words.SENTENCES).format(kind=kind, place=self.place),
            price_min=price,
            price_max=price * rng.randint(11, 20) // 10 if rng.random() < 0.3 else None,
            unit_id=unit,
            monthly_capacity=max(1, int(rng.lognormvariate(5, 1))),
            net_weight=rng.choice(weights) if weights else None,
            net_weight_unit="ml" if unit == "botol" else "g",
            shelf_life_days=rng.choice(lives) if lives else None,
            storage=(Storage.FROZEN if code == "pangan-beku" else Storage.ROOM) if is_food else "",
            made_at=(MadeAt.HOME if rng.random() < 0.85 else MadeAt.SEPARATE) if is_food else "",
            process=("pasteurised" if code == "susu-kaleng" else "dry") if is_food else "handmade",
            packaging_kind="plastic" if is_food else "",
            ready_to_eat=code == "wadai-basah",
            animal_material=code == "kulit",
            health_claim=code == "jamu",
            created_by=self.creator,
            created_at=created,
            updated_at=self.now,
        )
        self._settle(product, path, self._times(created, ends, len(path)), ProductTransition)
        self.rows[Product].append(product)
        if state != P.DRAFT and rng.random() < 0.35:
            yearly = product.monthly_capacity * 12
            self.rows[ProductFigures].append(
                ProductFigures(
                    product_id=pk,
                    year=seeder.today.year - 1,
                    capacity=yearly,
                    unit_id=unit,
                    production_value=yearly * price,
                    raw_material_value=yearly * price * 2 // 5,
                )
            )
        self._proofs(product, ikm)

    def _proofs(self, product, ikm):
        """Answers and papers per axis; whatever the law asks is proven once the province has approved."""
        facts = facts_of(product, ikm)
        is_approved = product.state in APPROVED_STATES
        has_lapsed = product.state == P.ACCEPTED and self.rng.random() < 0.05
        for axis in Axis.values:
            rule = rule_for(self.seeder.book, product.category_id, axis, facts, ikm.business_scale)
            is_asked = rule.obligation == Obligation.MANDATORY
            if not is_asked and self.rng.random() < 0.93:
                continue
            proof = self.seeder.pick(PROOF_SHARES)
            if is_asked and is_approved:
                proof = "expired" if has_lapsed and axis == Axis.LICENCE else "verified"
            elif product.state == P.DRAFT and proof not in ("claimed", "in_process"):
                proof = "none"
            self._answer(product, axis, proof)
            if proof in ("in_process", "none"):
                continue
            if axis == Axis.NUTRITION:
                self._nutrition(product, proof)
            elif axis == Axis.HALAL and proof == "verified" and self.halal is not None:
                self.halal.append(product.pk)
            elif rule.accepted_permits:
                self._paper(product, ikm, self._permit_kind(rule), proof)

    def _permit_kind(self, rule):
        kind = PermitKind(rule.accepted_permits[0])
        return kind if kind in AXIS_OF_KIND else PermitKind.OTHER

    def _answer(self, product, axis, proof):
        is_moving = proof == "in_process"
        answer = {"in_process": Answer.IN_PROCESS, "none": Answer.NONE}.get(proof, Answer.HAVE)
        applied = product.created_at.date() if is_moving else None
        self.rows[CertificateAnswer].append(
            CertificateAnswer(
                product_id=product.pk,
                axis=axis,
                answer=answer,
                reason="Menunggu jadwal pemeriksaan." if is_moving else "",
                application_number=f"PRM-{product.pk}-{axis[:1].upper()}" if is_moving else "",
                applied_on=applied,
                by=self.creator,
                updated_at=product.created_at,
            )
        )

    def _judged(self, product, proof):
        """Fields and steps of a paper in the state its proof says."""
        state = CertificateState.VERIFIED if proof == "expired" else CertificateState(proof)
        verb = {"verified": "verify", "returned": "return", "refused": "refuse"}.get(state)
        at = product.verified_at or product.submitted_at or product.created_at
        fields = {"state": state, "state_since": at, "created_by": self.creator, "updated_at": at}
        if state == CertificateState.VERIFIED:
            fields |= {"verified_at": at, "verified_by": self.checker}
        elif verb:
            fields["reason"] = self.rng.choice(words.RETURN_REASONS)
        return fields, [(verb, self.checker, at)] if verb else []

    def _paper(self, product, ikm, kind, proof):
        fields, steps = self._judged(product, proof)
        today, age = self.seeder.today, self.rng.randint(30, 900)
        years = YEARS_VALID.get(kind, 5)
        issued = today - age * DAY if proof != "expired" else today - (years * 366 + self.rng.randint(1, 400)) * DAY
        until = None if kind == PermitKind.HALAL and proof != "expired" else issued + years * 365 * DAY
        number = permit_number(kind, self.seeder.permits[kind], ikm.regency_id, issued, until)
        self.seeder.permits[kind] += 1
        products = [product.pk]
        if kind == PermitKind.HALAL and proof == "verified":
            self.halal = products
        paper = Certificate(
            ikm_id=ikm.pk,
            kind=kind,
            number=number,
            number_raw=number,
            issuer=ISSUERS.get(kind, "Lembaga penerbit"),
            issued_on=issued,
            valid_until=until,
            created_at=product.created_at,
            **fields,
        )
        self.papers.append((paper, products, steps))

    def _nutrition(self, product, proof):
        fields, steps = self._judged(product, proof)
        rng = self.rng
        pack = product.net_weight or 100
        fat, sugar = rng.randint(0, 30_000), rng.randint(0, 40_000)
        row = NutritionFacts(
            product_id=product.pk,
            basis=rng.choice(Basis.values),
            source=f"Contoh {product.pk}",
            unit=WeightUnit.MILLILITRE if product.net_weight_unit == WeightUnit.MILLILITRE else WeightUnit.GRAM,
            serving_milli=min(pack, rng.choice((20, 25, 30))) * 1000,
            pack_milli=pack * 1000,
            fat_mg=fat,
            saturated_fat_mg=fat * rng.randint(10, 60) // 100,
            protein_mg=rng.randint(0, 20_000),
            carbohydrate_mg=min(70_000 - fat, sugar + rng.randint(0, 20_000)),
            sugar_mg=min(sugar, 70_000 - fat),
            sodium_mg=rng.randint(0, 1_200),
            **fields,
        )
        self.rows[NutritionFacts].append((row, steps))


def person(rng):
    return f"{rng.choice(words.GIVEN_NAMES)} {rng.choice(words.FAMILY_NAMES)}"


def nik_of(village, serial):
    """Regency and district, a birth date, four digits: each serial another number."""
    born = datetime.date(1955, 1, 1) + (serial * 7_919 % 16_000) * DAY
    day = born.day + (40 if serial % 2 else 0)
    return f"{village.replace('.', '')[:6]}{day:02d}{born:%m%y}{serial % 9_999 + 1:04d}"


def permit_number(kind, serial, regency, issued, until):
    """A well-formed number that no two seeded papers of a kind share."""
    year = 20 + serial % 6
    part = serial // 6
    place = regency.replace(".", "")
    if kind == PermitKind.PIRT:
        return f"2{serial // 1_000_000 % 15 + 1:02d}{place}{serial % 1_000_000:06d}-{until.year % 100:02d}"
    if kind == PermitKind.HALAL:
        return f"ID{place[:2]}11{serial % 10**9:09d}{issued:%m%y}"
    if kind in (PermitKind.MD, PermitKind.ML):
        return f"{kind.upper()} {2 + serial % 3}3{serial % 10**13:013d}"
    if kind in (PermitKind.TR, PermitKind.HT, PermitKind.FF, PermitKind.SD):
        return f"POM {kind.upper()} {year}{3 + part // 10_000 % 4}3{part % 10_000:04d}1"
    if kind == PermitKind.COSMETIC:
        return f"NA18{year}{part // 100_000 % 15 + 1:02d}{part % 100_000:05d}"
    if kind in (PermitKind.AKD, PermitKind.PKD):
        return f"KEMENKES RI {kind.upper()} 2{part // 9_999 % 90 + 10:02d}01{str(year)[::-1]}{part % 9_999 + 1:04d}"
    return f"{kind.upper()}/{serial + 1}/{issued.year}"


def reserve(model, count):
    """The first of `count` keys in a row that nobody else will be given."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"SELECT setval(s, GREATEST(nextval(s), (SELECT COALESCE(MAX(id), 0) + 1 FROM {table})) + %s)"
                " FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS s) AS sequence",
                [count - 1, table],
            )
            return cursor.fetchone()[0] - count + 1
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        used = cursor.fetchone()
    return max(used[0] if used else 0, model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0) + 1


def write(model, rows):
    """Insert these instances: COPY on PostgreSQL, batches elsewhere. A key left empty is given by the database."""
    if not rows:
        return
    if connection.vendor != "postgresql":
        model._base_manager.bulk_create(rows, batch_size=1_000)
        return
    fields = [field for field in model._meta.concrete_fields if rows[0].pk is not None or not field.primary_key]
    readers = [(field.attname, _reader(field)) for field in fields]
    text = io.StringIO()
    for row in rows:
        text.write("\t".join([_copied(getattr(row, name), reader) for name, reader in readers]) + "\n")
    text.seek(0)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {connection.ops.quote_name(model._meta.db_table)} ({columns}) FROM STDIN", text)


def _reader(field):
    if isinstance(field, EncryptedTextField):
        return field.get_prep_value
    return json.dumps if isinstance(field, models.JSONField) else str


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copied(value, reader):
    return "\\N" if value is None else reader(value).translate(_ESCAPES)


def analyze():
    """New rows change the planner's mind; autovacuum would tell it too late for the pages opened next."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
