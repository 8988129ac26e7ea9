from django.db import migrations

from filiform.clinic.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial")]

    operations = [
        append_only("measures_readingrecord"),
        append_only("measures_goalrecord"),
    ]
