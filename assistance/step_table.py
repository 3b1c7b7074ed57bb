"""First content of the usual steps, loaded once and edited by the office afterwards.

Per kind: (title, who, working days since the step before, explanation for the owner, what to prepare). What rests on
one source only says so in its explanation.
"""

from assistance.enums import CaseKind, Who

OWNER, FACILITATOR, OFFICE, ISSUER = Who.OWNER, Who.FACILITATOR, Who.OFFICE, Who.ISSUER

STEPS = {
    CaseKind.NIB: [
        (
            "Siapkan data usaha", OWNER, 3,
            "NIB adalah nomor usaha Anda dan syarat hampir semua izin lain. Siapkan data di bawah ini.",
            ["KTP pemilik", "NPWP bila ada", "Alamat dan kegiatan usaha", "Nomor HP dan surel yang aktif"],
        ),
        (
            "Daftar di OSS bersama petugas", OFFICE, 3,
            "Petugas membantu mengisi oss.go.id dan memilih kode KBLI yang cocok dengan produk Anda.", [],
        ),
        ("Simpan NIB dan isi di portal", OWNER, 2, "Unduh NIB, simpan, lalu tulis nomornya di profil usaha.", []),
    ],
    CaseKind.HALAL_SELF_DECLARE: [
        (
            "Pastikan usaha memenuhi syarat", OFFICE, 3,
            "Pernyataan halal hanya untuk usaha mikro dan kecil dengan bahan yang dipastikan halal dan proses "
            "sederhana. Petugas memeriksanya bersama Anda.",
            [],
        ),
        (
            "Siapkan dokumen", OWNER, 5,
            "Kumpulkan dokumen ini. Belum lengkap pun tidak apa-apa, pendamping membantu melengkapi.",
            [
                "NIB", "KTP pemilik", "Daftar bahan dan mereknya", "Foto produk dan kemasan",
                "Uraian cara membuat dari awal sampai dikemas", "Nama penyelia halal (boleh pemilik)",
            ],
        ),
        (
            "Daftar di SIHALAL", FACILITATOR, 5,
            "Pendamping membantu membuat akun di ptsp.halal.go.id, mengisi pengajuan, dan ikrar halal Anda.",
            ["Surel dan nomor HP yang aktif"],
        ),
        (
            "Verifikasi Pendamping PPH di tempat usaha", FACILITATOR, 10,
            "Pendamping Proses Produk Halal datang melihat bahan, alat, dan cara membuat. Siapkan dapur seperti "
            "biasa dan kemasan bahan yang dipakai.",
            [],
        ),
        (
            "Pemeriksaan LP3H dan sidang Komite Fatwa", ISSUER, 15,
            "LP3H meneruskan hasil verifikasi, lalu Komite Fatwa menetapkan kehalalan. Anda cukup menunggu.", [],
        ),
        ("Sertifikat terbit dari BPJPH", ISSUER, 5, "BPJPH menerbitkan sertifikat di akun SIHALAL Anda.", []),
        (
            "Unggah sertifikat dan pasang label halal", OWNER, 5,
            "Isi nomor dan berkas sertifikat di portal. Pasang label Halal Indonesia dengan nomor sertifikatnya.", [],
        ),
    ],
    CaseKind.HALAL_REGULAR: [
        (
            "Siapkan dokumen", OWNER, 10,
            "Jalur reguler diperiksa Lembaga Pemeriksa Halal (LPH). Kumpulkan dokumen ini.",
            [
                "NIB", "SK, KTP, dan bukti pelatihan penyelia halal", "Daftar produk",
                "Daftar bahan dengan sertifikat halalnya", "Diagram alur proses", "Manual SJPH",
            ],
        ),
        ("Daftar di SIHALAL dan pilih LPH", FACILITATOR, 5, "Pengajuan dan pilihan LPH dikirim lewat SIHALAL.", []),
        (
            "Bayar biaya pemeriksaan", OWNER, 5,
            "Bayar menurut tagihan resmi di SIHALAL. Simpan bukti bayarnya.", ["Bukti bayar"],
        ),
        (
            "Audit LPH", ISSUER, 15,
            "Auditor halal datang ke tempat produksi. Uji laboratorium bila diminta.", ["Jadwal audit"],
        ),
        ("Sidang fatwa dan sertifikat", ISSUER, 15, "Kehalalan ditetapkan, lalu BPJPH menerbitkan sertifikat.", []),
        (
            "Unggah sertifikat dan pasang label halal", OWNER, 5,
            "Isi nomor dan berkas sertifikat di portal, lalu pasang label Halal Indonesia.", [],
        ),
    ],
    CaseKind.PIRT: [
        (
            "Pastikan produk boleh P-IRT", OFFICE, 3,
            "P-IRT untuk pangan kering buatan rumah yang tahan lebih dari 7 hari di suhu ruang. Yang beku, kaleng, "
            "susu, atau berklaim kesehatan memakai izin BPOM.",
            [],
        ),
        (
            "Siapkan data dan rancangan label", OWNER, 7,
            "Tulis bahan, cara membuat, isi bersih, dan masa simpan. Buat rancangan label; petugas membantu memeriksa.",
            ["NIB dengan KBLI yang cocok", "Rancangan label", "Daftar bahan", "Foto ruang produksi"],
        ),
        (
            "Ajukan SPP-IRT di OSS (PB-UMKU)", FACILITATOR, 3,
            "Pendamping membantu mengisi pengajuan di oss.go.id. Nomor P-IRT terbit setelah komitmen dinyatakan.", [],
        ),
        (
            "Ikut penyuluhan keamanan pangan (PKP)", OWNER, 30,
            "Dinas Kesehatan mengadakan Penyuluhan Keamanan Pangan. Ikuti dan simpan sertifikatnya. Menurut "
            "keterangan, komitmen ini dipenuhi paling lambat 3 bulan setelah terbit; tanyakan Dinas Kesehatan.",
            ["KTP untuk mendaftar"],
        ),
        (
            "Kunjungan Dinas Kesehatan", ISSUER, 20,
            "Petugas Dinas Kesehatan melihat kebersihan tempat, alat, dan cara kerja. Perbaiki yang dicatat.", [],
        ),
        (
            "Perbaiki label dan unggah P-IRT", OWNER, 7,
            "Cetak label dengan nomor P-IRT, lalu isi nomor dan berkasnya di portal.", ["Foto label tercetak"],
        ),
    ],
    CaseKind.MD: [
        (
            "Periksa kesiapan tempat produksi", OFFICE, 5,
            "Izin MD meminta tempat produksi terpisah dari rumah tinggal dan cara produksi yang baik (CPPOB).",
            ["Denah bangunan", "Alur produksi"],
        ),
        (
            "Siapkan dokumen mutu", OWNER, 20,
            "Susun catatan kebersihan, pengendalian bahan, dan pelatihan karyawan; petugas memberi contohnya.",
            ["NIB", "Denah dan alur produksi", "Dokumen CPPOB", "Spesifikasi bahan"],
        ),
        (
            "Ajukan Izin Penerapan CPPOB", FACILITATOR, 5,
            "Pengajuan lewat layanan BPOM, lalu Balai Besar POM memeriksa tempat produksi.", [],
        ),
        ("Pemeriksaan tempat produksi oleh BPOM", ISSUER, 20, "Perbaiki yang dicatat pemeriksa, lalu laporkan.", []),
        (
            "Uji laboratorium", OWNER, 20,
            "Kirim contoh produk ke laboratorium terakreditasi sesuai parameter jenis pangannya.", ["Hasil uji"],
        ),
        (
            "Daftar produk di e-registration", FACILITATOR, 5,
            "Isi data produk, label, dan hasil uji di e-reg BPOM.", ["Rancangan label berwarna", "Hasil uji"],
        ),
        ("Penilaian dan terbit izin MD", ISSUER, 20, "BPOM menilai. Jawab permintaan tambahan data secepatnya.", []),
        ("Unggah izin MD", OWNER, 5, "Isi nomor dan berkas izin di portal dan cetak nomornya pada label.", []),
    ],
    CaseKind.SLHS: [
        (
            "Siapkan berkas dan tempat", OWNER, 10,
            "SLHS untuk pangan siap saji dan wadai basah. Rapikan dapur, air bersih, tempat sampah, dan penyimpanan.",
            ["NIB", "KTP", "Denah dapur", "Surat sehat penjamah pangan", "Sertifikat pelatihan penjamah pangan"],
        ),
        ("Ajukan ke Dinas Kesehatan atau OSS", OFFICE, 5, "Petugas membantu mengirim pengajuan.", []),
        (
            "Inspeksi dan uji contoh", ISSUER, 20,
            "Puskesmas atau Dinas Kesehatan memeriksa dapur dan mengambil contoh air dan makanan.", [],
        ),
        ("Sertifikat terbit", ISSUER, 10, "Tanyakan masa berlakunya, karena dapat berbeda antardaerah.", []),
        ("Unggah sertifikat", OWNER, 5, "Isi nomor, tanggal, dan berkasnya di portal.", []),
    ],
    CaseKind.NUTRITION: [
        (
            "Kumpulkan resep dan takaran", OWNER, 5,
            "Timbang setiap bahan untuk satu kali pembuatan dan hitung berapa kemasan yang dihasilkan.",
            ["Resep dengan berat bahan", "Berat bersih kemasan", "Takaran saji yang wajar"],
        ),
        (
            "Hitung nilai gizi", OFFICE, 5,
            "Usaha mikro dan kecil tidak perlu uji laboratorium, kecuali pangan khusus. Nilainya dari tabel atau "
            "perhitungan.",
            [],
        ),
        ("Isi tabel gizi di portal", FACILITATOR, 3, "Angkanya dimasukkan di portal untuk diperiksa petugas.", []),
        ("Pasang tabel gizi pada label", OWNER, 10, "Cetak tabelnya pada label, lalu unggah fotonya.", ["Foto label"]),
    ],
    CaseKind.BPOM_TR: [
        (
            "Tentukan jenis usaha obat bahan alam", OFFICE, 5,
            "Jamu dan herbal berklaim kesehatan adalah obat bahan alam. Petugas memeriksa apakah UMOT atau UKOT cocok.",
            [],
        ),
        (
            "Urus izin UMOT atau UKOT", OWNER, 20,
            "Izin pembuatnya diurus lebih dahulu lewat OSS dan Dinas Kesehatan.",
            ["NIB", "Denah", "Data penanggung jawab teknis"],
        ),
        (
            "Penuhi cara pembuatan yang baik (CPOTB)", OWNER, 30,
            "BPOM meminta CPOTB atau pemenuhan aspeknya secara bertahap.", ["Dokumen CPOTB"],
        ),
        ("Pemeriksaan BPOM", ISSUER, 20, "Balai Besar POM memeriksa tempat pembuatan.", []),
        (
            "Daftarkan produk di BPOM", FACILITATOR, 10,
            "Isi formula, cara membuat, label, dan hasil uji.", ["Formula lengkap", "Rancangan label", "Hasil uji"],
        ),
        ("Penilaian dan terbit izin TR", ISSUER, 30, "Jawab permintaan tambahan data secepatnya.", []),
        ("Unggah izin", OWNER, 5, "Isi nomor dan berkas izin di portal.", []),
    ],
    CaseKind.COSMETIC: [
        (
            "Siapkan usaha dan penanggung jawab teknis", OWNER, 15,
            "Sabun mandi dan kosmetik perlu notifikasi BPOM.", ["NIB", "Denah", "Data penanggung jawab teknis"],
        ),
        ("Penuhi cara pembuatan kosmetik yang baik (CPKB)", OWNER, 30, "Petugas membantu menyusun dokumennya.", []),
        ("Pemeriksaan BPOM", ISSUER, 20, "Balai Besar POM memeriksa tempat pembuatan.", []),
        (
            "Ajukan notifikasi", FACILITATOR, 5, "Isi formula dan label di notifkos BPOM.",
            ["Formula lengkap", "Rancangan label"],
        ),
        ("Nomor notifikasi terbit", ISSUER, 15, "Notifikasi berlaku 3 tahun.", []),
        ("Unggah notifikasi", OWNER, 5, "Isi nomor dan tanggalnya di portal.", []),
    ],
    CaseKind.PKD: [
        (
            "Siapkan sertifikat produksi", OWNER, 30,
            "Sabun cuci, pembersih, dan hand sanitizer memakai izin Kemenkes. Pembuatnya perlu sertifikat produksi.",
            ["NIB", "Denah", "Data penanggung jawab teknis"],
        ),
        ("Pemeriksaan tempat produksi", ISSUER, 20, "Dinas Kesehatan memeriksa tempat dan alat.", []),
        (
            "Daftarkan produk di regalkes Kemenkes", FACILITATOR, 10, "Isi data produk, label, dan hasil uji.",
            ["Formula", "Rancangan label", "Hasil uji"],
        ),
        ("Izin edar terbit", ISSUER, 20, "Jawab permintaan tambahan data secepatnya.", []),
        ("Unggah izin", OWNER, 5, "Isi nomor, masa berlaku, dan berkasnya di portal.", []),
    ],
    CaseKind.AKD: [
        (
            "Siapkan sertifikat produksi alat kesehatan", OWNER, 30,
            "Masker medis, gaun bedah, dan pelindung wajah medis adalah alat kesehatan.",
            ["NIB", "Denah", "Data penanggung jawab teknis", "Dokumen mutu"],
        ),
        ("Pemeriksaan tempat produksi", ISSUER, 30, "Kemenkes atau Dinas Kesehatan memeriksa tempat dan alat.", []),
        ("Uji produk", OWNER, 20, "Uji di laboratorium yang diakui.", ["Hasil uji"]),
        ("Daftarkan produk di regalkes Kemenkes", FACILITATOR, 10, "Isi data produk, label, dan hasil uji.", []),
        ("Izin edar terbit", ISSUER, 30, "Jawab permintaan tambahan data secepatnya.", []),
        ("Unggah izin", OWNER, 5, "Isi nomor, masa berlaku, dan berkasnya di portal.", []),
    ],
    CaseKind.BRAND: [
        (
            "Telusuri nama merek", OFFICE, 3,
            "Petugas memeriksa di pangkalan data DJKI apakah nama itu sudah dipakai orang lain.", [],
        ),
        (
            "Siapkan logo dan surat UMK", OWNER, 5, "Surat keterangan UMK memberi tarif yang lebih rendah.",
            ["Logo", "KTP", "Surat keterangan UMK binaan", "Tanda tangan pemohon"],
        ),
        ("Ajukan di DJKI", FACILITATOR, 3, "Pendamping membantu mengisi dan membayar menurut tagihan resmi.", []),
        ("Pengumuman dan pemeriksaan DJKI", ISSUER, 130, "Merek diumumkan, lalu diperiksa.", []),
        ("Unggah sertifikat merek", OWNER, 5, "Isi nomor merek di portal.", []),
    ],
    CaseKind.SNI: [
        (
            "Tentukan SNI produk", OFFICE, 5, "Petugas mencari nomor SNI dan apakah wajib untuk produk Anda.", [],
        ),
        ("Siapkan dokumen mutu", OWNER, 20, "Susun sistem mutu sederhana dan uji awal.", ["NIB", "Dokumen mutu"]),
        ("Ajukan ke lembaga sertifikasi", FACILITATOR, 5, "Pilih lembaga yang terakreditasi KAN.", []),
        ("Audit dan uji contoh", ISSUER, 30, "Auditor datang dan mengambil contoh produk.", []),
        ("Unggah SPPT SNI", OWNER, 5, "Isi nomor dan berkasnya di portal.", []),
    ],
    CaseKind.OTHER: [
        ("Sepakati yang akan dicapai", OFFICE, 3, "Petugas dan pemilik menyepakati tujuan dan pembagian kerja.", []),
        ("Siapkan dokumen", OWNER, 7, "Kumpulkan yang diminta petugas.", []),
        ("Laksanakan", FACILITATOR, 15, "Pendamping membantu sampai tujuannya tercapai.", []),
    ],
}  # fmt: skip
