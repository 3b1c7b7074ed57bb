"""What a product still lacks before it may be submitted."""

from django.utils.translation import gettext as _

from reference.enums import CategoryGroup

FOOD_GROUPS = (CategoryGroup.FOOD, CategoryGroup.DRINK)


def is_food(product):
    return product.category is not None and product.category.group in FOOD_GROUPS


def missing(product):
    """[(field, sentence)]; empty when the product may be submitted."""
    found = []
    if not product.name.strip():
        found.append(("name", _("Tuliskan nama produk.")))
    if product.category_id is None:
        found.append(("category", _("Pilih kategori produk.")))
    if not product.description.strip():
        found.append(("description", _("Ceritakan produk ini dalam satu atau dua kalimat.")))
    if product.price_min is None:
        found.append(("price_min", _("Tuliskan harga jual.")))
    if product.unit_id is None:
        found.append(("unit", _("Pilih satuan jual, misalnya bungkus.")))
    if product.monthly_capacity is None:
        found.append(("monthly_capacity", _("Tuliskan berapa banyak yang bisa dibuat dalam sebulan.")))
    if is_food(product):
        if product.net_weight is None:
            found.append(("net_weight", _("Tuliskan isi bersih, misalnya 250 gram.")))
        if product.shelf_life_days is None:
            found.append(("shelf_life_days", _("Tuliskan berapa hari produk tahan disimpan.")))
        if not product.storage:
            found.append(("storage", _("Pilih cara menyimpan produk.")))
        if not product.made_at:
            found.append(("made_at", _("Pilih tempat produk dibuat.")))
    return found
