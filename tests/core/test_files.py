import io
import zipfile
import zlib

import pillow_heif
import pypdfium2
import pytest
import xlsxwriter
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.files import (
    clean_document,
    clean_image,
    clean_workbook,
    private_path,
    public_path,
    thumbnail,
)

RED, BLUE = (220, 20, 20), (20, 20, 220)


def upload(content, name="foto.jpg"):
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def picture(kind="JPEG", size=(60, 40), mode="RGB", **options):
    image = Image.new(mode, size, RED if mode == "RGB" else 0)
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def opened(content_file):
    image = Image.open(content_file)
    image.load()
    return image


def near(pixel, colour):
    return all(abs(a - b) < 25 for a, b in zip(pixel, colour, strict=True))


def refusal(check, *args, **options):
    with pytest.raises(ValidationError) as caught:
        check(*args, **options)
    return caught.value.messages[0]


def blank_pdf(pages=1):
    document = pypdfium2.PdfDocument.new()
    for _number in range(pages):
        document.new_page(100, 100).close()
    written = io.BytesIO()
    document.save(written)
    document.close()
    return written.getvalue() + b"\n%%EOF\n"


def locked_pdf():
    """A PDF whose encryption no empty password opens."""
    guard = "/Filter /Standard /V 1 /R 2 /Length 40 /P -4 "
    guard += f"/O <{'ab' * 32}> /U <{'cd' * 32}>"
    parts = ["%PDF-1.4"]
    parts += ["1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj"]
    parts += ["2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj"]
    parts += [f"trailer << /Root 1 0 R /Size 3 /ID [<01> <01>] /Encrypt << {guard} >> >>", "%%EOF"]
    return "\n".join(parts).encode()


def zipped(**entries):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return written.getvalue()


def workbook():
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        book.add_worksheet().write(0, 0, "Nama")
    return written.getvalue()


def bomb_png():
    """A PNG that says 30,000 × 30,000 in its header."""
    content = bytearray(picture("PNG"))
    content[16:24] = (30_000).to_bytes(4) * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4)
    return bytes(content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_becomes_a_jpeg_of_our_own(kind):
    cleaned = clean_image(upload(picture(kind, (3200, 1600)), name="x.exe"))
    image = opened(cleaned)
    assert (cleaned.name, image.format, image.size, image.mode) == ("foto.jpg", "JPEG", (1600, 800), "RGB")
    assert near(image.getpixel((800, 400)), RED)


def test_heic_photo_is_read():
    written = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 32), RED)).save(written)
    image = opened(clean_image(upload(written.getvalue(), "IMG_0001.HEIC")))
    assert (image.format, image.size) == ("JPEG", (64, 32))
    assert near(image.getpixel((32, 16)), RED)


def test_photo_is_turned_upright_and_loses_its_metadata():
    image = Image.new("RGB", (64, 32), RED)
    image.paste(BLUE, (0, 0, 32, 32))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Telepon Rahasia"
    written = io.BytesIO()
    image.save(written, "JPEG", exif=exif, quality=95)
    cleaned = clean_image(upload(written.getvalue()))
    upright = opened(cleaned)
    assert upright.size == (32, 64)
    assert near(upright.getpixel((16, 8)), BLUE)
    assert near(upright.getpixel((16, 56)), RED)
    assert dict(upright.getexif()) == {}
    cleaned.seek(0)
    assert b"Rahasia" not in cleaned.read()


def test_transparent_photo_is_laid_on_white():
    image = opened(clean_image(upload(picture("PNG", mode="RGBA"))))
    assert near(image.getpixel((30, 20)), (255, 255, 255))


def test_thumbnail_is_small():
    assert opened(thumbnail(clean_image(upload(picture(size=(1000, 500)))))).size == (480, 240)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"<html><script>alert(1)</script>",
            "Berkas ini bukan foto. Kirim JPG, PNG, WebP, atau HEIC.",
        ),
        (b"GIF89a" + bytes(40), "Berkas ini bukan foto. Kirim JPG, PNG, WebP, atau HEIC."),
        (b"", "Berkas ini kosong. Pilih berkas lain."),
        (picture(size=(400, 400))[:700], "Foto ini rusak atau terpotong. Ambil atau pilih foto lain."),
        (picture("PNG")[:60], "Foto ini rusak atau terpotong. Ambil atau pilih foto lain."),
        (picture("WEBP")[:30], "Foto ini rusak atau terpotong. Ambil atau pilih foto lain."),
        (
            bytes(4) + b"ftypheic" + bytes(90),
            "Foto ini rusak atau terpotong. Ambil atau pilih foto lain.",
        ),
        (
            bomb_png(),
            "Foto ini terlalu besar: paling banyak 40 megapiksel. Perkecil dahulu, lalu kirim lagi.",
        ),
        (
            picture("PNG", (8000, 5001), mode="1"),
            "Foto ini terlalu besar: paling banyak 40 megapiksel. Perkecil dahulu, lalu kirim lagi.",
        ),
    ],
)
def test_what_is_not_a_whole_photo_is_refused(content, sentence):
    assert refusal(clean_image, upload(content)) == sentence


