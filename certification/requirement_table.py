"""What the law asks of each product category, per topic, and what keeps a product from a permit (DOMAIN §4–6, §13).

First content of `Requirement` and `PermitExclusion`; the office edits both.

The rows of one category and axis are ordered. Of those in force on the day (`begins_on`..`ends_on`, both
included) and meant for the scale of the business ("" means every scale), the first one whose `conditions` all
hold for the product is the answer. A condition on something not yet known of the product does not hold.

Condition keys: made_at, storage, process, packaging_kind, legal_form (values, or a list of them), ready_to_eat,
health_claim, animal_material (booleans), shelf_life_days, min_shelf_life, max_shelf_life (days, both included).
"""

import datetime

LARGE_SCALES = ("medium", "large")

HALAL_LAW = "UU 33/2014 jo. UU 6/2023; PP 42/2024"
PIRT_LAW = "PerBPOM 22/2018; PerBPOM 4/2024; PP 28/2025"
MD_LAW = "PerBPOM 23/2023; PP 28/2025"
LABEL_LAW = "PerBPOM 26/2021; PerBPOM 16/2020"
SLHS_LAW = "PerBPOM 22/2018; PP 28/2025"
HERBAL_LAW = "UU 17/2023; PerBPOM 25/2023"
COSMETIC_LAW = "PerBPOM 21/2022"
HEALTH_LAW = "Permenkes 62/2017; PP 28/2025"

LARGE_FOOD_FROM = datetime.date(2024, 10, 18)
SMALL_FROM = datetime.date(2026, 10, 17)
DAY = datetime.timedelta(days=1)

# A certificate of the old MUI scheme counts until its printed day: that it lapsed with the old law is not certain.
HALAL_PAPERS = ["halal", "halal_mui"]

PIRT_CONDITIONS = {"made_at": "home", "storage": "room", "min_shelf_life": 8, "health_claim": False}


def row(axis, obligation, sentence, law, confidence, permits=(), conditions=None, scale="", begins=None, ends=None):
    return {
        "axis": axis,
        "obligation": obligation,
        "accepted_permits": list(permits),
        "conditions": conditions or {},
        "business_scale": scale,
        "begins_on": begins,
        "ends_on": ends,
        "legal_basis": law,
        "confidence": confidence,
        "sentence": sentence,
    }


def halal_from(day, scale, confidence, note, conditions=None):
    """Voluntary until the day before, mandatory from the day on."""
    return [
        row(
            "halal",
            "voluntary",
            f"Sertifikat halal belum wajib sampai {id_date(day - DAY)}; boleh diurus lebih awal.",
            HALAL_LAW,
            confidence,
            HALAL_PAPERS,
            conditions,
            scale,
            ends=day - DAY,
        ),
        row(
            "halal",
            "mandatory",
            f"Sertifikat halal wajib sejak {id_date(day)}. {note}",
            HALAL_LAW,
            confidence,
            HALAL_PAPERS,
            conditions,
            scale,
            begins=day,
        ),
    ]


def halal_food(confidence="H"):
    note = "Usaha mikro dan kecil dapat memakai jalur self-declare bila memenuhi syarat."
    large = "Usaha menengah dan besar memakai jalur reguler."
    return [
        *(rule for scale in LARGE_SCALES for rule in halal_from(LARGE_FOOD_FROM, scale, confidence, large)),
        *halal_from(SMALL_FROM, "", confidence, note),
    ]


def halal_goods(confidence):
    """Barang gunaan: mandatory only when derived from or containing animal parts."""
    note = "Berlaku karena produk mengandung bahan dari hewan."
    return [
        *halal_from(SMALL_FROM, "", confidence, note, {"animal_material": True}),
        row(
            "halal",
            "voluntary",
            "Sertifikat halal sukarela selama produk tidak mengandung bahan dari hewan.",
            HALAL_LAW,
            confidence,
            HALAL_PAPERS,
            {"animal_material": False},
        ),
        row(
            "halal",
            "unknown",
            "Sertifikat halal wajib bila produk mengandung bahan dari hewan. Isi dulu bahannya.",
            HALAL_LAW,
            confidence,
            HALAL_PAPERS,
        ),
    ]


