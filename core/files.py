"""What an upload really is, by our own allow-list: neither its name nor its content type is believed."""

import io
import secrets
import struct
import threading
import zipfile
import zlib
from pathlib import PurePath

import pillow_heif
import pypdfium2
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms, ImageOps

MEGABYTE = 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 1600
TURNED = range(2, 9)
MAX_PAGES = 50
MAX_UNPACKED = 400 * MEGABYTE
MAX_RATIO = 150
RATIO_COUNTS_FROM = 20 * MEGABYTE
MAX_ENTRIES = 10_000
STORED_SUFFIXES = {".jpg", ".pdf", ".xlsx", ".xls", ".ods", ".csv"}

HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
ODS_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
BROKEN_IMAGE = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    RuntimeError,
    IndexError,
    struct.error,
    zlib.error,
)
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    OSError,
    ValueError,
    struct.error,
)

pillow_heif.register_heif_opener()
# PDFium may be entered by one thread at a time.
_pdfium = threading.Lock()


def private_path(instance, filename):
    """`upload_to` of files that only a permission view hands out; nothing of the sender's name is kept."""
    return _random_path("private", instance, filename)


def public_path(instance, filename):
    """`upload_to` of files anybody may see."""
    return _random_path("public", instance, filename)


def _random_path(area, instance, filename):
    token = secrets.token_hex(16)
    suffix = PurePath(filename).suffix.lower()
    suffix = suffix if suffix in STORED_SUFFIXES else ".bin"
    return f"{area}/{instance._meta.app_label}/{instance._meta.model_name}/{token[:2]}/{token}{suffix}"


def clean_image(upload, max_mb=10) -> ContentFile:
    """The photo as a JPEG of our own making: upright, at most 1600 on its longest side, without metadata."""
    return _jpeg(_content(upload, max_mb), LONGEST_SIDE, "foto.jpg")


def thumbnail(image_file, size=480) -> ContentFile:
    """A small JPEG of a stored photo."""
    image_file.seek(0)
    return _jpeg(image_file.read(), size, "kecil.jpg")


def clean_document(upload, max_mb=10) -> ContentFile:
    """A PDF anybody can open, as sent, or a photo of the document, re-encoded."""
    content = _content(upload, max_mb)
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        return ContentFile(content, name="dokumen.pdf")
    if _image_format(content):
        return _jpeg(content, LONGEST_SIDE, "dokumen.jpg")
    raise ValidationError(_("Berkas ini bukan PDF atau foto. Kirim PDF, JPG, PNG, WebP, atau HEIC."), code="wrong_type")


def clean_workbook(upload, max_mb=20) -> str:
    """The kind of a sheet by its content: "xlsx", "xls", "ods" or "csv". The upload is left rewound."""
    _check_size(upload.size, max_mb)
    kind = workbook_kind(upload)
    upload.seek(0)
    return kind


