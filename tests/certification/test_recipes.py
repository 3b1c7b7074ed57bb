from decimal import Decimal

import pytest
from django.urls import reverse

from certification.models import Food, FoodTable, Recipe
from certification.recipes import (
    add_ingredient,
    calculate,
    find_foods,
    ingredients_of,
    recipe_initial,
    save_recipe,
    start_recipe,
)
from tests.factories import make_ikm, make_nutrition, make_product, make_user

FLOUR = {
    "fat_mg": 1_000,
    "saturated_fat_mg": 200,
    "protein_mg": 9_000,
    "carbohydrate_mg": 77_000,
    "sugar_mg": 300,
    "sodium_mg": 2,
}
OIL = {
    "fat_mg": 100_000,
    "saturated_fat_mg": 50_000,
    "protein_mg": 0,
    "carbohydrate_mg": 0,
    "sugar_mg": 0,
    "sodium_mg": 0,
}
ONION = {
    "fat_mg": 300,
    "saturated_fat_mg": None,
    "protein_mg": 1_500,
    "carbohydrate_mg": 9_000,
    "sugar_mg": None,
    "sodium_mg": 12,
}


@pytest.fixture
def owner(reference_data):
    return make_user()


@pytest.fixture
def product(owner):
    return make_product(make_ikm(owner=owner), category="kerupuk")


@pytest.fixture
def foods(reference_data):
    table = FoodTable.objects.create(name="Tabel contoh", publisher="Penerbit", year=2020)
    rows = (
        ("tepung", "Tepung terigu", "12", FLOUR),
        ("minyak", "Minyak goreng", "40", OIL),
        ("bawang", "Bawang merah", "7", ONION),
    )
    return {
        code: Food.objects.create(table=table, code=code, name=name, page=page, **held)
        for code, name, page, held in rows
    }


def make_recipe(product, foods, yield_milli=150_000, **amounts):
    recipe = start_recipe(product, yield_milli, by=product.ikm.owner)
    for code, amount in amounts.items():
        add_ingredient(recipe, foods[code], amount, by=product.ikm.owner)
    return recipe


def calculated(recipe, unit="g"):
    return calculate(recipe, ingredients_of(recipe), unit)


def test_result_is_exact_and_every_share_has_its_source(product, foods):
    """100 g of flour and 100 g of oil become 150 g."""
    result = calculated(make_recipe(product, foods, tepung=100_000, minyak=100_000))
    assert {line.nutrient: line.amount for line in result.lines} == {
        "energy": (Decimal(101) * 9 + 9 * 4 + 77 * 4) / Decimal("1.5"), "fat": Decimal(101) / Decimal("1.5"),
        "saturated_fat": Decimal("50.2") / Decimal("1.5"), "protein": Decimal(6),
        "carbohydrate": Decimal(77) / Decimal("1.5"),
        "sugar": Decimal("0.2"), "sodium": Decimal(2) / Decimal("1.5"),
    }  # fmt: skip
    assert [(share.percent, share.source, share.lacks) for share in result.shares] == [
        (50, "Tabel contoh, halaman 12", []), (50, "Tabel contoh, halaman 40", []),
    ]  # fmt: skip
    assert (result.total, result.result, result.is_complete) == (200, 150, True)


def test_value_that_is_not_in_the_table_is_unknown_never_zero(product, foods):
    recipe = make_recipe(product, foods, 250_000, tepung=200_000, bawang=50_000)
    result = calculated(recipe)
    assert [(line.nutrient, line.lacking) for line in result.lines if line.amount is None] == [
        ("saturated_fat", ["Bawang merah"]), ("sugar", ["Bawang merah"]),
    ]  # fmt: skip
    assert [share.lacks for share in result.shares] == [[], ["Lemak jenuh", "Gula"]]
    assert recipe_initial(recipe, ingredients_of(recipe), "g") == {
        "basis": "calculation", "per": "100g", "unit": "g", "source": "resep, Tabel contoh", "stated_energy_kcal": None,
        "fat_mg": 860, "saturated_fat_mg": None, "protein_mg": 7_500, "carbohydrate_mg": 63_400, "sugar_mg": None,
        "sodium_mg": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("yield_milli", "questions"),
    [
        (180_000, []),
        (600_000, []),
        (
            600_001,
            [
                "Hasil jadi 600,001 g lebih dari tiga kali berat bahan 200 g. Apakah air atau bahan lain belum "
                "dimasukkan?"
            ],
        ),
    ],
)
def test_gain_and_loss_are_fine_until_they_are_strange(product, foods, yield_milli, questions):
    recipe = make_recipe(product, foods, yield_milli, tepung=200_000)
    assert calculated(recipe).questions == questions


