import datetime
import json
import random
import time

import pytest

from certification.permits import Verdict, read_permit
from certification.requirement_table import REQUIREMENTS
from reference.enums import PermitKind

date = datetime.date


@pytest.mark.parametrize(
    ("kind", "text", "number"),
    [
        ("pirt", "2053374020970-28", "2053374020970-28"),
        ("pirt", "211321201065129", "2113212010651-29"),
        ("pirt", "P-IRT NO. 2093518011162-31", "2093518011162-31"),
        ("pirt", "3063306010072-19", "3063306010072-19"),
        ("pirt", "2063271010829 - 23/2018", "2063271010829-23"),
        ("md", "MD 224510107115", "MD 224510107115"),
        ("md", "BPOM RI MD 271111000300341", "MD 271111000300341"),
        ("md", "MD240935001200027", "MD 240935001200027"),
        ("tr", "POM TR 092699241", "POM TR 092699241"),
        ("tr", "POM TR. 183318871", "POM TR 183318871"),
        ("ff", "FF182600791", "POM FF 182600791"),
        ("sd", "SD181353251", "POM SD 181353251"),
        ("sd", "SI184509731", "POM SI 184509731"),
        ("sd", "SL091300431", "POM SL 091300431"),
        ("cosmetic", "NA18188102291", "NA18188102291"),
        ("cosmetic", "BPOM NA18260500350", "NA18260500350"),
        ("cosmetic", "NC14191300159", "NC14191300159"),
        ("akd", "AKD 20903813649", "KEMENKES RI AKD 20903813649"),
        ("akd", "KEMENKES RI AKD 11603010092", "KEMENKES RI AKD 11603010092"),
        ("pkd", "PKD 20301210064", "KEMENKES RI PKD 20301210064"),
        ("halal", "ID00410000088320221", "ID00410000088320221"),
        ("halal", "id 3211 0001902430323", "ID32110001902430323"),
        ("halal", "ID00410019459060724", "ID00410019459060724"),
        ("halal_mui", "00150099991220", "00150099991220"),
        ("halal_mui", "LP-POM 011210876000513", "011210876000513"),
        ("brand", "IDM000123456", "IDM000123456"),
        ("slhs", "440/12/slhs/2026", "440/12/SLHS/2026"),
        ("sni", "SNI 8914:2020", "SNI 8914:2020"),
    ],
)
def test_good_number_is_valid_and_normalised(kind, text, number):
    reading = read_permit(text, kind)
    assert (reading.verdict, reading.kind, reading.number, reading.message) == (Verdict.VALID, kind, number, "")


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (
            "pirt",
            "202673019283-21",
            "Nomor SPP-IRT (P-IRT) terdiri atas 15 angka, yang ditulis 14 angka: satu angka kurang.",
        ),
        ("pirt", "123456789/2026", "Nomor SPP-IRT (P-IRT) terdiri atas 15 angka, yang ditulis 9 angka."),
        (
            "pirt",
            "88901290121-02",
            "Nomor SPP-IRT (P-IRT) terdiri atas 15 angka, yang ditulis 13 angka: dua angka kurang.",
        ),
        ("pirt", "9053374020970-28", "Angka pertama P-IRT menyatakan kemasan, 1 sampai 8, bukan 9."),
        (
            "md",
            "MD 22451A107115",
            "Nomor BPOM MD (pangan dalam negeri) memuat huruf “A” di antara angkanya. "
            "Ganti dengan angka yang tercetak.",
        ),
        (
            "pirt",
            "2.05337E+14",
            "Isi “2.05337E+14” rusak, angka dibulatkan oleh Excel: ketik ulang dari sertifikat, "
            "dengan kolom berjenis Teks.",
        ),
        (
            "pirt",
            "224510107115",
            "12 digit ini nomor BPOM MD, bukan P-IRT. Pilih jenis BPOM MD, atau salin 15 angka P-IRT.",
        ),
        (
            "pirt",
            "DEPKES RI SP. No. 123/13.01/95",
            "Ini nomor sertifikat penyuluhan (SP) Depkes yang lama, bukan P-IRT. Urus SPP-IRT yang baru.",
        ),
        (
            "md",
            "MD 2679-1100031",
            "Nomor BPOM MD (pangan dalam negeri) terdiri atas MD dan 12 atau 15 angka, yang ditulis 11 angka.",
        ),
        ("md", "MX 224510107115", "Nomor BPOM MD (pangan dalam negeri) diawali MD, bukan MX."),
        (
            "tr",
            "TR 09269924",
            "Nomor BPOM TR (obat bahan alam) terdiri atas TR dan 9 angka, yang ditulis 8 angka: satu angka kurang.",
        ),
        ("tr", "TX 092699241", "Nomor BPOM TR (obat bahan alam) diawali TR, bukan TX."),
        ("sd", "SE181353251", "Nomor BPOM SD (suplemen kesehatan) diawali SD, bukan SE."),
        (
            "cosmetic",
            "NA1826050035",
            "Nomor Notifikasi kosmetik BPOM (NA) terdiri atas NA dan 11 angka, "
            "yang ditulis 10 angka: satu angka kurang.",
        ),
        ("cosmetic", "NF18260500350", "Nomor Notifikasi kosmetik BPOM (NA) diawali NA, bukan NF."),
        (
            "akd",
            "AKD 209038136499",
            "Nomor Kemenkes AKD (alat kesehatan) terdiri atas AKD dan 11 angka, "
            "yang ditulis 12 angka: satu angka terlalu banyak.",
        ),
        (
            "akd",
            "AKD 90903813649",
            "Angka pertama nomor Kemenkes AKD (alat kesehatan) menyatakan kelas dan tidak mungkin 9.",
        ),
        ("pkd", "PND 20301210064", "Nomor Kemenkes PKD (perbekalan rumah tangga) diawali PKD, bukan PND."),
        (
            "halal",
            "ID112100009882540924",
            "Nomor Sertifikat halal BPJPH terdiri atas ID dan 17 angka, "
            "yang ditulis 18 angka: satu angka terlalu banyak.",
        ),
        (
            "halal",
            "ID32110001902431323",
            "Empat angka terakhir nomor halal adalah bulan dan tahun; bulan 13 tidak ada.",
        ),
        (
            "halal_mui",
            "0015009999122",
            "Nomor Sertifikat halal MUI (lama) terdiri atas 14 atau 15 angka, yang ditulis 13 angka.",
        ),
        ("brand", "IDM12345", "Nomor Merek terdaftar terdiri atas IDM dan 9 angka, yang ditulis 5 angka."),
        ("brand", "IDS000123456", "Nomor Merek terdaftar diawali IDM, bukan IDS."),
    ],
)
def test_bad_number_is_refused_with_what_is_wrong(kind, text, message):
    reading = read_permit(text, kind)
    assert (reading.verdict, reading.number, reading.message) == (Verdict.REFUSED, "", message)


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (
            "pirt",
            "2063216010384",
            "P-IRT ini 13 angka, tanpa dua angka tahun di belakangnya. Lengkapi dari sertifikat.",
        ),
        (
            "pirt",
            "2209999020970-28",
            "Jenis pangan 20 pada P-IRT tidak ada dalam daftar 01–15. Cocokkan dengan sertifikat.",
        ),
        (
            "pirt",
            "2059999020970-28",
            "Kode kabupaten/kota 9999 pada P-IRT tidak dikenal. Cocokkan dengan sertifikat.",
        ),
        (
            "pirt",
            "2056371020970-99",
            "P-IRT berlaku 5 tahun, tetapi nomor ini berakhir tahun 2099. Cocokkan dengan sertifikat.",
        ),
        (
            "halal",
            "ID98110001902430323",
            "Kode provinsi 98 pada nomor halal tidak dikenal. Cocokkan dengan sertifikat.",
        ),
        (
            "halal",
            "ID63910001902430323",
            "Angka ke-3 dan ke-4 nomor halal ini tidak lazim. Cocokkan dengan sertifikat.",
        ),
        (
            "halal",
            "ID63110001902431299",
            "Nomor halal ini bertanggal pendaftaran di masa depan. Cocokkan dengan sertifikat.",
        ),
        (
            "halal_mui",
            "LPPOM-00140130691021",
            "Ini tampak seperti nomor ketetapan halal; nomor KH bukan nomor sertifikat halal. "
            "Salin nomor sertifikatnya.",
        ),
        (
            "pkd",
            "PKD 20501020000",
            "Nomor urut 0000 tampak seperti isian contoh. Cocokkan dengan sertifikat.",
        ),
    ],
)
def test_odd_number_is_suspect_and_kept(kind, text, message):
    reading = read_permit(text, kind)
    assert (reading.verdict, reading.kind, reading.message) == (Verdict.SUSPECT, kind, message)
    assert reading.number != ""