def no_halal():
    sentence = "Sertifikat halal tidak diminta untuk produk ini."
    return [row("halal", "not_applicable", sentence, HALAL_LAW, "M")]


UNPACKED = {"packaging_kind": "none"}


def nutrition_label(confidence="H"):
    sentence = "Tabel informasi nilai gizi wajib ada di label; usaha mikro dan kecil tidak perlu uji laboratorium."
    unpacked = "Informasi nilai gizi tidak diminta: produk dijual tanpa kemasan berlabel."
    return [
        row("nutrition", "not_applicable", unpacked, LABEL_LAW, "H", conditions=UNPACKED),
        row("nutrition", "mandatory", sentence, LABEL_LAW, confidence),
    ]


def nutrition_exempt(what):
    sentence = f"Informasi nilai gizi dikecualikan untuk {what}."
    return [row("nutrition", "exempt", sentence, "PerBPOM 26/2021", "H")]


def no_nutrition(why="produk ini bukan pangan olahan berlabel"):
    return [row("nutrition", "not_applicable", f"Informasi nilai gizi tidak diminta: {why}.", LABEL_LAW, "H")]


def pirt_or_md(confidence="H"):
    return [
        row(
            "licence",
            "mandatory",
            "Makanan siap santap yang tahan kurang dari 8 hari tidak dapat P-IRT; "
            "yang diminta SLHS dari Dinas Kesehatan.",
            SLHS_LAW,
            "M",
            ["slhs"],
            {"ready_to_eat": True, "max_shelf_life": 7},
        ),
        row(
            "licence",
            "not_applicable",
            "Pangan yang dijual tanpa kemasan berlabel tidak memerlukan izin edar; P-IRT atau MD diurus bila dikemas.",
            MD_LAW,
            "M",
            conditions=UNPACKED,
        ),
        row(
            "licence",
            "mandatory",
            "Izin edar BPOM MD wajib; pangan yang dipasteurisasi atau disterilkan tidak dapat memakai P-IRT.",
            f"{PIRT_LAW}; {MD_LAW}",
            "H",
            ["md"],
            {"process": ["pasteurised", "sterilised"]},
        ),
        *(
            row(
                "licence",
                "mandatory",
                "Izin edar wajib: P-IRT atau BPOM MD. Isi dulu tempat membuat, cara menyimpan, dan daya simpannya.",
                PIRT_LAW,
                confidence,
                ["pirt", "md"],
                unknown,
            )
            for unknown in (
                {"made_at": "", "storage": ["room", ""], "health_claim": False},
                {"storage": "", "made_at": ["home", ""], "health_claim": False},
                {"shelf_life_days": None, "storage": ["room", ""], "made_at": ["home", ""], "health_claim": False},
            )
        ),
        row(
            "licence",
            "mandatory",
            "P-IRT wajib: dibuat di rumah, disimpan pada suhu ruang, tahan lebih dari 7 hari, tanpa klaim kesehatan.",
            PIRT_LAW,
            confidence,
            ["pirt", "md"],
            PIRT_CONDITIONS,
        ),
        row(
            "licence",
            "mandatory",
            "Izin edar BPOM MD wajib. P-IRT hanya untuk pangan kering buatan rumah yang tahan lebih "
            "dari 7 hari "
            "pada suhu ruang, tanpa klaim kesehatan.",
            MD_LAW,
            confidence,
            ["md"],
        ),
    ]


def md_only(what):
    sentence = f"Izin edar BPOM MD wajib; {what} tidak dapat memakai P-IRT."
    return [row("licence", "mandatory", sentence, f"{PIRT_LAW}; {MD_LAW}", "H", ["md"])]


def licence(obligation, sentence, law, confidence, permits=()):
    return [row("licence", obligation, sentence, law, confidence, permits)]


def no_licence(note=""):
    sentence = " ".join(["Izin edar tidak diminta untuk produk ini.", note]).strip()
    return [row("licence", "not_applicable", sentence, "", "M")]


def sni(obligation, sentence, confidence="M", law="UU 20/2014", scale=""):
    return [row("sni", obligation, sentence, law, confidence, ["sni"], scale=scale)]


def sni_free(note=""):
    return sni("voluntary", " ".join(["SNI sukarela; tanda SNI hanya dengan sertifikat.", note]).strip())


