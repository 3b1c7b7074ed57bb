from django.db import migrations

from core.indexes import trigram


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [trigram("catalog_listing", "search_text")]