@pytest.mark.parametrize(
    ("kind", "text", "found", "message"),
    [
        (
            "pirt",
            "533/010.TDI-Diperindag/ 2002",
            "pirt",
            "“533/010.TDI-Diperindag/ 2002” adalah nomor TDI, bukan izin produk.",
        ),
        (
            "pirt",
            "022000986192900000001",
            "pirt",
            "Ini nomor PB-UMKU dari OSS (21 angka). Isi nomor yang tercetak pada sertifikat izinnya.",
        ),
        (
            "pirt",
            "9120212080575",
            "pirt",
            "13 angka ini tampak seperti NIB, bukan izin produk. Isi NIB di tempatnya.",
        ),
        (
            "pirt",
            "537/03-TDI11/BPPTPM-I/2014",
            "pirt",
            "“537/03-TDI11/BPPTPM-I/2014” adalah nomor TDI, bukan izin produk.",
        ),
        (
            "pirt",
            "PB UMKU: 028901020277600010002",
            "pirt",
            "“PB UMKU: 028901020277600010002” adalah nomor PB UMKU, bukan izin produk.",
        ),
        (
            "pirt",
            "MD 224510107115",
            "md",
            "“MD 224510107115” adalah nomor BPOM MD (pangan dalam negeri), bukan SPP-IRT (P-IRT). "
            "Pilih jenis izin yang sesuai.",
        ),
        (
            "halal",
            "00150099991220",
            "halal_mui",
            "Ini nomor sertifikat halal MUI yang lama. Perbarui ke BPJPH; nomornya diawali ID dan 17 angka.",
        ),
    ],
)
def test_number_of_another_licence_is_named(kind, text, found, message):
    reading = read_permit(text, kind)
    assert (reading.verdict, reading.kind, reading.message) == (Verdict.OTHER_LICENCE, found, message)


