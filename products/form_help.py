"""Longer explanations behind the “?” of the product form, each with an example."""

from django.utils.translation import gettext_lazy as _

PRODUCT_HELP = {
    "name": _("Sebut barang dan bahannya, supaya pembeli langsung tahu. Misalnya: Amplang ikan tenggiri."),
    "brand": _("Nama dagang di kemasan, misalnya “Saijaan”. Belum punya merek? Kosongkan."),
    "category": _("Pilih yang paling mirip. Dari sini portal tahu izin apa yang perlu, misalnya P-IRT atau halal."),
    "description": _(
        "Ceritakan seperti kepada pembeli. Misalnya: Kerupuk ikan tenggiri segar dari Kotabaru, gurih, tanpa pengawet."
    ),
    "description_en": _("Untuk pembeli luar negeri. Kosongkan bila tidak bisa; petugas dapat membantu."),
    "price_min": _("Harga untuk satu satuan jual, untuk ukuran paling murah. Misalnya 25.000."),
    "price_max": _("Harga ukuran paling mahal. Misalnya kecil 15.000 dan besar 40.000: tulis 40.000 di sini."),
    "unit": _("Cara Anda menjual satu barang: bungkus, botol, lembar, atau buah."),
    "monthly_capacity": _(
        "Sebanyak-banyaknya yang sanggup Anda buat dalam sebulan bila ada pesanan. Misalnya 20 bungkus sehari dan 25 "
        "hari kerja: tulis 500."
    ),
    "net_weight": _("Berat atau isi barangnya saja, tanpa bungkus. Misalnya isi 250 gram: tulis 250."),
    "net_weight_unit": _("Gram untuk barang padat, mililiter untuk cairan, buah untuk barang yang dihitung."),
    "packaging_kind": _("Bahan yang menyentuh produk. Bila berlapis, misalnya plastik di dalam kotak, pilih Ganda."),
    "packaging": _("Tulis seperti yang dilihat pembeli. Misalnya: plastik berdiri dengan klip."),
    "process": _(
        "Langkah terakhir yang membuat produk jadi. Ini menentukan izin: misalnya makanan kaleng perlu izin BPOM."
    ),
    "shelf_life_days": _(
        "Berapa hari produk masih baik sejak dibuat, disimpan seperti biasa. 1 minggu: 7. 3 bulan: 90. 1 tahun: 365."
    ),
    "storage": _("Cara pembeli harus menyimpannya sebelum dibuka. Misalnya kerupuk: suhu ruang; bakso: beku."),
    "made_at": _("Di rumah berarti dapur atau ruang di rumah tinggal. Terpisah berarti bangunan khusus produksi."),
    "ready_to_eat": _("Centang bila tidak perlu dimasak lagi, misalnya amplang. Kerupuk mentah jangan dicentang."),
    "animal_material": _("Centang bila ada kulit, gelatin, kaldu, madu, atau sutra. Ini dipakai untuk urusan halal."),
    "health_claim": _(
        "Centang hanya bila di kemasan tertulis manfaat kesehatan, misalnya “menurunkan kolesterol”. Tulisan "
        "seperti itu perlu izin khusus."
    ),
}
