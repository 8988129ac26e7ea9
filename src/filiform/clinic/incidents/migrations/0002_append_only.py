from django.db import migrations

from filiform.clinic.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]

    operations = [
        append_only("incidents_nearmissrecord"),
        append_only("incidents_adverseeventrecord"),
    ]