def no_sni():
    return sni("not_applicable", "SNI tidak diminta untuk produk ini.")


SNI = {
    "kue-kering": [
        *(
            rule
            for scale in LARGE_SCALES
            for rule in sni("mandatory", "SNI biskuit wajib bagi industri.", "M", "Permenperin SNI biskuit", scale)
        ),
        *sni_free(),
    ],
    "wadai-basah": no_sni(),
    "amdk": sni("mandatory", "SNI air minum dalam kemasan wajib.", "M", "Permenperin tentang SNI AMDK"),
    "sambal-bumbu": sni_free("Garam konsumsi wajib SNI."),
    "kopi": sni_free("Kopi instan wajib SNI."),
    "madu": sni_free("SNI 8664 untuk madu."),
    "jamu": no_sni(),
    "jamu-gendong": no_sni(),
    "suplemen": no_sni(),
    "kosmetik": no_sni(),
    "sabun-cuci": sni("unknown", "SNI deterjen: tanyakan petugas apakah jenis deterjen ini wajib SNI."),
    "masker-kain": sni(
        "voluntary", "SNI 8914:2020 untuk masker kain sukarela; tidak memerlukan izin Kemenkes.", "H",
        "Kep. BSN 408/KEP/BSN/9/2020",
    ),
    "alkes": sni_free("Uji mutu diminta dalam permohonan AKD."),
    "apd-nonmedis": sni_free("Helm dan pelindung tertentu wajib SNI."),
    "pakaian": sni_free("Pakaian bayi wajib SNI."),
    "logam": sni_free("Untuk cangkul, tanyakan petugas apakah wajib SNI."),
    "jukung": no_sni(),
    "permata": sni_free("Kadar logam mulia dapat ditandai."),
    "mainan": sni("mandatory", "SNI mainan anak wajib.", "M", "Permenperin tentang SNI mainan anak"),
    "lainnya": sni("unknown", "Belum ada aturan untuk kategori ini. Tanyakan petugas.", "L", ""),
}  # fmt: skip


def id_date(day):
    return f"{day.day} Oktober {day.year}"


POM_TR = licence(
    "mandatory",
    "Izin edar BPOM TR wajib; pembuatnya UMOT atau UKOT yang memenuhi aspek CPOTB.",
    HERBAL_LAW,
    "H",
    ["tr", "ht", "ff"],
)
PKD = licence("mandatory", "Izin edar Kemenkes PKD wajib untuk perbekalan rumah tangga.", HEALTH_LAW, "H", ["pkd"])
HERBAL_CLAIM = [
    row(
        "licence",
        "mandatory",
        "Dengan klaim khasiat, produk ini bukan pangan melainkan obat bahan alam: izin edar BPOM TR wajib.",
        HERBAL_LAW,
        "H",
        ["tr", "ht", "ff"],
        {"health_claim": True},
    ),
]
HERBAL_HALAL = halal_from(SMALL_FROM, "", "H", "Berlaku untuk obat bahan alam, suplemen, dan kosmetik.")
FOOD = [*halal_food(), *nutrition_label(), *pirt_or_md()]

