from django.db import migrations

from core.indexes import trigram


class Migration(migrations.Migration):
    dependencies = [("ikm", "0002_append_only")]

    operations = [trigram("ikm_ikm", "name_key")]