def test_yield_that_cannot_hold_its_ingredients_is_asked_about(product, foods):
    questions = calculated(make_recipe(product, foods, 10_000, tepung=200_000)).questions
    assert questions[0] == (
        "Hasil jadi 10 g kurang dari sepersepuluh berat bahan 200 g. Apakah hasilnya sudah ditimbang semua?"
    )
    assert questions[1].startswith("Lemak, protein, dan karbohidrat bersama 1.740 g, padahal 100 g makanan")


def test_recipe_is_changed_as_typed(product, foods):
    recipe = make_recipe(product, foods, tepung=100_000, minyak=50_000)
    add_ingredient(recipe, foods["minyak"], 25_000, by=product.ikm.owner)
    flour, oil = ingredients_of(recipe)
    assert oil.amount_mg == 75_000
    save_recipe(recipe, 90_000, {flour.pk: None, oil.pk: 80_000}, by=product.ikm.owner)
    recipe.refresh_from_db()
    assert (recipe.yield_milli, [(row.food.code, row.amount_mg) for row in ingredients_of(recipe)]) == (
        90_000, [("minyak", 80_000)],
    )  # fmt: skip


def test_search_wants_every_word_and_only_tables_in_use(foods):
    assert [food.code for food in find_foods("TERIGU tep")] == ["tepung"]
    assert find_foods(" ") == []
    # A NUL is more than PostgreSQL takes.
    assert [food.code for food in find_foods("terigu\0 tep")] == ["tepung"]
    FoodTable.objects.update(is_active=False)
    assert find_foods("tepung") == []


def page_of(product, name="recipe_detail"):
    return reverse(f"certification:{name}", args=[product.pk])


def test_owner_makes_a_recipe_and_takes_its_figures_to_the_form(sign_in, product, owner, foods):
    client = sign_in(owner)
    client.post(page_of(product), {"yield_milli": "150"})
    assert "Tepung terigu" in client.get(page_of(product), {"cari": "tepung"}).content.decode()
    client.post(page_of(product, "recipe_add"), {"food": foods["tepung"].pk, "amount_mg": "100,5"})
    client.post(page_of(product, "recipe_add"), {"food": foods["bawang"].pk, "amount_mg": "10"})
    page = client.get(page_of(product)).content.decode()
    assert "Bahan 110,5 g menjadi 150 g." in page
    assert "tidak ada dalam tabel untuk Bawang merah" in page
    form = client.get(reverse("desk:path_nutrition", args=[product.ikm_id, product.pk]), {"dari": "resep"})
    text = form.content.decode()
    assert ('value="resep, Tabel contoh"' in text, 'name="fat_mg" value="0,69"' in text) == (True, True)
    assert form.context["form"].initial["sugar_mg"] is None
    assert not hasattr(type(product).objects.get(pk=product.pk), "nutrition")


def test_bad_amount_keeps_what_was_typed_beside_its_food(sign_in, product, owner, foods):
    make_recipe(product, foods)
    data = {"food": foods["tepung"].pk, "amount_mg": "banyak", "cari": "tepung"}
    page = sign_in(owner).post(page_of(product, "recipe_add"), data).content.decode()
    assert ('value="banyak"' in page, "Tulis angka dalam gram dengan koma, misalnya 1,5." in page) == (True, True)
    assert not Recipe.objects.get().ingredients.exists()


def test_empty_amount_takes_an_ingredient_out(sign_in, product, owner, foods):
    recipe = make_recipe(product, foods, tepung=100_000, minyak=50_000)
    flour, oil = ingredients_of(recipe)
    data = {"yield_milli": "120", f"amount_{flour.pk}": "", f"amount_{oil.pk}": "60"}
    sign_in(owner).post(page_of(product), data)
    assert [(row.food.code, row.amount_mg) for row in ingredients_of(recipe)] == [("minyak", 60_000)]