NO_NUMBER = [
    "", None, "-", "--", "0", "00000", "0,00", "NaN",
    ".", "😀", "belum ada", "Tidak punya", "nihil", "kosong", "N/A", "no", "Tdk ada",
    "blm punya PIRT", "P-IRT : belum ada", "P-IRT: -", "tidak ada izin", "belum diproses", "blm diurus", "akan diurus",
    "belum daftar", "belum ada proses",
]  # fmt: skip
IN_PROCESS = [
    "Proses", "sedang diurus", "P-IRT dalam proses", "belum, masih pengajuan", "dalam proses", "masih proses",
    "sdg proses", "On Process", "onprocess", "on proses", "dlm proses", "msh diproses", "proses pengajuan", "diajukan",
    "menunggu terbit", "belum terbit", "blm keluar", "belum selesai", "sedang dalam pengurusan", "in progress",
    "pending", "Halal masih proses", "proses OSS no 20240312001234", "PIRT (proses)", "sudah didaftarkan", "antri",
    "P-IRT 202673019283-21 sedang diperpanjang", "tahap verifikasi", "perpanjangan",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBER)
def test_no_number_is_empty(text):
    reading = read_permit(text, "pirt")
    assert (reading.verdict, reading.kind, reading.numbers) == (Verdict.EMPTY, "pirt", ())
    assert read_permit(text).verdict == Verdict.EMPTY


@pytest.mark.parametrize("text", IN_PROCESS)
def test_an_application_is_in_process(text):
    reading = read_permit(text, "pirt")
    assert (reading.verdict, reading.kind, reading.numbers) == (Verdict.IN_PROCESS, "pirt", ())
    assert read_permit(text).verdict == Verdict.IN_PROCESS


def test_words_tell_which_permit_is_meant():
    assert read_permit("Halal masih proses").kind == PermitKind.HALAL
    assert read_permit("PIRT dlm proses").kind == PermitKind.PIRT
    assert read_permit("belum punya P-IRT").kind == PermitKind.PIRT
    assert read_permit("dalam proses").kind == ""
    slhs = read_permit("SLHS dalam proses 2026")
    assert (slhs.verdict, slhs.kind) == (Verdict.IN_PROCESS, PermitKind.SLHS)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("P-IRT 2053374020970-28", PermitKind.PIRT),
        ("2053374020970-28", PermitKind.PIRT),
        ("MD 224510107115", PermitKind.MD),
        ("ID00410000088320221", PermitKind.HALAL),
        ("LP-POM 011210876000513", PermitKind.HALAL_MUI),
        ("00150099991220", PermitKind.HALAL_MUI),
        ("Halal: 00410000088320221", PermitKind.HALAL),
        ("SNI 8914:2020", PermitKind.SNI),
        ("440/12/SLHS/2026", PermitKind.SLHS),
    ],
)
def test_the_number_tells_its_kind(text, kind):
    reading = read_permit(text)
    assert (reading.verdict, reading.kind) == (Verdict.VALID, kind)


