"""How each permit is had: steps, documents, costs, where, with the confidence of each statement (DOMAIN §4–8).

Data of the public page “Butuh izin apa?”. What no source tells is left empty, and the page says that it is not known.
Confidence is a value of `Confidence`: H, M or L. Addresses are those of the offices themselves.
"""

from dataclasses import dataclass

from reference.enums import PermitKind

OSS = ("OSS: perizinan berusaha", "https://oss.go.id")
SIHALAL = ("SIHALAL: pendaftaran halal", "https://ptsp.halal.go.id")
BPJPH = ("BPJPH: periksa sertifikat halal", "https://bpjph.halal.go.id")
E_REG = ("e-reg BPOM: pendaftaran pangan olahan", "https://e-reg.pom.go.id")
ASROT = ("Pendaftaran obat bahan alam dan suplemen BPOM", "https://asrot.pom.go.id")
NOTIFKOS = ("Notifikasi kosmetik BPOM", "https://notifkos.pom.go.id")
CEK_BPOM = ("Cek BPOM: periksa nomor izin edar", "https://cekbpom.pom.go.id")
REGALKES = ("Regalkes Kemenkes: pendaftaran alkes dan PKRT", "https://regalkes.kemkes.go.id")
BSN = ("Badan Standardisasi Nasional", "https://bsn.go.id")

HEALTH_OFFICE = "Dinas Kesehatan kabupaten/kota Anda"
BPOM_OFFICE = "Balai Besar POM di Banjarmasin"
HALAL_OFFICE = "Pendamping Proses Produk Halal (PPH) dari LP3H terdekat"
INDUSTRY_OFFICE = "Dinas yang membidangi perindustrian kabupaten/kota Anda"

NIB_STEP = "Punya NIB. Daftar di oss.go.id dengan NIK; pilih jenis usaha (KBLI) yang cocok dengan produk."


@dataclass(frozen=True)
class Statement:
    """One sentence and how sure it is; an empty text is not known."""

    text: str = ""
    confidence: str = ""


@dataclass(frozen=True)
class Guide:
    """The way to one paper."""

    name: str
    short: str
    what: str
    steps: tuple
    documents: tuple
    documents_confidence: str
    cost: Statement
    validity: Statement
    contact: str
    links: tuple
    legal_basis: str
    criteria: tuple = ()
    criteria_basis: str = ""


UNKNOWN = Statement()