def workbook_kind(file) -> str:
    """The kind of an open binary file that is a sheet; ValidationError for everything else."""
    file.seek(0)
    head = file.read(8192)
    if not head:
        raise _empty()
    if head.startswith(b"PK"):
        return _zip_kind(file)
    if head.startswith(OLE_MAGIC):
        return _ole_kind(file)
    if head.startswith(UTF16_BOMS):
        return "csv"
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        raise ValidationError(
            _("Berkas ini sebenarnya halaman web. Buka di Excel, lalu simpan sebagai .xlsx dan kirim lagi."),
            code="wrong_type",
        )
    if _image_format(head) or head.startswith((b"%PDF-", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise _not_a_workbook()
    if any(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1a" for byte in head):
        raise _not_a_workbook()
    if str(getattr(file, "name", "")).lower().endswith((".xlsx", ".xls", ".ods")):
        raise ValidationError(
            _("Berkas ini bernama lembar kerja tetapi isinya teks. Simpan ulang sebagai .xlsx, atau beri nama .csv."),
            code="wrong_type",
        )
    return "csv"


def _content(upload, max_mb):
    _check_size(upload.size, max_mb)
    upload.seek(0)
    return upload.read()


def _check_size(size, max_mb):
    if not size:
        raise _empty()
    if size > max_mb * MEGABYTE:
        raise ValidationError(
            _("Ukuran berkas %(size)s MB, paling besar %(max)s MB. Perkecil dahulu, lalu kirim lagi."),
            code="too_large",
            params={"size": -(-size // MEGABYTE), "max": max_mb},
        )


def _image_format(content):
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    if content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS:
        return "HEIF"
    return ""


def _jpeg(content, longest_side, name):
    kind = _image_format(content)
    if not kind and content.startswith(b"%PDF-"):
        raise ValidationError(
            _("Ini berkas PDF, bukan foto. PDF sertifikat diunggah di halaman sertifikat."), code="wrong_type"
        )
    if not kind:
        raise ValidationError(_("Berkas ini bukan foto. Kirim JPG, PNG, WebP, atau HEIC."), code="wrong_type")
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as image:
            _check_pixels(*image.size)
            image.draft("RGB", (longest_side, longest_side))
            upright = ImageOps.exif_transpose(_plain_rgb(image, longest_side))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except BROKEN_IMAGE as error:
        raise ValidationError(_("Foto ini rusak atau terpotong. Ambil atau pilih foto lain."), code="broken") from error
    upright.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    # A picture rebuilt from its pixels has no room for EXIF, comments or profiles.
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)
    written = io.BytesIO()
    clean.save(written, "JPEG", quality=85, optimize=True, progressive=True)
    return ContentFile(written.getvalue(), name=name)


def _check_pixels(width, height):
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels():
    return ValidationError(
        _("Foto ini terlalu besar: paling banyak 40 megapiksel. Perkecil dahulu, lalu kirim lagi."),
        code="too_many_pixels",
    )


def _plain_rgb(image, longest_side):
    """sRGB colours on white, orientation still in the EXIF of the result."""
    image.load()
    orientation, profile = image.getexif().get(ExifTags.Base.Orientation), image.info.get("icc_profile")
    if image.mode in {"L", "RGB", "RGBA"}:
        # Shrunk before anything is copied: 40 megapixels are 160 MB each time.
        image.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    if image.mode.startswith("I"):
        # Grey in 16 bits: a plain conversion would cut everything above 255 to white.
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        picture = image.convert("RGBA")
        white = Image.new("RGBA", picture.size, "white")
        flat = Image.alpha_composite(white, picture).convert("RGB")
    elif profile and image.mode == "RGB":
        flat = _srgb(image, profile)
    else:
        flat = image.convert("RGB")
    exif = Image.Exif()
    if orientation in TURNED:
        exif[ExifTags.Base.Orientation] = orientation
    flat.info["exif"] = exif.tobytes()
    return flat


def _srgb(image, profile):
    """Phones save wide colours; without their profile those would look dull."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image.convert("RGB")


def _check_pdf(content):
    broken = ValidationError(
        _("PDF ini rusak atau terpotong. Buka di komputer Anda, simpan ulang, lalu kirim lagi."),
        code="broken",
    )
    if b"%%EOF" not in content[-2048:]:
        raise broken
    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
                raise ValidationError(
                    _("PDF ini memakai kata sandi. Simpan ulang tanpa kata sandi, lalu kirim lagi."),
                    code="password",
                ) from error
            raise broken from error
        try:
            pages = len(document)
        finally:
            document.close()
    if not pages:
        raise broken
    if pages > MAX_PAGES:
        raise ValidationError(
            _("PDF ini %(pages)s halaman, paling banyak %(max)s. Kirim halaman yang diperlukan saja."),
            code="too_many_pages",
            params={"pages": pages, "max": MAX_PAGES},
        )


def _zip_kind(file):
    broken = ValidationError(
        _("Berkas ini rusak atau terpotong. Buka di Excel, simpan ulang, lalu kirim lagi."),
        code="broken",
    )
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_unpacked(entries)
            names = {entry.filename for entry in entries}
            is_ods = "content.xml" in names and _starts_with(archive, names, "mimetype", ODS_MIMETYPE)
    except BROKEN_ZIP as error:
        raise broken from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError(
            _("Berkas ini berisi makro. Simpan sebagai .xlsx tanpa makro, lalu kirim lagi."), code="macro"
        )
    if "xl/workbook.xml" in names:
        return "xlsx"
    if is_ods:
        return "ods"
    raise _not_a_workbook()


def _starts_with(archive, names, name, start):
    if name not in names:
        return False
    with archive.open(name) as entry:
        return entry.read(len(start)) == start


def _check_unpacked(entries):
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if (
        len(entries) > MAX_ENTRIES
        or unpacked > MAX_UNPACKED
        or (unpacked > RATIO_COUNTS_FROM and unpacked > MAX_RATIO * packed)
    ):
        raise ValidationError(
            _("Isi berkas ini terlalu besar setelah dibuka. Salin tabelnya ke berkas baru, lalu kirim lagi."),
            code="bomb",
        )


def _ole_kind(file):
    """Old .xls, or the envelope of a workbook with a password; other Office files share the container."""
    file.seek(0)
    content = file.read()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise ValidationError(
            _("Berkas ini memakai kata sandi. Simpan ulang tanpa kata sandi, lalu kirim lagi."),
            code="password",
        )
    if any(f"{name}\0".encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return "xls"
    raise _not_a_workbook()


def _not_a_workbook():
    return ValidationError(_("Berkas ini bukan lembar kerja. Kirim XLSX, XLS, ODS, atau CSV."), code="wrong_type")


def _empty():
    return ValidationError(_("Berkas ini kosong. Pilih berkas lain."), code="empty")
