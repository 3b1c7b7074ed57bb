from django.db import migrations

from core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("products", "0001_initial")]

    operations = [
        append_only("products_producttransition"),
    ]