PERMITS = {
    PermitKind.PIRT: Guide(
        "SPP-IRT (P-IRT)", "P-IRT",
        "Izin untuk pangan kering kemasan buatan rumah. Terbit dari bupati atau wali kota lewat OSS; Dinas Kesehatan "
        "yang membina.",
        (
            NIB_STEP,
            "Siapkan rancangan label dan daftar bahan.",
            "Masuk ke OSS, pilih PB-UMKU, lalu ajukan SPP-IRT. Satu nomor untuk satu produk.",
            "Nyatakan komitmen. Nomor P-IRT 15 angka terbit.",
            "Penuhi komitmen: penyuluhan keamanan pangan (PKP), tempat yang bersih, dan label yang benar. Menurut "
            "keterangan, paling lambat 3 bulan setelah terbit.",
            "Tulis “P-IRT” dan nomornya pada label.",
        ),
        ("NIB", "KTP atau NIK pemilik", "Nama dan jenis pangan", "Daftar bahan", "Rancangan label",
         "Foto ruang produksi"),
        "M", UNKNOWN,
        Statement("5 tahun; dua angka terakhir nomornya adalah tahun berakhir.", "H"),
        HEALTH_OFFICE, (OSS,), "PerBPOM 22/2018; PerBPOM 4/2024; PP 28/2025",
    ),
    PermitKind.MD: Guide(
        "Izin edar BPOM MD", "BPOM MD",
        "Izin untuk pangan olahan kemasan yang tidak dapat memakai P-IRT. Terbit dari BPOM.",
        (
            NIB_STEP,
            "Siapkan tempat produksi yang terpisah dari rumah tinggal.",
            "Ajukan Izin Penerapan CPPOB (cara produksi pangan olahan yang baik); BPOM memeriksa tempat Anda.",
            "Uji produk di laboratorium terakreditasi sesuai jenis pangannya.",
            "Daftarkan produk di e-reg BPOM dengan rancangan label dan hasil uji.",
            "Setelah terbit, tulis “BPOM RI MD” dan nomornya pada label.",
        ),
        ("NIB", "Denah dan alur produksi", "Dokumen CPPOB", "Spesifikasi bahan", "Rancangan label berwarna",
         "Hasil uji laboratorium"),
        "M", UNKNOWN, Statement("5 tahun.", "M"), BPOM_OFFICE, (OSS, E_REG, CEK_BPOM), "PerBPOM 23/2023; PP 28/2025",
    ),
    PermitKind.SLHS: Guide(
        "Sertifikat Laik Higiene Sanitasi (SLHS)", "SLHS",
        "Untuk tempat yang mengolah makanan siap saji dan wadai basah.",
        (
            NIB_STEP,
            "Rapikan dapur, air bersih, tempat sampah, dan penyimpanan.",
            "Ikuti pelatihan penjamah pangan.",
            "Ajukan SLHS ke Dinas Kesehatan atau lewat OSS.",
            "Puskesmas atau Dinas Kesehatan memeriksa dapur serta mengambil contoh air dan makanan.",
        ),
        ("NIB", "KTP pemilik", "Denah dapur", "Surat sehat penjamah pangan", "Sertifikat pelatihan penjamah pangan"),
        "M", UNKNOWN, Statement("3 tahun; dapat berbeda antardaerah.", "L"), HEALTH_OFFICE, (OSS,),
        "PerBPOM 22/2018; PP 28/2025",
    ),
    PermitKind.TR: Guide(
        "Izin edar BPOM TR", "BPOM TR",
        "Izin untuk jamu dan obat bahan alam. Pembuatnya UMOT (izin Dinas Kesehatan kabupaten/kota) atau UKOT (izin "
        "Dinas Kesehatan provinsi).",
        (
            NIB_STEP,
            "Tanyakan Dinas Kesehatan: usaha Anda UMOT atau UKOT.",
            "Urus izin pembuatnya lewat OSS dan Dinas Kesehatan.",
            "Penuhi CPOTB (cara pembuatan obat tradisional yang baik) atau aspeknya secara bertahap; BPOM memeriksa.",
            "Daftarkan produk di BPOM: bahan, cara membuat, label, dan hasil uji.",
            "Setelah terbit, tulis “POM TR” dan 9 angkanya pada label.",
        ),
        ("NIB", "Izin UMOT atau UKOT", "Dokumen CPOTB", "Susunan bahan lengkap", "Rancangan label", "Hasil uji"),
        "M", UNKNOWN, Statement("5 tahun.", "M"), f"{HEALTH_OFFICE} dan {BPOM_OFFICE}", (OSS, ASROT, CEK_BPOM),
        "UU 17/2023; PerBPOM 25/2023",
    ),
    PermitKind.SD: Guide(
        "Izin edar BPOM SD", "BPOM SD",
        "Izin untuk suplemen kesehatan. Terbit dari BPOM.",
        (
            NIB_STEP,
            "Tanyakan BPOM: cara pembuatan yang baik yang diminta untuk bentuk suplemen Anda.",
            "Daftarkan produk di BPOM: bahan, cara membuat, label, dan hasil uji.",
            "Setelah terbit, tulis “POM SD” dan nomornya pada label.",
        ),
        ("NIB", "Susunan bahan lengkap", "Rancangan label", "Hasil uji"),
        "M", UNKNOWN, Statement("5 tahun.", "M"), BPOM_OFFICE, (OSS, ASROT, CEK_BPOM), "UU 17/2023",
    ),
    PermitKind.COSMETIC: Guide(
        "Notifikasi kosmetik BPOM (NA)", "notifikasi kosmetik BPOM",
        "Untuk kosmetik, sabun mandi, dan minyak urut kosmetik. Terbit dari BPOM.",
        (
            NIB_STEP,
            "Siapkan penanggung jawab teknis.",
            "Penuhi CPKB (cara pembuatan kosmetik yang baik); BPOM memeriksa tempat pembuatan.",
            "Ajukan notifikasi: susunan bahan dan label.",
            "Setelah terbit, tulis nomor NA pada kemasan.",
        ),
        ("NIB", "Denah", "Data penanggung jawab teknis", "Susunan bahan lengkap", "Rancangan label"),
        "M", UNKNOWN, Statement("3 tahun.", "H"), BPOM_OFFICE, (OSS, NOTIFKOS, CEK_BPOM), "PerBPOM 21/2022",
    ),
    PermitKind.AKD: Guide(
        "Izin edar Kemenkes AKD", "AKD Kemenkes",
        "Untuk alat kesehatan buatan Indonesia, misalnya masker medis dan gaun medis.",
        (
            NIB_STEP,
            "Urus sertifikat produksi alat kesehatan; tempat produksi diperiksa.",
            "Uji produk di laboratorium yang diakui.",
            "Daftarkan produk di regalkes Kemenkes: data produk, label, dan hasil uji.",
            "Setelah terbit, tulis “KEMENKES RI AKD” dan nomornya pada kemasan.",
        ),
        ("NIB", "Denah", "Data penanggung jawab teknis", "Dokumen mutu", "Rancangan label", "Hasil uji"),
        "M", UNKNOWN, Statement("Paling lama 5 tahun; lihat tanggal pada surat izin.", "M"), HEALTH_OFFICE,
        (OSS, REGALKES), "Permenkes 62/2017; PP 28/2025",
    ),
    PermitKind.PKD: Guide(
        "Izin edar Kemenkes PKD", "PKD Kemenkes",
        "Untuk perbekalan kesehatan rumah tangga: sabun cuci, pembersih, hand sanitizer, dan disinfektan.",
        (
            NIB_STEP,
            "Urus sertifikat produksi; Dinas Kesehatan memeriksa tempat dan alat.",
            "Siapkan susunan bahan, label, dan hasil uji.",
            "Daftarkan produk di regalkes Kemenkes.",
            "Setelah terbit, tulis “KEMENKES RI PKD” dan nomornya pada kemasan.",
        ),
        ("NIB", "Denah", "Data penanggung jawab teknis", "Susunan bahan lengkap", "Rancangan label", "Hasil uji"),
        "M", UNKNOWN, Statement("Paling lama 5 tahun; lihat tanggal pada surat izin.", "M"), HEALTH_OFFICE,
        (OSS, REGALKES), "Permenkes 62/2017; PP 28/2025",
    ),
}  # fmt: skip

