"""What this room does as time goes by."""

from wagtail import hooks

from gongkai.agencies import regular
from gongkai.visits import services

hooks.register(regular.HOOK, services.add_up)
hooks.register(regular.HOOK, services.fold)