# DOMAIN §1, regex table: kind, the valid column, the invalid column.
TABLE = [
    (
        "pirt",
        ["2053374020970-28", "2113212010651-29", "2093518011162-31", "3063306010072-19"],
        ["202673019283-21", "123456789/2026", "9053374020970-28"],
    ),
    (
        "md",
        ["MD 224510107115", "BPOM RI MD 271111000300341", "MD240935001200027"],
        ["MD 2679-1100031", "MX 224510107115", "MD 2245101071151"],
    ),
    (
        "tr",
        ["POM TR 092699241", "POM TR. 183318871"],
        ["TR 09269924", "TR 0926992411", "TX 092699241"],
    ),
    ("ff", ["FF182600791"], ["FF18260079"]),
    ("sd", ["SD181353251", "SI184509731", "SL091300431"], ["SD18135325", "SE181353251", "SD1813532511"]),
    (
        "cosmetic",
        ["NA18188102291", "NA18260500350", "NC14191300159"],
        ["NA1826050035", "NF18260500350", "NA182605003501"],
    ),
    (
        "akd",
        ["AKD 20903813649", "AKD 11603010092", "AKD 20303321178"],
        ["AKD 2090381364", "AKD 209038136499", "AKX 20903813649"],
    ),
    ("pkd", ["PKD 20301210064", "PKD 20601321378"], ["PKD 2030121006", "PKD 203012100644", "PND 20301210064"]),
    (
        "halal",
        ["ID00410000088320221", "ID32110001902430323", "ID00410019459060724"],
        ["ID3211000192837", "ID112100009882540924", "ID32110001902431323"],
    ),
    (
        "halal_mui",
        ["00150099991220", "LP-POM 011210876000513"],
        ["LPPOM 0015009999122", "ID00150099991220", "LPPOM 00150099991"],
    ),
    ("brand", ["IDM000123456", "IDM000987654", "IDM001234567"], ["IDM12345", "IDS000123456", "IDM0001234567"]),
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, valid, _bad in TABLE for text in valid])
def test_valid_column_of_the_table(kind, text, time_machine):
    time_machine.move_to("2026-11-24T04:00:00Z")
    asked, alone = read_permit(text, kind), read_permit(text)
    assert (asked.verdict, asked.kind, asked.message) == (Verdict.VALID, kind, "")
    assert (alone.verdict, alone.kind) == (Verdict.OTHER_LICENCE if kind == "brand" else Verdict.VALID, kind)
    assert alone.numbers[0].number == asked.number


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, _valid, bad in TABLE for text in bad])
def test_invalid_column_of_the_table(kind, text):
    for reading in (read_permit(text, kind), read_permit(text)):
        assert (reading.verdict, reading.number) == (Verdict.REFUSED, "")
        assert reading.message.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "P.IRT.NO. 2063271010829-23", "PIRT No: 206327101082923", "SPP-IRT 2063271010829-23",
        "SPPIRT2063271010829-23", "DepKes RI SP 2063271010829-23", "DEPKES RI SP. No. 2063271010829-23",
        "Dinkes P-IRT 206.3271.01.0829-23", "P – IRT 2063271010829 – 23", "P-IRT\xa02063271010829‑23",
        "２０６３２７１０１０８２９－２３", "2063271010829—23.", "2063271010829-23 (Keripik Pisang)",
        "2063271010829 - 23/2018", "2063271010829-23 berlaku s/d 2023", "2063271010829-23 exp 31/12/2023",
        "2063271010829/23", "2063271010829,23", "206,3271,01,0829-23", "206 3271 01 0829 23", "'2063271010829-23",
        "PlRT 2063271010829_23", "Kopi Maju 2063271010829-23", "2063271010829-23 P-IRT", "1. 2063271010829-23",
        "P-IRT 2063271010829-23, merek Maju", "206327101082923.0", "(2063271010829-23)", "2063271010829-23)",
        "20\u200b63271010829-23\x00",
        "P-IRT 2063271010829-23\nP-IRT 2063271010829-23",
    ],
)  # fmt: skip
def test_damage_done_by_people_is_understood(text):
    for reading in (read_permit(text), read_permit(text, "pirt")):
        assert (reading.verdict, reading.kind, reading.message) == (Verdict.VALID, "pirt", "")
        assert [number.number for number in reading.numbers] == ["2063271010829-23"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2O53374020970-28", "2053374020970-28"),
        ("P-IRT 2l13212010651-29", "2113212010651-29"),
        ("MD 22451O107115", "MD 224510107115"),
        ("ID OO410OOOO88320221", "ID00410000088320221"),
        ("1D00410000088320221", "ID00410000088320221"),
        ("lD00410000088320221", "ID00410000088320221"),
    ],
)
def test_a_letter_for_a_digit_is_repaired_and_doubted(text, number):
    reading = read_permit(text)
    assert (reading.verdict, reading.number) == (Verdict.SUSPECT, number)
    assert reading.message == (
        f"Ada huruf yang menggantikan angka (O untuk 0, I atau l untuk 1). Bila maksudnya {number}, cocokkan."
    )


