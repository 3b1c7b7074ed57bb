"""Longer explanations behind the “?” of the industry's forms, each with an example."""

from django.utils.translation import gettext_lazy as _

IKM_HELP = {
    "name": _(
        "Nama yang dikenal pembeli, seperti di kemasan atau papan nama. Bila belum ada, pakai nama Anda, misalnya: "
        "Kerupuk Bu Siti."
    ),
    "legal_form": _(
        "Kebanyakan usaha rumah adalah Perorangan. Pilih PT, CV, atau koperasi hanya bila Anda punya aktanya."
    ),
    "owner_name": _("Tulis nama lengkap persis seperti di KTP, tanpa gelar. Misalnya: Siti Rahmah."),
    "nik": _(
        "NIK adalah 16 angka di bagian atas KTP. Kami memakainya supaya satu orang tidak tercatat dua kali. Nomor ini "
        "disimpan tersandi; di layar hanya tampak beberapa angka terakhir."
    ),
    "nib": _(
        "NIB adalah nomor induk berusaha, 13 angka. Lihat di surat NIB atau di akun oss.go.id. Belum punya? "
        "Mengurusnya gratis: buka oss.go.id dengan KTP dan nomor HP, atau minta bantuan petugas. Boleh menyusul."
    ),
    "unit_number": _(
        "Bila satu NIB dipakai untuk dua tempat usaha, tempat pertama diisi 1 dan tempat kedua diisi 2. Kalau "
        "tempatnya hanya satu, isi 1."
    ),
    "npwp": _(
        "Nomor pajak, 15 atau 16 angka, ada di kartu NPWP. Untuk perorangan, NPWP baru sama dengan NIK. Disimpan "
        "tersandi dan boleh kosong."
    ),
    "kbli": _(
        "KBLI adalah nomor jenis usaha. Cara mencari: lihat 5 angka di NIB, atau ketik barang yang Anda buat lalu "
        "pilih dari daftar. Misalnya ketik “kerupuk”. Ragu? Kosongkan, petugas membantu."
    ),
    "kbli_version": _(
        "Daftar KBLI pernah diganti. Tahunnya tertulis di surat NIB. Bila NIB terbit sebelum 2026, biasanya KBLI 2020."
    ),
    "established_year": _("Tahun Anda mulai membuat dan menjual. Kira-kira saja boleh, misalnya 2015."),
    "regency": _(
        "Pilih tempat Anda membuat produk, bukan alamat KTP. Petugas kabupaten atau kota itulah yang memeriksa."
    ),
    "district": _("Pilih kabupaten atau kota dahulu, lalu daftar kecamatan muncul."),
    "region": _("Pilih kecamatan dahulu. Bila desa Anda tidak ada di daftar, kosongkan dan tanyakan petugas."),
    "address": _("Cukup supaya petugas bisa datang. Misalnya: Jl. Veteran 12, RT 03/RW 01, samping musala."),
    "latitude": _("Di Google Maps, tekan lama tempat usaha Anda; angka pertama adalah lintang, misalnya -3,24."),
    "longitude": _("Di Google Maps, tekan lama tempat usaha Anda; angka kedua adalah bujur, misalnya 116,22."),
    "phone": _("Nomor yang Anda pegang sendiri. Petugas menelepon ke sini bila ada yang kurang."),
    "whatsapp": _(
        "Kabar dari portal dan pertanyaan petugas dikirim ke sini. Nomor tampil di katalog hanya bila Anda setuju."
    ),
    "email": _("Hanya bila Anda punya dan sering membukanya. Misalnya: amplang@contoh.id."),
    "mandate": _("Tulis surat atau izin dari pemilik dan tanggalnya. Misalnya: surat kuasa 3 Mei 2026."),
}

FIGURES_HELP = {
    "workers_male": _("Hitung laki-laki yang rutin bekerja, juga keluarga yang tidak digaji. Misalnya: 2."),
    "workers_female": _("Hitung perempuan yang rutin bekerja, juga keluarga yang tidak digaji. Misalnya: 3."),
    "investment": _(
        "Investasi adalah harga barang yang dipakai lama: mesin, alat, kendaraan usaha. Misalnya mixer 5 juta dan oven "
        "20 juta: tulis 25.000.000. Tanah dan bangunan tidak dihitung."
    ),
    "capital": _(
        "Modal adalah seluruh uang yang ditanam: alat ditambah uang belanja bahan dan gaji. Misalnya alat 25 juta dan "
        "uang belanja 5 juta: tulis 30.000.000."
    ),
    "sales": _(
        "Penjualan adalah semua uang masuk dari pembeli selama setahun, belum dikurangi biaya. Misalnya rata-rata 5 "
        "juta sebulan: tulis 60.000.000."
    ),
    "export_value": _("Bagian penjualan yang dikirim ke luar negeri. Tidak pernah ekspor? Tulis 0."),
    "raw_material_value": _(
        "Belanja bahan selama setahun, misalnya ikan, tepung, dan plastik. Belanja 2 juta sebulan: tulis 24.000.000."
    ),
    "machines_value": _("Perkiraan harga mesin dan alat bila dijual sekarang. Misalnya 15.000.000."),
    "electricity_kwh": _(
        "Jumlah kWh setahun ada di struk listrik atau aplikasi PLN. Misalnya 100 kWh sebulan: tulis 1.200."
    ),
    "water_m3": _("Jumlah meter kubik setahun ada di tagihan air. Air sumur boleh dikosongkan."),
    "fuel_litre": _("Solar, bensin, atau minyak untuk produksi selama setahun. Misalnya 10 liter sebulan: tulis 120."),
}
