from django.db import migrations

from core.indexes import trigram


class Migration(migrations.Migration):
    dependencies = [("products", "0002_append_only")]

    operations = [trigram("products_product", "name_key")]