@pytest.mark.parametrize(
    "text",
    ["2.05E+14", "2,05E+14", "8.52e+010", "P-IRT 2,05337E+14", "2.05E14", "205337402090000"],
)
def test_what_a_spreadsheet_ruined_is_to_be_typed_again(text):
    reading = read_permit(text)
    assert (reading.verdict, reading.number) == (Verdict.REFUSED, "")
    assert "angka dibulatkan oleh Excel: ketik ulang dari sertifikat" in reading.message


@pytest.mark.parametrize(
    ("text", "verdict", "kind", "message"),
    [
        (
            "224510107115",
            "suspect",
            "md",
            "12 angka tanpa huruf ini tampak seperti nomor BPOM MD. Tulis lengkap: MD 224510107115.",
        ),
        (
            "BPOM RI 092699241",
            "suspect",
            "",
            "Huruf setelah BPOM (MD, ML, TR, SD, atau NA) tidak tertulis. Salin lengkap dari label.",
        ),
        (
            "00410000088320221",
            "suspect",
            "halal",
            "Nomor sertifikat halal ditulis dengan ID di depannya: ID00410000088320221. Cocokkan dengan sertifikat.",
        ),
        (
            "2063271010829-2023",
            "suspect",
            "pirt",
            "Tahun akhir P-IRT ditulis dua angka. Bila maksudnya 2063271010829-23, cocokkan dengan sertifikat.",
        ),
        (
            "P-IRT 2063271010829-23 4",
            "suspect",
            "pirt",
            "Setelah 2063271010829-23 masih ada angka “4”. Cocokkan dengan sertifikat.",
        ),
        (
            "P-IRT 206327101082",
            "suspect",
            "pirt",
            "P-IRT 12 angka berasal dari sebelum 2012 atau kurang tiga angka. P-IRT sekarang 15 angka: perbarui.",
        ),
        (
            "KEMENKES RI PKRT 20501110092",
            "suspect",
            "pkd",
            "Nomor perbekalan rumah tangga diawali PKD (dalam negeri) atau PKL (impor), bukan PKRT.",
        ),
        (
            "BPOM TR 123456781",
            "suspect",
            "tr",
            "Nomor ini tampak seperti isian contoh. Cocokkan dengan sertifikat.",
        ),
        (
            "12345678901234567",
            "refused",
            "",
            "Angka berurutan atau berulang ini tampak seperti isian contoh, bukan nomor izin.",
        ),
        (
            "6371014708900001",
            "refused",
            "",
            "Ini nomor pribadi (NIK, KK, NPWP, atau HP), bukan nomor izin. Jangan ditulis di sini.",
        ),
        (
            "081234567890",
            "refused",
            "",
            "Ini nomor pribadi (NIK, KK, NPWP, atau HP), bukan nomor izin. Jangan ditulis di sini.",
        ),
        (
            "#REF!",
            "refused",
            "",
            "Isi “#REF!” adalah bekas kesalahan lembar kerja, bukan nomor: ketik ulang dari sertifikat.",
        ),
        (
            "2147483647",
            "refused",
            "",
            "Isi “2147483647” adalah bekas kesalahan lembar kerja, bukan nomor: ketik ulang dari sertifikat.",
        ),
        (
            "2053374020970-2B",
            "refused",
            "pirt",
            "Nomor SPP-IRT (P-IRT) memuat huruf “B” di antara angkanya. Ganti dengan angka yang tercetak.",
        ),
        (
            "P-IRT 022000986192900000001",
            "refused",
            "pirt",
            "Ini nomor PB-UMKU dari OSS (21 angka). Isi nomor yang tercetak pada sertifikat izinnya.",
        ),
        (
            "2053374020970-281",
            "refused",
            "pirt",
            "Nomor SPP-IRT (P-IRT) terdiri atas 15 angka, yang ditulis 16 angka: satu angka terlalu banyak.",
        ),
        ("1", "refused", "", "Nomor ini tidak dikenali. Tulis lengkap dengan hurufnya, misalnya P-IRT, MD, atau ID."),
        ("123", "refused", "", "Nomor ini tidak dikenali. Tulis lengkap dengan hurufnya, misalnya P-IRT, MD, atau ID."),
        (
            "sertifikat",
            "refused",
            "",
            "Teks ini tidak memuat nomor izin. Tulis nomornya, atau kosongkan bila belum ada.",
        ),
        ("MD 224510107115 exp 2027", "valid", "md", ""),
        (
            "NIB 0220003690831, P-IRT 2063271010829-23",
            "valid",
            "pirt",
            "Nomor izin usaha di isian yang sama diabaikan.",
        ),
        (
            "P-IRT 2063271010829-23, halal masih proses",
            "valid",
            "pirt",
            "Tertulis juga bahwa ada izin yang sedang diurus.",
        ),
    ],
)
def test_what_is_odd_is_said_precisely(text, verdict, kind, message):
    reading = read_permit(text)
    assert (reading.verdict, reading.kind, reading.message) == (verdict, kind, message)


