"""Invented words and proportions for load data (desk.seeding). Nobody and no business in here exists."""

# code: (share of the industries, latitude, longitude, {category: share of the regency's products})
REGENCIES = {
    "63.01": (8, -3.80, 114.77, {"ikan-kering": 5, "kerupuk": 5, "gula-aren": 3, "pangan-beku": 2, "logam": 1}),
    "63.02": (9, -3.30, 116.20, {"kerupuk": 8, "ikan-kering": 6, "sasirangan": 2, "pangan-beku": 2}),
    "63.03": (12, -3.41, 114.85, {"permata": 6, "sasirangan": 4, "kerupuk": 4, "ikan-kering": 3, "logam": 1}),
    "63.04": (7, -3.00, 114.75, {"anyaman": 6, "kerupuk": 4, "minuman-siap": 2, "minuman-serbuk": 1}),
    "63.05": (5, -2.93, 115.15, {"sambal-bumbu": 6, "pakaian": 3, "anyaman": 4, "sasirangan": 2}),
    "63.06": (8, -2.78, 115.27, {"dodol": 7, "logam": 6, "kerajinan": 4, "kerupuk": 2}),
    "63.07": (8, -2.58, 115.39, {"wadai-basah": 6, "kerupuk": 4, "kacang": 4, "madu": 1}),
    "63.08": (8, -2.42, 115.25, {"anyaman": 8, "mebel": 5, "telur-asin": 4}),
    "63.09": (6, -2.17, 115.40, {"sasirangan": 3, "batik-tenun": 4, "anyaman": 3, "madu": 3}),
    "63.10": (8, -3.45, 115.95, {"batik-tenun": 6, "kerupuk": 5, "ikan-kering": 5, "jukung": 1}),
    "63.11": (4, -2.33, 115.55, {"anyaman": 4, "gula-aren": 5, "madu": 2}),
    "63.71": (12, -3.32, 114.59, {"sasirangan": 8, "wadai-basah": 4, "pakaian": 3, "jukung": 1, "sambal-bumbu": 2}),
    "63.72": (5, -3.44, 114.83, {"anyaman": 4, "sasirangan": 3, "keripik-buah": 4, "kue-kering": 2}),
}
# What is made everywhere, in every regency beside its own character.
EVERYWHERE = {
    "kue-kering": 3, "kopi": 1.5, "teh-herbal": 0.6, "minuman-serbuk": 0.8, "minuman-siap": 0.8, "jamu": 0.5,
    "jamu-gendong": 0.5, "kosmetik": 0.5, "sabun-cuci": 0.4, "abon": 0.8, "pangan-beku": 1.2, "kacang": 1,
    "keripik-buah": 1.2, "sambal-bumbu": 1.2, "pakaian": 1.2, "kulit": 0.3, "kerajinan": 1, "mebel": 0.8,
    "wadai-basah": 1.2, "madu": 0.5, "amdk": 0.2, "masker-kain": 0.1, "mainan": 0.2, "lainnya": 0.6,
}  # fmt: skip

