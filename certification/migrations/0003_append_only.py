from django.db import migrations

from core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("certification", "0002_links")]

    operations = [
        append_only("certification_certificatetransition"),
        append_only("certification_nutritiontransition"),
    ]
