"""The demonstration's world: IKM and products in every state, made through the same functions people use.

Everybody and everything in it is invented. `ensure_demo` may run again: it adds nothing when its IKM are there.
"""

import datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone

from accounts.demo import ensure_demo_users
from assistance.models import AssistanceCase
from assistance.opening import open_case
from assistance.stepping import tick
from assistance.workflow import CASE
from certification.enums import Answer
from certification.fit import FOOD_TYPES
from certification.papers import add_certificate, answer_axis, save_nutrition
from certification.workflow import CERTIFICATE, NUTRITION
from core.files import clean_image
from core.workflow import perform
from desk.demo_pictures import draw_label, draw_picture
from desk.returning import Note, return_dossier
from desk.submitting import submit_everything
from ikm.claims import code_digest, issue_cards, read_code
from ikm.consent import give
from ikm.editing import save_figures, save_profile, start_draft
from ikm.enums import Purpose, Source
from ikm.models import ClaimCode, Ikm
from ikm.workflow import IKM
from products.editing import add_product, save_product
from products.photos import add_photos
from products.workflow import PRODUCT
from proposals.building import add_products, record_answer, start_batch
from proposals.workflow import BATCH
from reference.models import Estimate, Office, ProductCategory, Region, Unit
from reference.working_days import add_working_days

# owner key, name, owner's name, regency, KBLI, products: (name, category, price, unit, capacity, state)
WORLD = [
    (
        "owner_1", "Laut Saijaan", "Rusmiati", "63.02", "10794",
        [
            ("Amplang Ikan Tenggiri 250 g", "kerupuk", (28_000, None), "bungkus", 1_200, "accepted"),
            ("Kerupuk Udang Mentah", "kerupuk", (32_000, None), "bungkus", 600, "verified"),
            ("Stik Ikan Tenggiri", "kerupuk", (22_000, None), "bungkus", 300, "without_licence"),
        ],
    ),
    (
        "owner_2", "Kampung Ketupat", "Muhammad Ilham", "63.71", "13134",
        [
            ("Kain Sasirangan Gigi Haruan", "sasirangan", (185_000, 420_000), "lembar", 90, "accepted"),
            ("Selendang Kulat Kurikit", "sasirangan", (95_000, 150_000), "lembar", 120, "eligible"),
        ],
    ),
    (
        "owner_3", "Manis Nagara", "Siti Mahmudah", "63.06", "10796",
        [
            ("Dodol Kandangan Kacang", "dodol", (15_000, None), "bungkus", 2_000, "accepted"),
            ("Dodol Kandangan Durian", "dodol", (20_000, None), "bungkus", 800, "submitted"),
        ],
    ),
    (
        "owner_4", "Purun Lestari", "Akhmad Fauzi", "63.03", "16292",
        [
            ("Tas Purun Anyam Warna", "anyaman", (95_000, None), "buah", 150, "accepted"),
            ("Tikar Purun", "anyaman", (120_000, 260_000), "lembar", 60, "proposed"),
            ("Topi Purun", "anyaman", (45_000, None), "buah", 200, "eligible"),
        ],
    ),
    (
        "owner_5", "Dapur Noor", "Noor Hasanah", "63.02", "10772",
        [("Sambal Cabe Hiyung", "sambal-bumbu", (24_000, None), "botol", 400, "returned")],
    ),
    (
        "owner_6", "Madu Meratus", "Yuliana Sari", "63.06", "10799",
        [("Madu Kelulut 250 ml", "madu", (85_000, None), "botol", 100, "draft")],
    ),
    (
        None, "Pandai Besi Nagara Jaya", "H. Abdul Gani", "63.06", "25933",
        [("Parang Nagara", "logam", (150_000, 300_000), "buah", 80, "verified")],
    ),
    (
        None, "Lampit Amuntai", "Maskur", "63.08", "16291",
        [("Lampit Rotan", "anyaman", (450_000, 900_000), "lembar", 30, "submitted")],
    ),
    (
        None, "Tenun Pagatan Sejahtera", "Hj. Andi Rahmah", "63.10", "13122",
        [("Sarung Tenun Pagatan", "batik-tenun", (350_000, 700_000), "lembar", 25, "submitted")],
    ),
    (
        None, "Keripik Bungas", "Mawaddah", "63.72", "10794",
        [("Keripik Singkong Balado", "kerupuk", (12_000, None), "bungkus", 900, "submitted")],
    ),
    (
        None, "Amplang Saijaan Raya", "Hj. Norhayati", "63.02", "10794",
        [("Amplang Bandeng", "kerupuk", (25_000, None), "bungkus", 500, "submitted")],
    ),
    (
        None, "Ikan Kering Pulau Laut", "Sahrudin", "63.02", "10211",
        [("Cumi Kering Kupas", "ikan-kering", (90_000, None), "bungkus", 150, "submitted")],
    ),
    (
        None, "Sasirangan Sungai Jingah", "Mariana", "63.71", "13134",
        [("Kemeja Sasirangan Hiris Pudak", "sasirangan", (210_000, 325_000), "potong", 70, "submitted")],
    ),
    (
        None, "Kerupuk Haruan Nagara", "Rusdiansyah", "63.06", "10794",
        [("Kerupuk Haruan", "kerupuk", (18_000, None), "bungkus", 700, "submitted")],
    ),
]  # fmt: skip

