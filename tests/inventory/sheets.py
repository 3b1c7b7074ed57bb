"""Small invented sheets for the import's tests."""

from core.spreadsheets import Column, write_xlsx
from inventory import pipeline
from inventory.applying import store_check
from inventory.checking import Setting, check
from inventory.models import ImportBatch

IKM_HEADERS = ["Nama Usaha", "Nama Pemilik", "NIK", "Kab/Kota", "Kecamatan", "No HP", "NIB", "Alamat"]
COMBINED_HEADERS = [
    "Nama Industri", "Nama Produk", "Tenaga Kerja L", "Kapasitas Produksi", "Satuan Produksi",
    "Nilai Investasi (Rp.000)", "Nilai Produksi (Rp.000)", "Komoditi",
]  # fmt: skip
COMBINED_ROWS = [
    ["Rahimah", "Amplang", 2, 180, "Bungkus", 300, 6480, "Kerupuk"],
    ["Rahimah", "Dodol", 2, 90, "Bungkus", 300, 1200, "Dodol"],
    ["Marzuki", "Mandau", "dua", 12, "Buah", 500, 900, "Kerajinan"],
]
COMBINED_MAPPING = {"Tenaga Kerja L": "workers_male"}


def ikm_row(number=1, **cells):
    """A faultless row of IKM_HEADERS in Kotabaru."""
    row = {
        "Nama Usaha": f"Usaha {number}", "Nama Pemilik": f"Pemilik {number}", "Kab/Kota": "Kab. Kotabaru",
        "Kecamatan": "Pulau Laut Utara", "No HP": f"0812500{number:05d}", "Alamat": f"Jl. Contoh {number}",
    } | cells  # fmt: skip
    return [row.get(header) for header in IKM_HEADERS]


def write(path, headers, rows, name="Data"):
    columns = [
        Column(header, lambda row, index=index: row[index] if index < len(row) else None, kind="number")
        for index, header in enumerate(headers)
    ]
    write_xlsx(path, [(name, columns, rows)])
    return path


def checked(path, kind="ikm", region="63.02", year=None, mapping=None, **setting):
    """The Outcome of a file with the proposed mapping."""
    reading = pipeline.read(path)
    proposed = {guess.header: guess.field for guess in pipeline.propose(reading, kind)}
    return check(reading, proposed | (mapping or {}), Setting(kind, region, year, **setting))


def stored(path, by, kind="ikm", region="63.02", year=None, mapping=None):
    """A batch that has been checked, ready to apply."""
    reading = pipeline.read(path)
    with path.open("rb") as file:
        batch = pipeline.open_batch(
            file, path.name, reading, pipeline.propose(reading, kind), kind=kind, region=region, by=by, year=year
        )
    ImportBatch.objects.filter(pk=batch.pk).move("checking", "uploaded", mapping=batch.mapping | (mapping or {}))
    batch.refresh_from_db()
    store_check(batch)
    batch.refresh_from_db()
    return batch