@pytest.mark.parametrize(
    "text",
    [
        "533/010.TDI-Diperindag/ 2002", "IUMK 01/2020", "SIUP 503/12/2019", "NIB 0220003690831", "0220003690831",
        "PB UMKU: 028901020277600010002", "022000986192900000001", "535/1315-Eksosbud", "503/123/DPMPTSP/2019",
        "SKU 470/12", "SITU 12", "TDP 1305", "Merek terdaftar", "HAKI", "merek IDM000123456", "DID2021012345",
        "535/0032- IUI/DPMPTSP.VIII/2017",
    ],
)  # fmt: skip
def test_a_business_licence_is_no_error(text):
    assert read_permit(text).verdict == Verdict.OTHER_LICENCE


PAIR = ["2053374020970-28", "2113212010651-29"]


@pytest.mark.parametrize(
    "between",
    [
        "\n",
        ", ",
        "/",
        " / ",
        " dan ",
        " & ",
        "; ",
        " ",
        "   ",
        " | ",
        "+",
        " s.d. ",
        " 2) ",
        "\r\n",
        ", P-IRT ",
        " 2. ",
    ],
)
def test_two_numbers_in_a_cell_are_both_read(between):
    for text in (between.join(PAIR), between.join(number.replace("-", "") for number in PAIR)):
        reading = read_permit(text, "pirt")
        assert (reading.verdict, [number.number for number in reading.numbers]) == (Verdict.VALID, PAIR)
        assert reading.message == "Ada 2 nomor dalam satu isian."


def test_a_pirt_behind_an_md_number_stays_a_pirt():
    reading = read_permit("MD 224510107115/2113212010651-29; 271111000300341")
    assert [(number.kind, number.number) for number in reading.numbers] == [
        ("md", "MD 224510107115"),
        ("pirt", "2113212010651-29"),
        ("md", "MD 271111000300341"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "P-IRT 2053374020970-28 ID32110001902430323",
        "P-IRT: 2053374020970-28 / Halal: ID32110001902430323",
        "2053374020970-28\nID32110001902430323",
        "PIRT 2053374020970-28 Halal 32110001902430323",
    ],
)
def test_permits_of_two_kinds_in_a_cell(text):
    reading = read_permit(text)
    assert (reading.verdict, reading.kind) == (Verdict.VALID, "pirt")
    assert [(number.kind, number.number) for number in reading.numbers] == [
        ("pirt", "2053374020970-28"), ("halal", "ID32110001902430323"),
    ]  # fmt: skip


