from django.db import migrations

from core.triggers import append_only


class Migration(migrations.Migration):
    dependencies = [("assistance", "0001_initial")]

    operations = [append_only("assistance_casetransition")]
