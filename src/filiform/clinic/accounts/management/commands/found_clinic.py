"""``python -m filiform.clinic found_clinic``: the first clinic and its clinic lead."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from filiform.clinic.accounts import actions
from filiform.errors import FiliformError


class Command(BaseCommand):
    help = "Make a clinic and its clinic lead; print the lead's first password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", required=True, help="name of the clinic")
        parser.add_argument("--email", required=True, help="address of the clinic lead")
        parser.add_argument("--given-name", default="Clinic")
        parser.add_argument("--family-name", default="Lead")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            made = actions.found_clinic(
                options["name"],
                email=options["email"],
                given_name=options["given_name"],
                family_name=options["family_name"],
            )
        except ValidationError:
            raise CommandError(f"{options['email']!r} is not an e-mail address.") from None
        except FiliformError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{made.user.email} can sign in with: {made.password}")
        self.stdout.write("Change it after the first sign-in; it is not shown again.")
