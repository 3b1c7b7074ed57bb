from django.db import migrations, models


def carry_over(apps, schema_editor):
    """What was switched off as e-mail stays off."""
    User = apps.get_model("accounts", "User")
    for user in User.objects.exclude(muted_events=[]):
        user.notice_choices = {event: {"email": "never"} for event in user.muted_events}
        user.save(update_fields=["notice_choices"])


def carry_back(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    for user in User.objects.exclude(notice_choices={}):
        user.muted_events = sorted(e for e, by in user.notice_choices.items() if by.get("email") == "never")
        user.save(update_fields=["muted_events"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_login_code")]

    operations = [
        migrations.AddField(
            "user",
            "notice_choices",
            models.JSONField(blank=True, default=dict, editable=False, verbose_name="pilihan kabar"),
        ),
        migrations.RunPython(carry_over, carry_back),
        migrations.RemoveField("user", "muted_events"),
    ]
