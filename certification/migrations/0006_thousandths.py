from django.db import migrations
from django.db.models import F


def to_thousandths(apps, schema_editor):
    for name in ("NutritionFacts", "HistoricalNutritionFacts"):
        rows = apps.get_model("certification", name)._base_manager
        rows.update(serving_milli=F("serving_milli") * 1000, pack_milli=F("pack_milli") * 1000)


def to_whole(apps, schema_editor):
    for name in ("NutritionFacts", "HistoricalNutritionFacts"):
        rows = apps.get_model("certification", name)._base_manager
        rows.update(serving_milli=F("serving_milli") / 1000, pack_milli=F("pack_milli") / 1000)


class Migration(migrations.Migration):
    dependencies = [("certification", "0005_guides_labels_reminders")]

    operations = [migrations.RunPython(to_thousandths, to_whole)]