RULES = {
    "kerupuk": FOOD,
    "kacang": FOOD,
    "keripik-buah": FOOD,
    "dodol": FOOD,
    "kue-kering": FOOD,
    "abon": FOOD,
    "ikan-kering": FOOD,
    "telur-asin": [*halal_food(), *nutrition_label("M"), *pirt_or_md("M")],
    "wadai-basah": [
        *halal_food(),
        *no_nutrition("makanan siap saji dijual tanpa label"),
        *licence(
            "mandatory",
            "SLHS dari Dinas Kesehatan diminta; makanan yang tahan kurang dari 7 hari tidak dapat P-IRT.",
            SLHS_LAW,
            "M",
            ["slhs"],
        ),
    ],
    "pangan-beku": [*halal_food(), *nutrition_label(), *md_only("makanan beku atau dingin")],
    "susu-kaleng": [*halal_food(), *nutrition_label(), *md_only("susu, makanan kaleng, dan MP-ASI")],
    "amdk": [
        *halal_food(),
        *nutrition_exempt("air minum dalam kemasan"),
        *md_only("air minum dalam kemasan"),
    ],
    "sambal-bumbu": [*halal_food(), *nutrition_exempt("bumbu dan kondimen"), *pirt_or_md()],
    "kopi": [*halal_food(), *nutrition_exempt("kopi"), *pirt_or_md()],
    "teh-herbal": [
        *halal_food(),
        row(
            "nutrition",
            "not_applicable",
            "Dengan klaim khasiat, produk ini obat bahan alam, bukan pangan.",
            HERBAL_LAW,
            "H",
            conditions={"health_claim": True},
        ),
        *nutrition_exempt("teh dan seduhan herbal"),
        *HERBAL_CLAIM,
        *pirt_or_md(),
    ],
    "minuman-serbuk": [*halal_food(), *nutrition_label("M"), *pirt_or_md("M")],
    "minuman-siap": [*halal_food(), *nutrition_label("M"), *md_only("minuman cair siap minum")],
    "gula-aren": [*halal_food(), *nutrition_label("M"), *pirt_or_md("M")],
    "madu": [*halal_food(), *nutrition_label("M"), *pirt_or_md("L")],
    "pangan-nonhalal": [
        row(
            "halal",
            "impossible",
            "Sertifikat halal tidak dapat diberikan; label wajib memuat keterangan tidak halal.",
            "UU 33/2014 Pasal 26",
            "H",
        ),
        *nutrition_label(),
        *pirt_or_md(),
    ],
    "jamu": [*HERBAL_HALAL, *no_nutrition("produk ini obat bahan alam"), *POM_TR],
    "jamu-gendong": [
        *halal_from(SMALL_FROM, "", "M", "Tanyakan penerapannya untuk jamu gendong kepada petugas."),
        *no_nutrition("jamu gendong dijual tanpa label"),
        *licence("not_applicable", "Jamu gendong dan racikan tidak memerlukan izin edar.", "Permenkes 7/2012", "M"),
    ],
    "suplemen": [
        *HERBAL_HALAL,
        *no_nutrition("suplemen tidak memakai tabel gizi pangan"),
        *licence("mandatory", "Izin edar BPOM SD wajib untuk suplemen kesehatan.", "UU 17/2023", "H", ["sd"]),
    ],
    "kosmetik": [
        *HERBAL_HALAL,
        *no_nutrition(),
        *licence(
            "mandatory",
            "Notifikasi kosmetik BPOM (NA) wajib, berlaku 3 tahun; pembuatnya memenuhi CPKB.",
            COSMETIC_LAW,
            "H",
            ["cosmetic"],
        ),
    ],
    "sabun-cuci": [*halal_goods("H"), *no_nutrition(), *PKD],
    "hand-sanitizer": [*halal_goods("H"), *no_nutrition(), *PKD],
    "masker-kain": [*no_halal(), *no_nutrition(), *no_licence("SNI 8914:2020 sukarela.")],
    "alkes": [
        *halal_goods("M"),
        *no_nutrition(),
        *licence(
            "mandatory",
            "Izin edar Kemenkes AKD wajib, dengan sertifikat produksi alat kesehatan.",
            HEALTH_LAW,
            "M",
            ["akd"],
        ),
    ],
    "apd-nonmedis": [
        *no_halal(),
        *no_nutrition(),
        *no_licence("Helm dan pelindung tertentu tunduk pada SNI."),
    ],
    "sasirangan": [*halal_goods("M"), *no_nutrition(), *no_licence()],
    "batik-tenun": [*halal_goods("M"), *no_nutrition(), *no_licence("Batikmark sukarela.")],
    "pakaian": [*halal_goods("M"), *no_nutrition(), *no_licence("Pakaian bayi wajib SNI.")],
    "kulit": [
        *halal_from(SMALL_FROM, "", "M", "Berlaku karena kulit berasal dari hewan."),
        *no_nutrition(),
        *no_licence(),
    ],
    "anyaman": [*no_halal(), *no_nutrition(), *no_licence("SVLK diminta untuk ekspor kayu dan rotan.")],
    "kerajinan": [*no_halal(), *no_nutrition(), *no_licence()],
    "mebel": [*no_halal(), *no_nutrition(), *no_licence("SVLK diminta untuk mebel kayu.")],
    "mainan": [*no_halal(), *no_nutrition(), *no_licence("SNI wajib untuk mainan anak.")],
    "permata": [*no_halal(), *no_nutrition(), *no_licence()],
    "logam": [*no_halal(), *no_nutrition(), *no_licence()],
    "jukung": [*no_halal(), *no_nutrition(), *no_licence("Kapal di atas ukuran tertentu perlu surat ukur.")],
    "lainnya": [
        row(axis, "unknown", "Belum ada aturan untuk kategori ini. Tanyakan petugas.", "", "L")
        for axis in ("halal", "nutrition", "licence")
    ],
}

