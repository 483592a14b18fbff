from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models.functions import ExtractYear


def say_year(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Campaigns are of one year; the next signature or campaign says it anew."""
    apps.get_model("catalogue", "AttestationRecord").objects.update(campaign=ExtractYear("attested_on"))


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0009_withdrawn")]

    operations = [
        migrations.AddField(
            "attestationrecord", "campaign", models.PositiveSmallIntegerField(default=0), preserve_default=False
        ),
        migrations.AddField("attestationrecord", "lapsed_in", models.PositiveSmallIntegerField(null=True)),
        migrations.RunPython(say_year, migrations.RunPython.noop),
    ]
