from django.urls import path

from certification.views import nutrition

urlpatterns = [
    path("<int:product_pk>/", nutrition.nutrition_detail, name="nutrition_detail"),
    path("<int:product_pk>/label.svg", nutrition.nutrition_svg, name="nutrition_svg"),
    path("<int:product_pk>/label.pdf", nutrition.nutrition_pdf, name="nutrition_pdf"),
    path("<int:product_pk>/resep/", nutrition.recipe_detail, name="recipe_detail"),
    path("<int:product_pk>/resep/tambah/", nutrition.recipe_add, name="recipe_add"),
    path("tabel/", nutrition.food_table_list, name="food_table_list"),
    path("tabel/<int:pk>/", nutrition.food_table_detail, name="food_table_detail"),
    path("tabel/contoh.csv", nutrition.food_table_template, name="food_table_template"),
]
