from django.db import migrations

from core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("certification", "0006_thousandths")]

    operations = [
        append_only("certification_changeanswer"),
        append_only("certification_reminder"),
    ]
