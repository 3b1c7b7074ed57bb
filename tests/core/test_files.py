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

RED, BLUE, GREEN, YELLOW = (220, 20, 20), (20, 20, 220), (20, 180, 20), (230, 220, 30)


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


def corners(size=(64, 32)):
    """Four colours, one in each corner."""
    image = Image.new("RGB", size)
    half_x, half_y = size[0] // 2, size[1] // 2
    for place, colour in (((0, 0), RED), ((half_x, 0), GREEN), ((0, half_y), BLUE), ((half_x, half_y), YELLOW)):
        image.paste(colour, (*place, place[0] + half_x, place[1] + half_y))
    return image


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_upright(orientation):
    """A phone turned any way writes the pixels so, and says in the EXIF how to turn them back."""
    written_as = {
        1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    turn = written_as[orientation]
    image = corners() if turn is None else corners().transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    written = io.BytesIO()
    image.save(written, "JPEG", exif=exif, quality=95, subsampling=0)
    upright = opened(clean_image(upload(written.getvalue())))
    assert upright.size == (64, 32)
    seen = [upright.getpixel(place) for place in ((10, 8), (52, 8), (10, 24), (52, 24))]
    assert all(near(pixel, colour) for pixel, colour in zip(seen, (RED, GREEN, BLUE, YELLOW), strict=True)), seen


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_the_place_of_a_photo_is_gone(kind):
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "S", 2: (3.0, 19.0, 12.0), 29: "2026:11:25"})
    written = io.BytesIO()
    corners().save(written, kind, exif=exif.tobytes())
    assert b"2026:11:25" in written.getvalue()
    for cleaned in (clean_image(upload(written.getvalue())), clean_document(upload(written.getvalue()))):
        assert b"2026:11:25" not in cleaned.read()
        cleaned.seek(0)
        image = opened(cleaned)
        assert (dict(image.getexif()), dict(image.getexif().get_ifd(0x8825))) == ({}, {})


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_is_kept(kind):
    written = io.BytesIO()
    frames = [Image.new("RGB", (64, 32), BLUE)] * 3
    Image.new("RGB", (64, 32), RED).save(written, kind, save_all=True, append_images=frames, duration=100)
    image = opened(clean_image(upload(written.getvalue())))
    assert (image.format, getattr(image, "n_frames", 1)) == ("JPEG", 1)
    assert near(image.getpixel((32, 16)), RED)


def test_printing_colours_and_grey_become_screen_colours():
    ink = Image.new("CMYK", (60, 40), (0, 230, 230, 30))
    written = io.BytesIO()
    ink.save(written, "JPEG", quality=95)
    image = opened(clean_image(upload(written.getvalue())))
    red, green, blue = image.getpixel((30, 20))
    assert image.mode == "RGB"
    assert red > 180
    assert max(green, blue) < 60
    assert near(opened(clean_image(upload(picture("JPEG", mode="L")))).getpixel((30, 20)), (0, 0, 0))


def test_sixteen_bits_keep_their_brightness():
    deep = Image.new("I;16", (60, 40), 0x8000)
    written = io.BytesIO()
    deep.save(written, "PNG")
    assert near(opened(clean_image(upload(written.getvalue()))).getpixel((30, 20)), (128, 128, 128))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_a_giant_of_every_kind_is_refused(kind):
    written = io.BytesIO()
    Image.new("L" if kind == "PNG" else "RGB", (8000, 5001)).save(written, kind)
    assert "paling banyak 40 megapiksel" in refusal(clean_image, upload(written.getvalue()))


def test_a_pdf_among_photos_says_where_it_belongs():
    assert refusal(clean_image, upload(blank_pdf())) == (
        "Ini berkas PDF, bukan foto. PDF sertifikat diunggah di halaman sertifikat."
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_document_is_taken_as_any_kind_of_photo_under_any_name(kind):
    written = io.BytesIO()
    corners().save(written, kind)
    cleaned = clean_document(upload(written.getvalue(), "surat.docx"))
    assert (cleaned.name, opened(cleaned).format, opened(cleaned).size) == ("dokumen.jpg", "JPEG", (64, 32))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_half_a_photo_is_refused(kind):
    written = io.BytesIO()
    Image.effect_noise((300, 300), 80).convert("RGB").save(written, kind)
    content = written.getvalue()
    assert refusal(clean_image, upload(content[: len(content) // 2])) == (
        "Foto ini rusak atau terpotong. Ambil atau pilih foto lain."
    )