REQUIREMENTS = [
    {"category": category} | rule
    for category, rules in RULES.items()
    for rule in [*rules, *SNI.get(category, sni_free())]
]

FOODS = (
    "kerupuk", "kacang", "keripik-buah", "dodol", "kue-kering", "wadai-basah", "abon", "ikan-kering", "telur-asin",
    "pangan-beku", "susu-kaleng", "sambal-bumbu", "gula-aren", "madu", "pangan-nonhalal", "kopi", "teh-herbal",
    "minuman-serbuk", "minuman-siap", "amdk",
)  # fmt: skip
HERBALS = ("jamu", "jamu-gendong", "suplemen")
NOT_FOODS = tuple(category for category in RULES if category not in (*FOODS, "lainnya"))


def exclusion(kind, sentence, law, confidence="H", categories=(), conditions=None):
    return {
        "kind": kind,
        "categories": list(categories),
        "conditions": conditions or {},
        "legal_basis": law,
        "confidence": confidence,
        "sentence": sentence,
    }


def but(*categories):
    """Every category the table knows except these."""
    return [category for category in RULES if category not in (*categories, "lainnya")]


EXCLUSIONS = [
    exclusion(
        "pirt", "Obat bahan alam dan suplemen bukan pangan; yang dipakai izin edar BPOM (TR atau SD).", HERBAL_LAW,
        categories=HERBALS,
    ),
    exclusion(
        "pirt", "P-IRT hanya untuk pangan olahan.", PIRT_LAW,
        categories=[category for category in NOT_FOODS if category not in HERBALS],
    ),
    exclusion(
        "pirt", "Wadai basah dan makanan siap saji tidak dapat P-IRT; yang diminta SLHS.", PIRT_LAW,
        categories=["wadai-basah"],
    ),
    exclusion("pirt", "Makanan yang disimpan beku tidak dapat P-IRT.", PIRT_LAW, conditions={"storage": "frozen"}),
    exclusion("pirt", "Makanan yang disimpan dingin tidak dapat P-IRT.", PIRT_LAW, conditions={"storage": "chilled"}),
    exclusion(
        "pirt", "Makanan beku, bakso, dan pempek dingin tidak dapat P-IRT; izinnya BPOM MD.", PIRT_LAW,
        categories=["pangan-beku"],
    ),
    exclusion(
        "pirt", "Susu, makanan kaleng, dan MP-ASI tidak dapat P-IRT; izinnya BPOM MD.", PIRT_LAW,
        categories=["susu-kaleng"],
    ),
    exclusion(
        "pirt", "Air minum dalam kemasan tidak dapat P-IRT; izinnya BPOM MD.", PIRT_LAW, categories=["amdk"]
    ),
    exclusion(
        "pirt", "Minuman cair siap minum umumnya memerlukan BPOM MD.", PIRT_LAW, "M", categories=["minuman-siap"]
    ),
    exclusion(
        "pirt", "P-IRT hanya untuk pangan yang tahan lebih dari 7 hari pada suhu ruang.", PIRT_LAW,
        conditions={"max_shelf_life": 7},
    ),
    exclusion(
        "pirt", "Pangan yang dipasteurisasi atau disterilkan tidak dapat P-IRT.", PIRT_LAW,
        conditions={"process": ["pasteurised", "sterilised"]},
    ),
    exclusion(
        "pirt", "P-IRT hanya untuk pangan tanpa klaim kesehatan.", PIRT_LAW, conditions={"health_claim": True}
    ),
    exclusion(
        "pirt", "P-IRT hanya untuk pangan yang dibuat di rumah; tempat produksi terpisah memakai BPOM MD.", PIRT_LAW,
        conditions={"made_at": "separate"},
    ),
    exclusion(
        "pirt", "Menurut sebagian dinas, PT tidak dapat mengajukan P-IRT. Tanyakan Dinas Kesehatan.", PIRT_LAW, "M",
        conditions={"legal_form": "pt"},
    ),
    exclusion(
        "pirt", "Pengemasan ulang hanya dari produk curah yang sudah ber-P-IRT. Siapkan buktinya.", PIRT_LAW, "M",
        conditions={"process": "repacked"},
    ),
    exclusion(
        "pirt", "Pangan kaleng berasam rendah tidak dapat P-IRT. Tanyakan Dinas Kesehatan.", PIRT_LAW, "M",
        conditions={"packaging_kind": "can"},
    ),
    exclusion(
        "pirt", "P-IRT diberikan untuk pangan dalam kemasan berlabel.", PIRT_LAW, "M", conditions=UNPACKED
    ),
    exclusion(
        "pirt", "Belum pasti apakah madu dapat P-IRT di daerah Anda. Tanyakan Dinas Kesehatan.", PIRT_LAW, "L",
        categories=["madu"],
    ),
    exclusion(
        "md", "Nomor MD untuk pangan; obat bahan alam dan suplemen memakai nomor TR atau SD.", HERBAL_LAW,
        categories=HERBALS,
    ),
    exclusion(
        "md", "Dengan klaim khasiat, seduhan herbal adalah obat bahan alam: izinnya BPOM TR, bukan MD.", HERBAL_LAW,
        categories=["teh-herbal"], conditions={"health_claim": True},
    ),
    exclusion(
        "md", "Nomor MD hanya untuk pangan olahan.", MD_LAW,
        categories=[category for category in NOT_FOODS if category not in HERBALS],
    ),
    exclusion(
        "tr", "Nomor TR untuk obat bahan alam; minuman herbal tanpa klaim khasiat adalah pangan.", HERBAL_LAW,
        categories=["teh-herbal"], conditions={"health_claim": False},
    ),
    exclusion(
        "tr", "Nomor TR hanya untuk jamu dan obat bahan alam.", HERBAL_LAW,
        categories=but("jamu", "jamu-gendong", "teh-herbal", "suplemen"),
    ),
    exclusion("sd", "Nomor SD hanya untuk suplemen kesehatan.", "UU 17/2023", categories=but("suplemen", "jamu")),
    exclusion(
        "cosmetic", "Sabun cuci dan pembersih adalah perbekalan rumah tangga: izinnya PKD, bukan notifikasi kosmetik.",
        HEALTH_LAW, categories=["sabun-cuci", "hand-sanitizer"],
    ),
    exclusion(
        "cosmetic", "Notifikasi kosmetik hanya untuk kosmetik dan sabun mandi.", COSMETIC_LAW,
        categories=but("kosmetik", "sabun-cuci", "hand-sanitizer"),
    ),
    exclusion(
        "akd", "Masker kain bukan alat kesehatan, jadi tidak memerlukan AKD; SNI 8914:2020 sukarela.",
        "Kep. BSN 408/KEP/BSN/9/2020", categories=["masker-kain"],
    ),
    exclusion(
        "akd", "Hand sanitizer dan disinfektan adalah perbekalan rumah tangga: izinnya PKD, bukan AKD.", HEALTH_LAW,
        categories=["hand-sanitizer", "sabun-cuci"],
    ),
    exclusion(
        "akd", "AKD hanya untuk alat kesehatan.", HEALTH_LAW,
        categories=but("alkes", "masker-kain", "hand-sanitizer", "sabun-cuci"),
    ),
    exclusion(
        "pkd", "Sabun mandi dan kosmetik memakai notifikasi BPOM (NA), bukan PKD.", COSMETIC_LAW,
        categories=["kosmetik"],
    ),
    exclusion(
        "pkd", "PKD hanya untuk perbekalan kesehatan rumah tangga.", HEALTH_LAW,
        categories=but("sabun-cuci", "hand-sanitizer", "kosmetik"),
    ),
    exclusion(
        "slhs", "SLHS untuk tempat pengolahan pangan.", SLHS_LAW, categories=NOT_FOODS
    ),
]  # fmt: skip