HALAL_VALIDITY = Statement("Sejak terbit, selama bahan dan cara membuat tidak berubah.", "H")
HALAL_LAW = "UU 33/2014 jo. UU 6/2023; PP 42/2024"

SELF_DECLARE = Guide(
    "Sertifikat halal: pernyataan pelaku usaha (self-declare)", "self-declare",
    "Jalur untuk usaha mikro dan kecil yang memenuhi semua syarat di bawah.",
    (
        NIB_STEP,
        "Hubungi Pendamping PPH. Siapkan daftar bahan dan uraian cara membuat.",
        "Daftar di SIHALAL (ptsp.halal.go.id), isi pengajuan, dan nyatakan ikrar halal.",
        "Pendamping PPH memeriksa bahan, alat, dan cara membuat di tempat Anda.",
        "Komite Fatwa menetapkan, lalu BPJPH menerbitkan sertifikat.",
        "Pasang label Halal Indonesia dengan nomor sertifikatnya.",
    ),
    ("NIB", "KTP pemilik", "Daftar bahan dan mereknya", "Foto produk", "Uraian cara membuat", "Ikrar halal",
     "Nama penyelia halal (boleh pemilik)"),
    "M",
    Statement("Gratis lewat kuota SEHATI; bila kuota habis Rp230.000.", "M"), HALAL_VALIDITY,
    HALAL_OFFICE, (SIHALAL, BPJPH), HALAL_LAW,
    (
        "Usaha mikro atau kecil menurut NIB, penjualan paling banyak Rp15 miliar setahun",
        "Bahan dipastikan halal dan tidak berbahaya",
        "Proses sederhana, tidak bersentuhan dengan bahan haram",
        "Tempat dan alat terpisah dari yang tidak halal",
        "Paling banyak satu tempat produksi dan satu gerai",
        "Jenis produk ada dalam daftar BPJPH",
        "Daging hanya dari rumah potong atau pemasok bersertifikat halal; giling di penggilingan sendiri atau "
        "bersertifikat",
    ),
    "Kepkaban BPJPH 146/2025",
)  # fmt: skip

