from django.db import migrations

from filiform.clinic.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("screenings", "0001_initial")]

    operations = [append_only("screenings_patientanswers")]