# category: (kinds of product, lowest and highest price, unit, net weights or (), shelf life in days or ())
GOODS = {
    "kerupuk": (
        ("Amplang", "Kerupuk Ikan", "Kerupuk Haruan", "Keripik Singkong", "Keripik Tempe", "Kerupuk Udang"),
        8_000, 45_000, "bungkus", (100, 150, 250, 500), (60, 90, 180),
    ),
    "kacang": (("Rempeyek Kacang", "Kacang Jaruk", "Kacang Telur"), 8_000, 30_000, "bungkus", (100, 200), (60, 90)),
    "keripik-buah": (
        ("Keripik Pisang", "Keripik Cempedak", "Keripik Nangka"), 10_000, 40_000, "bungkus", (100, 200), (90, 180),
    ),
    "dodol": (("Dodol", "Lempok Durian", "Dodol Ketan"), 12_000, 60_000, "bungkus", (200, 400, 500), (30, 45, 60)),
    "kue-kering": (
        ("Nastar", "Kue Kacang", "Roti Kering", "Kue Semprit"), 15_000, 90_000, "toples", (250, 500), (60, 90),
    ),
    "wadai-basah": (
        ("Apam", "Bingka", "Lapis", "Amparan Tatak", "Nasi Kuning"), 5_000, 60_000, "porsi", (150, 300), (1, 2, 3),
    ),
    "abon": (("Abon Haruan", "Abon Ayam", "Abon Sapi"), 25_000, 90_000, "bungkus", (100, 250), (90, 180)),
    "ikan-kering": (
        ("Ikan Sepat Kering", "Cumi Kering", "Patin Asap", "Ikan Telang Asin"),
        25_000, 150_000, "bungkus", (250, 500, 1_000), (30, 60, 90),
    ),
    "telur-asin": (("Telur Asin", "Telur Asin Asap"), 4_000, 40_000, "buah", (70, 700), (14, 21)),
    "pangan-beku": (("Bakso Ikan", "Pempek", "Otak-Otak"), 15_000, 70_000, "bungkus", (250, 500), (90,)),
    "sambal-bumbu": (
        ("Sambal Cabai", "Sambal Acan", "Bumbu Habang", "Terasi"), 12_000, 55_000, "botol", (100, 150, 200), (90, 180),
    ),
    "gula-aren": (("Gula Aren Cetak", "Gula Aren Bubuk"), 15_000, 60_000, "kg", (500, 1_000), (180, 365)),
    "madu": (("Madu Kelulut", "Madu Hutan"), 45_000, 250_000, "botol", (250, 500), (365, 730)),
    "kopi": (("Kopi Bubuk", "Kopi Biji Sangrai"), 15_000, 120_000, "bungkus", (100, 200, 500), (180, 365)),
    "teh-herbal": (("Teh Daun Kelor", "Teh Gaharu", "Teh Bawang Dayak"), 15_000, 60_000, "kotak", (50, 100), (365,)),
    "minuman-serbuk": (("Jahe Serbuk", "Sirup Jeruk", "Temulawak"), 15_000, 60_000, "bungkus", (150, 250), (180, 365)),
    "minuman-siap": (("Sari Jeruk", "Sari Kedelai", "Es Kopi Botol"), 6_000, 30_000, "botol", (200, 330), (3, 7, 30)),
    "amdk": (("Air Minum Gelas", "Air Minum Botol"), 3_000, 40_000, "kotak", (240, 600), (365,)),
    "jamu": (("Kapsul Bawang Dayak", "Jamu Pegal", "Minyak Herbal"), 20_000, 120_000, "botol", (), (365, 730)),
    "jamu-gendong": (("Beras Kencur", "Kunyit Asam"), 5_000, 20_000, "botol", (), (1, 2)),
    "kosmetik": (("Sabun Mandi Herbal", "Pupur Dingin", "Minyak Urut"), 10_000, 80_000, "buah", (), (365, 730)),
    "sabun-cuci": (("Sabun Cuci Piring", "Pembersih Lantai"), 8_000, 40_000, "botol", (), (365,)),
    "masker-kain": (("Masker Kain",), 5_000, 20_000, "buah", (), ()),
    "sasirangan": (
        ("Kain Sasirangan", "Kemeja Sasirangan", "Selendang Sasirangan"), 90_000, 900_000, "lembar", (), (),
    ),
    "batik-tenun": (("Sarung Tenun", "Kain Bordir", "Selendang Tenun"), 150_000, 1_500_000, "lembar", (), ()),
    "pakaian": (("Kopiah Jangang", "Kerudung", "Gamis", "Baju Anak"), 35_000, 400_000, "potong", (), ()),
    "kulit": (("Dompet Kulit", "Sandal Kulit", "Tas Kulit"), 60_000, 700_000, "buah", (), ()),
    "anyaman": (
        ("Tas Purun", "Tikar Purun", "Lampit Rotan", "Bakul Bambu", "Topi Purun"), 25_000, 900_000, "buah", (), (),
    ),
    "kerajinan": (("Gerabah", "Ukiran Kayu", "Hiasan Tempurung"), 20_000, 800_000, "buah", (), ()),
    "mebel": (("Kursi Rotan", "Lemari Kayu", "Meja Ulin"), 250_000, 6_000_000, "set", (), ()),
    "mainan": (("Mainan Kayu", "Layang-Layang"), 10_000, 150_000, "buah", (), ()),
    "permata": (("Cincin Batu", "Gelang Manik", "Kalung Batu"), 50_000, 5_000_000, "buah", (), ()),
    "logam": (("Parang", "Panci", "Pisau Dapur", "Baling-Baling", "Cangkul"), 35_000, 900_000, "buah", (), ()),
    "jukung": (("Jukung Sudur", "Perahu Kayu"), 1_500_000, 40_000_000, "buah", (), ()),
    "lainnya": (("Arang Tempurung", "Batako", "Pupuk Kompos"), 10_000, 200_000, "karung", (), ()),
}  # fmt: skip

