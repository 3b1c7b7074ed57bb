from django.db import migrations

from core.triggers import renew


class Migration(migrations.Migration):
    dependencies = [("core", "0004_outbox_channels")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