def test_oversized_file_is_refused():
    assert refusal(clean_image, upload(b"\xff\xd8\xff" + bytes(1024 * 1024)), max_mb=1) == (
        "Ukuran berkas 2 MB, paling besar 1 MB. Perkecil dahulu, lalu kirim lagi."
    )


def test_pdf_is_kept_as_sent():
    content = blank_pdf()
    cleaned = clean_document(upload(content, "surat.jpg"))
    assert (cleaned.name, cleaned.read()) == ("dokumen.pdf", content)


def test_photo_of_a_document_is_reencoded():
    cleaned = clean_document(upload(picture("PNG"), "surat.pdf"))
    assert (cleaned.name, opened(cleaned).format) == ("dokumen.jpg", "JPEG")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (blank_pdf(51), "PDF ini 51 halaman, paling banyak 50. Kirim halaman yang diperlukan saja."),
        (
            blank_pdf()[:120],
            "PDF ini rusak atau terpotong. Buka di komputer Anda, simpan ulang, lalu kirim lagi.",
        ),
        (
            b"%PDF-1.7\nbukan apa-apa\n%%EOF",
            "PDF ini rusak atau terpotong. Buka di komputer Anda, simpan ulang, lalu kirim lagi.",
        ),
        (
            locked_pdf(),
            "PDF ini memakai kata sandi. Simpan ulang tanpa kata sandi, lalu kirim lagi.",
        ),
        (workbook(), "Berkas ini bukan PDF atau foto. Kirim PDF, JPG, PNG, WebP, atau HEIC."),
    ],
)
def test_what_is_not_a_document_is_refused(content, sentence):
    assert refusal(clean_document, upload(content, "surat.pdf")) == sentence


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (workbook(), "xlsx"),
        (
            zipped(**{"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
            "ods",
        ),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + "Workbook\0".encode("utf-16-le"), "xls"),
        ("nama;nik\nSiti;1\n".encode("utf-8-sig"), "csv"),
        ("nama\tnik\nSiti\t1\n".encode("utf-16"), "csv"),
    ],
)
def test_kind_of_a_sheet_comes_from_its_content(content, kind):
    sent = upload(content, "apa.saja")
    assert clean_workbook(sent) == kind
    assert sent.read() == content


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Berkas ini kosong. Pilih berkas lain."),
        (
            b"\n<table><tr><td>1</td></tr></table>",
            "Berkas ini sebenarnya halaman web. Buka di Excel, lalu simpan sebagai .xlsx dan kirim lagi.",
        ),
        (picture(), "Berkas ini bukan lembar kerja. Kirim XLSX, XLS, ODS, atau CSV."),
        (blank_pdf(), "Berkas ini bukan lembar kerja. Kirim XLSX, XLS, ODS, atau CSV."),
        (
            zipped(**{"word/document.xml": "<a/>"}),
            "Berkas ini bukan lembar kerja. Kirim XLSX, XLS, ODS, atau CSV.",
        ),
        (
            zipped(**{"xl/workbook.xml": "<a/>", "xl/vbaProject.bin": "x"}),
            "Berkas ini berisi makro. Simpan sebagai .xlsx tanpa makro, lalu kirim lagi.",
        ),
        (
            zipped(**{"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": bytes(30_000_000)}),
            "Isi berkas ini terlalu besar setelah dibuka. Salin tabelnya ke berkas baru, lalu kirim lagi.",
        ),
        (
            workbook()[:2000],
            "Berkas ini rusak atau terpotong. Buka di Excel, simpan ulang, lalu kirim lagi.",
        ),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500) + "EncryptedPackage".encode("utf-16-le"),
            "Berkas ini memakai kata sandi. Simpan ulang tanpa kata sandi, lalu kirim lagi.",
        ),
    ],
)
def test_what_is_not_a_sheet_is_refused(content, sentence):
    assert refusal(clean_workbook, upload(content, "data.xlsx")) == sentence


def test_stored_names_are_random_and_keep_only_a_known_suffix():
    class Paper:
        class _meta:
            app_label, model_name = "ikm", "document"

    first, second = private_path(Paper, "NIK 637101.PDF"), private_path(Paper, "NIK 637101.PDF")
    assert first != second
    area, app, model, shard, name = first.split("/")
    assert (area, app, model, name[:2], name[32:]) == ("private", "ikm", "document", shard, ".pdf")
    assert public_path(Paper, "../x.html").startswith("public/ikm/document/")
    assert public_path(Paper, "../x.html").endswith(".bin")


def test_text_named_like_a_workbook_is_refused():
    file = SimpleUploadedFile("daftar.xlsx", b"nama,alamat\nA,B\n")
    with pytest.raises(ValidationError, match="isinya teks"):
        clean_workbook(file)
    assert clean_workbook(SimpleUploadedFile("daftar.csv", b"nama,alamat\nA,B\n")) == "csv"