GIVEN_NAMES = (
    "Rusmini", "Ahyar", "Mastura", "Sarbini", "Halimatus", "Juhriah", "Syahrani", "Masniah", "Rudiansyah", "Norma",
    "Hamdani", "Jumiati", "Ardiansyah", "Salasiah", "Bahrudin", "Wardatul", "Murjani", "Rahimah", "Supian", "Nurjanah",
    "Fahrurazi", "Hairiah", "Iriansyah", "Maimunah", "Taufikur", "Siti Aminah", "Yusran", "Rabiatul",
    "Gazali", "Mulyani",
    "Arbain", "Noorlaila", "Khairani", "Sampurna", "Riduan", "Herlina", "Kaspul", "Zubaidah", "Misran", "Arbayah",
)  # fmt: skip
FAMILY_NAMES = (
    "Rahman", "Anwar", "Fitri", "Hasan", "Ilmi", "Jaya", "Kamal", "Lestari", "Maulana", "Noor", "Oktavia", "Permana",
    "Qadri", "Ramadan", "Saputra", "Taufik", "Utami", "Wahyuni", "Yani", "Zain", "Effendi", "Hidayah", "Irawan", "Sari",
)  # fmt: skip
HOUSE_WORDS = (
    "Dapur", "Rumah", "Karya", "Usaha", "Sinar", "Cahaya", "Berkat", "Harapan", "Mitra", "Galuh", "Sari", "Banua",
    "Warung", "Sanggar", "Mutiara", "Putri", "Aneka", "Griya",
)  # fmt: skip
HOUSE_TAILS = (
    "Bungas", "Barakat", "Lestari", "Sejahtera", "Mandiri", "Baimbai", "Jaya", "Makmur", "Bersama", "Abadi", "Amanah",
    "Baru", "Utama", "Indah", "Gawi", "Manuntung", "Kayuh", "Raya",
)  # fmt: skip
FLAVOURS = (
    "Asli", "Pedas Manis", "Balado", "Istimewa", "Bawang", "Wangi", "Khas Banua", "Warna Alam", "Motif Ombak",
    "Motif Daun",
    "Ukuran Besar", "Ukuran Kecil", "Kemasan Hemat", "Pilihan", "Tradisional", "Halus", "Super", "Polos",
)  # fmt: skip
STREETS = (
    "Jl. Melati",
    "Jl. Veteran",
    "Jl. Pasar Lama",
    "Gang Mufakat",
    "Jl. Sungai Baru",
    "Jl. Mawar",
    "Jl. Pelabuhan",
)
SENTENCES = (
    "{kind} dibuat sendiri setiap pekan dengan bahan dari {place}.",
    "{kind} buatan keluarga di {place}; pesanan besar diterima sepekan sebelumnya.",
    "Dibuat dengan cara lama di {place}, dikemas rapi untuk oleh-oleh.",
    "{kind} pilihan dari {place}. Menerima pesanan untuk acara dan toko.",
)
RETURN_REASONS = (
    "Alamat belum lengkap, tuliskan RT/RW.",
    "Nama produk pada label berbeda dengan isian.",
    "Nomor izin tidak cocok dengan berkas.",
    "Harga dan satuan jual belum sesuai.",
    "Keterangan produk terlalu singkat.",
)