PAGES = ["nutrition_detail", "nutrition_svg", "nutrition_pdf", "recipe_detail"]


@pytest.mark.parametrize("name", PAGES)
def test_strangers_see_nothing(sign_in, product, name):
    make_nutrition(product)
    people = (make_user(), make_user("officer", region="63.03"), make_user("facilitator"))
    assert [sign_in(user).get(page_of(product, name)).status_code for user in people] == [404, 404, 404]


def test_assigned_facilitator_works_on_it_and_the_officer_only_looks(sign_in, product, foods):
    facilitator, officer = make_user("facilitator"), make_user("officer")
    product.ikm.facilitators.add(facilitator)
    assert sign_in(facilitator).post(page_of(product), {"yield_milli": "100"}).status_code == 302
    client = sign_in(officer)
    looked = client.get(page_of(product))
    assert (looked.status_code, "Tambah bahan" in looked.content.decode()) == (200, False)
    assert client.post(page_of(product), {"yield_milli": "90"}).status_code == 403
    added = client.post(page_of(product, "recipe_add"), {"food": foods["tepung"].pk, "amount_mg": "1"})
    assert (added.status_code, Recipe.objects.get().yield_milli) == (403, 100_000)


@pytest.mark.parametrize("rows", [1, 3])
def test_recipe_page_asks_the_same_whatever_its_length(sign_in, product, owner, foods, django_assert_num_queries, rows):
    make_recipe(product, foods, **dict(list({"tepung": 1, "minyak": 2, "bawang": 3}.items())[:rows]))
    client = sign_in(owner)
    client.get(page_of(product))
    with django_assert_num_queries(RECIPE_QUERIES):
        client.get(page_of(product), {"cari": "e"})


@pytest.mark.parametrize("facts", [True, False])
def test_label_page_asks_little(sign_in, product, owner, django_assert_num_queries, facts):
    if facts:
        make_nutrition(product)
    client = sign_in(owner)
    client.get(page_of(product, "nutrition_detail"))
    with django_assert_num_queries(LABEL_QUERIES):
        client.get(page_of(product, "nutrition_detail"))


# Session, person, unread notices and the product with its IKM, nutrition and recipe; the recipe also asks for its
# ingredients, the foods found and whether there is a table.
LABEL_QUERIES = 4
RECIPE_QUERIES = 7


def test_label_page_offers_text_picture_and_figures(sign_in, product, owner):
    make_nutrition(product, serving_milli=2_500, pack_milli=62_500, unit="ml", source="Laboratorium contoh 7")
    client = sign_in(owner)
    page = client.get(page_of(product, "nutrition_detail")).content.decode()
    assert ('alt="INFORMASI NILAI GIZI\nTakaran saji 2,5 ml' in page, "62,5 ml" in page) == (True, True)
    assert ("25 Sajian per Kemasan" in page, "Laboratorium contoh 7" in page) == (True, True)
    picture = client.get(page_of(product, "nutrition_svg"), {"bentuk": "linear"})
    assert (picture["Content-Type"], picture["Cache-Control"], picture["X-Content-Type-Options"]) == (
        "image/svg+xml", "private, no-store", "nosniff",
    )  # fmt: skip
    assert 'width="60mm"' in picture.content.decode()
    sheet = client.get(page_of(product, "nutrition_pdf"), {"lembar": "penuh", "bentuk": "salah"})
    assert (sheet["Content-Type"], sheet.content[:5]) == ("application/pdf", b"%PDF-")
    assert sheet["Content-Disposition"] == f'attachment; filename="gizi-{product.pk}.pdf"'


def test_product_without_facts_has_no_label_file(sign_in, product, owner):
    client = sign_in(owner)
    files = [client.get(page_of(product, name)).status_code for name in ("nutrition_svg", "nutrition_pdf")]
    assert files == [404, 404]
    assert "Belum ada tabel gizi" in client.get(page_of(product, "nutrition_detail")).content.decode()
