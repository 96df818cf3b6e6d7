import secrets
from typing import Any

from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.models import User
from accounts.roles import ADMIN


class Command(BaseCommand):
    help = "Create the first account, with a generated password, if nobody has one yet."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            return
        password = secrets.token_urlsafe(12)
        user = User.objects.create_user("admin", password=password, is_staff=True)
        user.groups.add(Group.objects.get(name=ADMIN))
        self.stdout.write(f"Log in as  admin  with the password  {password}")
        self.stdout.write("It is shown only now. Change it under your name, Password.")