REGULAR = Guide(
    "Sertifikat halal: jalur reguler", "reguler",
    "Jalur untuk usaha menengah dan besar, dan usaha kecil yang tidak memenuhi syarat self-declare.",
    (
        NIB_STEP,
        "Tunjuk penyelia halal dan susun manual SJPH.",
        "Daftar di SIHALAL (ptsp.halal.go.id), pilih Lembaga Pemeriksa Halal (LPH), lalu bayar menurut tagihan resmi.",
        "Auditor LPH memeriksa tempat produksi; uji laboratorium bila diminta.",
        "Kehalalan ditetapkan, lalu BPJPH menerbitkan sertifikat.",
        "Pasang label Halal Indonesia dengan nomor sertifikatnya.",
    ),
    ("NIB", "SK, KTP, dan bukti pelatihan penyelia halal", "Daftar produk", "Daftar bahan dan sertifikat halalnya",
     "Diagram alur proses", "Manual SJPH"),
    "M",
    Statement("Usaha mikro dan kecil kira-kira Rp300.000, ditambah LPH paling banyak Rp350.000.", "M"),
    HALAL_VALIDITY, "BPJPH dan LPH yang Anda pilih", (SIHALAL, BPJPH), HALAL_LAW,
)  # fmt: skip

NUTRITION = Guide(
    "Informasi nilai gizi pada label", "informasi nilai gizi",
    "Bukan surat izin: sebuah tabel pada label. Tidak ada nomornya.",
    (
        "Timbang setiap bahan untuk satu kali membuat; tentukan takaran saji dan isi kemasan.",
        "Hitung nilai gizinya. Usaha mikro dan kecil tidak perlu uji laboratorium, kecuali pangan khusus: nilainya "
        "dari tabel atau perhitungan.",
        "Setelah mendaftar, isi angkanya di portal ini; pembulatan dan persen AKG dihitung untuk Anda.",
        "Cetak tabelnya pada label.",
    ),
    ("Resep dengan berat bahan", "Berat bersih kemasan", "Takaran saji"),
    "M", Statement("Tidak ada biaya izin; menghitungnya di portal ini gratis.", "M"),
    Statement("Selama resep tidak berubah.", "M"), INDUSTRY_OFFICE, (),
    "PerBPOM 26/2021; PerBPOM 16/2020",
)  # fmt: skip

LABEL_PARTS = (
    "Nama produk", "Daftar bahan", "Berat atau isi bersih", "Nama dan alamat pembuat", "Label halal bila wajib",
    "Tanggal dan kode produksi", "Tanggal kedaluwarsa", "Nomor izin edar", "Asal-usul bahan tertentu",
)  # fmt: skip
LABEL_RULES = (
    "Berbahasa Indonesia; huruf paling kecil setinggi 1 mm.",
    "Sebutkan alergen, pemanis buatan, dan alat yang dipakai bersama bahan babi bila ada.",
    "Jangan menulis “menyembuhkan” atau khasiat yang belum terbukti.",
)
LABEL_LAW = "PerBPOM 31/2018 jo. PerBPOM 20/2021"
NON_HALAL_LABEL = "Cantumkan keterangan “tidak halal” yang mudah dibaca pada kemasan (UU 33/2014 Pasal 26)."
NUTRI_LEVEL = (
    "Nutri-Level (tanda A sampai D di depan kemasan) masih disiapkan BPOM, mulai dari minuman. Belum ada yang perlu "
    "Anda urus sekarang."
)
