from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0006_delivery")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="version",
            field=models.PositiveIntegerField(default=1, editable=False, verbose_name="版次"),
        )
        for model in ("progressreport", "historicalprogressreport")
    ]