def test_another_kind_or_a_wrong_number_beside_a_good_one_is_doubted():
    mixed = read_permit("2053374020970-28; MD 224510107115", "pirt")
    assert mixed.verdict == Verdict.SUSPECT
    assert [number.kind for number in mixed.numbers] == ["pirt", "md"]
    for text in ("2053374020970-28, 202673019283-21", "202673019283-21 2053374020970-28"):
        reading = read_permit(text)
        assert (reading.verdict, {number.number for number in reading.numbers}) == (
            Verdict.SUSPECT,
            {"", "2053374020970-28"},
        )
    listed = read_permit(f"1. {PAIR[0]} 2. {PAIR[1]}")
    assert (listed.verdict, [number.number for number in listed.numbers]) == (Verdict.VALID, PAIR)
    assert [number.number for number in read_permit("MD 224510107115 dan 224510107116").numbers] == [
        "MD 224510107115", "MD 224510107116",
    ]  # fmt: skip
    beside = read_permit("2053374020970-28 SNI 3553:2015")
    assert [number.number for number in beside.numbers] == ["2053374020970-28", "SNI 3553:2015"]
    behind = read_permit("ID32110001902430323 / 00150099991220")
    assert [number.kind for number in behind.numbers] == ["halal", "halal_mui"]
    glued = read_permit("".join(PAIR).replace("-", ""))
    assert (glued.verdict, [number.number for number in glued.numbers]) == (Verdict.SUSPECT, PAIR)


def test_pirt_tells_region_year_and_food_by_the_list_of_its_time():
    assert read_permit("2056371020970-24", "pirt").numbers[0].decoded == {
        "packaging": "plastik",
        "food_type_code": "05",
        "food_type": "hasil olahan kelapa (perkiraan)",
        "food_list": "old",
        "region_code": "63.71",
        "region": "Kota Banjarmasin",
        "product_serial": "02",
        "maker_number": "0970",
        "expiry_year": 2024,
        "valid_until": date(2024, 12, 31),
    }

    def food(text):
        decoded = read_permit(text, "pirt").numbers[0].decoded
        return decoded["food_list"], decoded["food_type"]

    assert food("2056371020970-27") == ("old", "hasil olahan kelapa (perkiraan)")
    assert food("2056371020970-28") == ("new", "tepung dan hasil olahannya (perkiraan)")
    assert food("2116371020970-30") == ("new", "biji-bijian, kacang-kacangan, dan umbi (perkiraan)")
    assert food("2146371020970-30") == ("old", "hasil olahan buah (perkiraan)")
    assert read_permit("2113212010651-29").numbers[0].decoded["region"] == "Kabupaten Indramayu"


def test_other_numbers_tell_what_they_hold():
    def decoded(text, kind=None):
        found = read_permit(text, kind).numbers[0].decoded
        return json.loads(json.dumps(found))

    assert decoded("ID63110001902430323", "halal") == {
        "region_code": "63",
        "region": "Kalimantan Selatan",
        "scale": "mikro atau kecil (perkiraan)",
        "serial": "000190243",
        "registered_month": 3,
        "registered_year": 2023,
    }
    central = decoded("ID00410000088320221")
    assert (central["region"], central["scale"]) == ("pusat", "besar (perkiraan)")
    assert decoded("MD 271163000300341") == {
        "risk": "tinggi",
        "packaging": "ganda",
        "province_code": "11",
        "province": "",
        "food_type_code": "63",
        "product_serial": "0003",
        "company_code": "00341",
    }
    assert decoded("MD 126312000100345")["province"] == "Kalimantan Selatan"
    assert decoded("MD 224510107115") == {
        "packaging": "plastik",
        "province_code": "10",
        "province": "",
        "food_type_code": "245",
        "company_code": "107",
        "product_serial": "115",
    }
    assert decoded("POM TR 092699241") == {
        "year": 2009,
        "maker": "pabrik jamu",
        "form": "cairan",
        "serial": "9924",
        "volume_code": "1",
    }
    assert decoded("SD181353251") == {"year": 2018, "serial": "1353251"}
    assert decoded("NA18260500350") == {
        "country_code": "18",
        "country": "Indonesia",
        "year": 2026,
        "product_group": "05",
        "serial": "00350",
    }
    assert decoded("AKD 20903813649") == {
        "class": "2",
        "category": "09",
        "sub_category": "03",
        "serial": "3649",
        "year": 2018,
    }