# What reads like rows of an office's Excel sheet.
IMPORTED = ("Amplang Saijaan Raya", "Ikan Kering Pulau Laut", "Kerupuk Haruan Nagara")
# One card whose code everybody may know: the claim as `make run` shows it.
CLAIM_CARD = {"ikm": "Amplang Saijaan Raya", "code": "C0NT0-HKART", "digits": "2010"}
LAPSES_SOON = "Kerupuk Udang Mentah"
PICTURES = {
    "Tas": "bag", "Topi": "bag", "Tikar": "mat", "Lampit": "mat", "Kain": "cloth", "Selendang": "cloth",
    "Sarung": "cloth", "Kemeja": "cloth", "Sambal": "jar", "Madu": "jar", "Parang": "blade",
}  # fmt: skip


def ensure_demo():
    """Make the world where it is absent; returns the number of IKM that stand afterwards."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured("Data contoh tidak boleh dimuat di produksi.")
    people = ensure_demo_users()
    _ensure_offices(people)
    for position, row in enumerate(WORLD):
        if not Ikm.objects.filter(name=row[1], created_by__is_example=True).exists():
            with transaction.atomic():
                _Story(people, position, *row).tell()
    _ensure_batches(people)
    _ensure_cases(people)
    _ensure_claim_card(people)
    return Ikm.objects.filter(created_by__is_example=True).count()


class _Story:
    """One IKM from its first draft to where its products stand."""

    def __init__(self, people, position, owner, name, owner_name, regency, kbli, products):
        self.people = people
        self.position = position
        self.owner = people[owner] if owner else None
        self.name, self.owner_name, self.regency, self.kbli, self.products = name, owner_name, regency, kbli, products
        self.typist = self.owner or people["officer_hss"]
        self.checker = people["reviewer"]
        for key, person in people.items():
            if key.startswith("officer_") and person.region_id == regency and person != self.typist:
                self.checker = person
                break
        if self.owner is None:
            self.typist = self._officer()

    def _officer(self):
        found = [p for k, p in self.people.items() if k.startswith("officer_") and p.region_id == self.regency]
        return found[0] if found else self.people["facilitator_kotabaru"]

    def tell(self):
        source = Source.IMPORT if self.name in IMPORTED else Source.OFFICER
        ikm = self.ikm = start_draft(by=self.typist, owner=self.owner, source=Source.SELF if self.owner else source)
        village = Region.objects.filter(code__startswith=f"{self.regency}.", level=4).order_by("code")[
            3 + self.position
        ]
        self.ikm = ikm = save_profile(
            ikm,
            {
                "name": self.name,
                "owner_name": self.owner_name,
                "nib": f"{9120300450000 + self.position * 7919:013d}",
                "kbli": self.kbli,
                "kbli_version": "2020",
                "regency": village.parent.parent,
                "region": village,
                "address": f"Jl. Contoh No. {self.position + 3}, RT 02",
                "phone": f"+62812000020{self.position:02d}",
                "whatsapp": f"+62812000020{self.position:02d}",
                "wants_bbi": True,
                **({} if self.owner else {"mandate": "Surat kuasa pemilik, contoh"}),
            },
            by=self.typist,
        )
        save_figures(
            ikm,
            timezone.localdate().year - 1,
            {
                "workers_male": 1 + self.position % 3,
                "workers_female": 2 + self.position % 4,
                "investment": 25_000_000 + self.position * 4_000_000,
                "capital": 40_000_000,
                "sales": 180_000_000 + self.position * 25_000_000,
            },
            by=self.typist,
        )
        give(ikm, Purpose.values, by=self.typist)
        made = [(self._product(*row), row[-1]) for row in self.products]
        if all(state == "draft" for _, state in made):
            return
        submit_everything(Ikm.objects.get(pk=ikm.pk), by=self.typist)
        if all(state in ("draft", "submitted") for _, state in made):
            return
        self._check(made)

    def _product(self, name, category, price, unit, capacity, state):
        is_food = category in ("kerupuk", "dodol", "sambal-bumbu", "madu", "ikan-kering")
        product = add_product(self.ikm, by=self.typist)
        product = save_product(
            product,
            {
                "name": name,
                "category": ProductCategory.objects.get(pk=category),
                "description": f"{name} buatan {self.name}, dibuat dengan tangan di Kalimantan Selatan.",
                "description_en": f"{name}, handmade in South Kalimantan by {self.name}.",
                "price_min": price[0],
                "price_max": price[1],
                "unit": Unit.objects.get(pk=unit),
                "monthly_capacity": capacity,
                **(
                    {
                        "net_weight": 250,
                        "net_weight_unit": "g",
                        "shelf_life_days": 120,
                        "storage": "room",
                        "made_at": "home",
                        "process": "dry",
                        "packaging_kind": "plastic",
                        "ready_to_eat": True,
                        "packaging": "plastik",
                    }
                    if is_food
                    else {}
                ),
            },
            by=self.typist,
        )
        picture = draw_picture(
            f"{self.name}{name}", product.category.color, PICTURES.get(name.split(" ")[0], "package")
        )
        add_photos(product, [clean_image(picture)], "front", by=self.typist)
        if is_food:
            self._papers(product, state)
        return product

    def _pirt_end(self, product):
        """One paper is about to lapse, so that reminders have something to say."""
        if product.name == LAPSES_SOON:
            return timezone.localdate() + datetime.timedelta(days=25)
        return None

    def _pirt_number(self, product):
        """Packed in plastic, the food type of the category, the n-th product of this maker (PerBPOM 22/2018)."""
        end = self._pirt_end(product)
        year = end.year % 100 if end else 30
        food = FOOD_TYPES[product.category_id][1].split()[0]
        place, nth = self.regency.replace(".", ""), self.ikm.products.count()
        return f"P-IRT 2{food}{place}{nth:02d}{self.position + 1:04d}-{year:02d}"

    def _papers(self, product, state):
        number = 1 + self.position * 3 + self.ikm.products.count()
        if state in ("returned", "without_licence"):
            answer_axis(product, "licence", Answer.IN_PROCESS, by=self.typist)
        if state in ("verified", "eligible", "proposed", "accepted", "submitted"):
            lines = ["SPP-IRT", product.name, "contoh, bukan dokumen asli"]
            add_certificate(
                self.ikm, [product], "pirt", self._pirt_number(product),
                draw_label(product.name, lines), valid_until=self._pirt_end(product), by=self.typist,
            )  # fmt: skip
        if state in ("verified", "eligible", "proposed", "accepted", "without_licence"):
            add_certificate(
                self.ikm, [product], "halal", f"ID6311{number:09d}0326",
                draw_label(product.name, ["Sertifikat halal", product.name, "contoh"]),
                issued_on=datetime.date(2026, 3, 10), by=self.typist,
            )  # fmt: skip
            save_nutrition(
                product,
                {
                    "basis": "lab", "source": "Laboratorium contoh, laporan 12/2026", "per": "100g",
                    "serving_milli": 25_000, "pack_milli": 250_000, "fat_mg": 20_000,
                    "saturated_fat_mg": 8_000, "protein_mg": 6_000, "carbohydrate_mg": 65_000, "sugar_mg": 12_000,
                    "sodium_mg": 420,
                },
                by=self.typist,
            )  # fmt: skip
        else:
            answer_axis(product, "halal", Answer.IN_PROCESS, application_number="STTD-2026-0007", by=self.typist)
            answer_axis(product, "nutrition", Answer.NONE, by=self.typist)

    def _check(self, made):
        ikm = Ikm.objects.get(pk=self.ikm.pk)
        if any(state == "returned" for _, state in made):
            product = made[0][0]
            return_dossier(
                ikm,
                [
                    Note("ikm", ikm.pk, "address", "Alamat", "Tambahkan nomor rumah dan RT yang benar."),
                    Note("product", product.pk, "price_min", "Harga", "Harga ini per botol atau per dus?"),
                ],
                "Tinggal dua isian, setelah itu langsung kami periksa lagi.",
                by=self.checker,
            )
            return
        perform(IKM, ikm, "verify", by=self.checker)
        for product, state in made:
            product.refresh_from_db()
            if state in ("draft", "submitted"):
                continue
            for paper in product.certificates.filter(state="claimed"):
                perform(CERTIFICATE, paper, "verify", by=self.checker)
            if hasattr(product, "nutrition") and product.nutrition.state == "claimed":
                perform(NUTRITION, product.nutrition, "verify", by=self.checker)
            perform(PRODUCT, product, "verify", by=self.checker)
            if state not in ("verified", "without_licence"):
                perform(PRODUCT, product, "approve", by=self.people["reviewer_2"])


def _ensure_offices(people):
    head = people["head_province"]
    Office.objects.get_or_create(
        region_id=settings.PROVINCE,
        valid_from=datetime.date(2026, 1, 1),
        defaults={
            "name": "Dinas Perindustrian Provinsi Kalimantan Selatan",
            "address": "Alamat contoh, Banjarbaru",
            "phone": "0511-000000 (contoh)",
            "whatsapp": "+6281200009999",
            "hours": "Senin–Kamis 08.00–16.00, Jumat 08.00–11.00",
            "head_name": head.name,
            "head_title": head.position,
            "head_nip": "197001011995031001",
        },
    )
    for place, regency in enumerate(Region.objects.filter(parent_id=settings.PROVINCE).order_by("code")):
        Estimate.objects.get_or_create(
            region=regency,
            year=2020,
            defaults={"value": 3_500 + place * 480, "source": "angka contoh", "is_example": True},
        )


def _ensure_batches(people):
    """One batch answered, one sent and waiting, one being built: whatever of it is not there yet."""
    wanted = {name: state for row in WORLD for name, *_, state in row[5]}
    for title, state in (("Usulan BBI Oktober 2026", "accepted"), ("Usulan BBI November 2026", "proposed")):
        names = [name for name, wish in wanted.items() if wish == state]
        products = [product for row in WORLD for product in _eligible(row, names)]
        if not products:
            continue
        with transaction.atomic():
            batch = start_batch(title, by=people["reviewer"])
            add_products(batch, products, by=people["reviewer"])
            perform(BATCH, batch, "lock", by=people["reviewer"])
            perform(BATCH, batch, "sign", by=people["head_province"])
            letter = {
                "letter_number": f"500.9/{100 + batch.pk}/DISPERIN/2026",
                "letter_date": timezone.localdate() - datetime.timedelta(days=20 if state == "accepted" else 3),
                "addressee": "Direktur Jenderal Industri Kecil, Menengah, dan Aneka",
                "addressee_place": "Jakarta",
            }
            perform(BATCH, batch, "send", by=people["reviewer"], data=letter)
            if state == "accepted":
                for item in batch.items.all():
                    record_answer(item, "accepted", by=people["reviewer"])


def _ensure_cases(people):
    """A running help whose step is late, with the owner and a facilitator, and one that ended with its certificate."""
    officer, facilitator = people["officer_kotabaru"], people["facilitator_kotabaru"]
    for name, kind, ago, finished in (("Dapur Noor", "halal_self", 12, False), ("Laut Saijaan", "pirt", 90, True)):
        ikm = Ikm.objects.filter(name=name, created_by__is_example=True).first()
        if ikm is None or AssistanceCase.objects.filter(ikm=ikm, kind=kind).exists():
            continue
        with transaction.atomic():
            ikm.facilitators.add(facilitator)
            start = add_working_days(timezone.localdate(), -ago)
            products = list(ikm.products.order_by("pk")[:1])
            case = open_case(ikm, kind, by=officer, responsible=facilitator, start=start, products=products)
            for step in case.steps.all() if finished else case.steps.all()[:1]:
                step.refresh_from_db()
                tick(step, by=officer, done_on=min(step.due_on, timezone.localdate()))
            if finished:
                paper = ikm.certificates.filter(kind=kind, state="verified", products__in=products).first()
                data = {"outcome": "issued", "certificate": paper}
                perform(CASE, case, "finish", by=officer, note="Nomor P-IRT sudah tercetak di label.", data=data)


def _ensure_claim_card(people):
    """The known code opens its card until somebody has used it."""
    ikm = Ikm.objects.filter(name=CLAIM_CARD["ikm"], created_by__is_example=True, owner=None).first()
    known = code_digest(read_code(CLAIM_CARD["code"]))
    if ikm is None or ClaimCode.objects.filter(code_digest=known).exists():
        return
    with transaction.atomic():
        cards, _skipped = issue_cards([ikm], by=people["officer_kotabaru"])
        made = code_digest(cards[0].code)
        ClaimCode.objects.filter(code_digest=made).update(code_digest=known)


def _eligible(row, names):
    return [
        product
        for ikm in Ikm.objects.filter(name=row[1], created_by__is_example=True)
        for product in ikm.products.filter(name__in=names, state="eligible")
    ]