@pytest.mark.parametrize("code", [f"{code:02d}" for code in range(1, 17)])
@pytest.mark.parametrize("year", ["22", "27", "28", "31"])
def test_pirt_is_never_refused_for_its_food_type(code, year, time_machine):
    time_machine.move_to("2026-11-24T04:00:00Z")
    expected = Verdict.SUSPECT if code == "16" else Verdict.VALID
    assert read_permit(f"2{code}6371010829-{year}").verdict == expected


HARD = [
    "1", "A", "2063271010829-23 ", "1 ", "P-IRT ", "-", "O0", "20632710108292", "P-", "E1", "1,", "1/2 ", "NO ", "P ",
    "KETETAPAN ", "12 ", "2063271010829 ", "1.1E+", "ID0 ", "23TAHUN", "belum ", "\x00", "😀", "MD 2", "(" ,
    "SPP-P-I-R-T",
]  # fmt: skip


@pytest.mark.parametrize("piece", HARD)
@pytest.mark.parametrize("length", [4000, 100_000])
def test_a_long_text_is_answered_at_once(piece, length):
    text = (piece * length)[:length]
    begin = time.process_time()
    for kind in (None, "pirt", "halal"):
        assert read_permit(text, kind).verdict in Verdict.values
    assert time.process_time() - begin < 3


def test_any_text_is_answered():
    chance = random.Random(3)
    pieces = [
        "P-IRT",
        "MD",
        "ID",
        "NIB",
        "SNI",
        "KH",
        "2063271010829-23",
        "224510107115",
        "ID32110001902430323",
        "proses",
    ]
    marks = [
        "O",
        "l",
        "\x00",
        "\n",
        "\u2028",
        "😀",
        "ß",
        "ı",
        "٦",
        "½",
        "/",
        ",",
        "-",
        " ",
        "(",
        "%",
        "{0}",
        "%s",
        "1",
        "07",
    ]
    for _turn in range(1000):
        text = "".join(chance.choice(pieces + marks) for _count in range(chance.randrange(12)))
        for kind in (None, "pirt", "halal", "slhs"):
            reading = read_permit(text, kind)
            assert reading.verdict in Verdict.values
            assert all(number.number == "" for number in reading.numbers if number.verdict == Verdict.REFUSED)


def test_every_last_rule_answers_without_conditions():
    last = {(rule["category"], rule["axis"]): rule for rule in REQUIREMENTS}
    undecided = [key for key, rule in last.items() if rule["conditions"] or rule["business_scale"] or rule["ends_on"]]
    assert undecided == []


def test_halal_of_small_food_makers_is_mandatory_since_october_2026():
    rules = [rule for rule in REQUIREMENTS if (rule["category"], rule["axis"]) == ("kerupuk", "halal")]
    assert [(rule["business_scale"], rule["obligation"], rule["begins_on"], rule["ends_on"]) for rule in rules] == [
        ("medium", "voluntary", None, date(2024, 10, 17)),
        ("medium", "mandatory", date(2024, 10, 18), None),
        ("large", "voluntary", None, date(2024, 10, 17)),
        ("large", "mandatory", date(2024, 10, 18), None),
        ("", "voluntary", None, date(2026, 10, 16)),
        ("", "mandatory", date(2026, 10, 17), None),
    ]


@pytest.mark.parametrize("asked", [None, "halal"])
@pytest.mark.parametrize(
    "text", ["KH.00123/2024", "KH 123/BPJPH", "BPJPH KH-00000012345", "KH 0013001938", "No. Ketetapan Halal: 0012345"]
)
def test_a_decree_number_is_named_whatever_its_length(text, asked):
    reading = read_permit(text, asked)
    assert (reading.verdict, reading.numbers[0].number) == (Verdict.REFUSED, "")
    assert "nomor KH bukan nomor sertifikat halal" in reading.message


def test_a_decree_number_glued_to_its_letters_is_recognised():
    reading = read_permit("KH00130019380604")
    assert (reading.verdict, reading.kind, reading.number) == (Verdict.SUSPECT, "halal_mui", "00130019380604")
    assert "nomor KH bukan nomor sertifikat halal" in reading.message
