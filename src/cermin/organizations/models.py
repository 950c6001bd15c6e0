"""Tables of organisations and people.

Rights belong to a post that a person holds for a period by decree; an account belongs to the person. Nothing here changes its
government: a unit that moves is a new unit with a predecessor.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from cermin.base.ids import new_id
from cermin.base.models import GOVERNMENT_KEY_LENGTH, Record
from cermin.base.scope import ScopedManager
from cermin.pure.policy import Place, Role

ZONES = [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]


class Region(models.Model):
    """A region with its code by Kemendagri and by BPS, both text and never joined on digits. A code re-issued by a new decree is a
    new row; valid_to closes the old one."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=GOVERNMENT_KEY_LENGTH)
    bps_code = models.CharField(max_length=10, default="", blank=True)
    kind = models.CharField(
        max_length=12, choices=[("province", "Provinsi"), ("regency", "Kabupaten"), ("city", "Kota")]
    )
    name = models.CharField(max_length=100)
    parent_code = models.CharField(max_length=GOVERNMENT_KEY_LENGTH, default="", blank=True)
    decree = models.CharField(max_length=120, default="")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    verified = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "decree"], name="region_code_decree")]

    def __str__(self) -> str:
        return self.name


class Government(models.Model):
    """A province, regency or city that runs units. Its key is the Kemendagri code of its first registration and never changes,
    whatever later decrees call it. A province is its own province.

    privacy_*: who is responsible for the personal data of surveys, for what purpose, and the contact (PPDP). No round opens while
    the contact is empty (UU 27/2022).
    """

    code = models.CharField(max_length=GOVERNMENT_KEY_LENGTH, primary_key=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="governments")
    kind = models.CharField(
        max_length=12, choices=[("province", "Provinsi"), ("regency", "Kabupaten"), ("city", "Kota")]
    )
    name = models.CharField(max_length=100)
    province = models.ForeignKey("self", models.PROTECT, related_name="governments")
    zone = models.CharField(max_length=30, choices=ZONES, default="Asia/Jayapura")
    privacy_controller = models.CharField(max_length=160, default="", blank=True)
    privacy_purpose = models.CharField(max_length=300, default="", blank=True)
    privacy_contact = models.CharField(max_length=160, default="", blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def government_id(self) -> str:
        return self.code

    @property
    def place(self) -> Place:
        return Place(self.province_id, self.code)


class Owned(Record):
    """A row that belongs to one government for ever."""

    government = models.ForeignKey(Government, models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        abstract = True


class Agency(Owned):
    """Perangkat daerah."""

    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=40, default="", blank=True)
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "id"], name="agency_government_id"),
            models.UniqueConstraint(fields=["government", "name"], name="agency_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        return Place(self.government.province_id, self.government_id, self.id)


class UnitType(models.Model):
    """A kind of unit ("Puskesmas"). The province sets these rows for all its governments: a reference table."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    province = models.ForeignKey(Government, models.PROTECT, related_name="unit_types")
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["province", "name"], name="unit_type_name")]

    def __str__(self) -> str:
        return self.name


class Unit(Owned):
    """Unit penyelenggara pelayanan (UPP). zone: empty takes the government's."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="units")
    unit_type = models.ForeignKey(UnitType, models.PROTECT, null=True, blank=True, related_name="units")
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=40, default="", blank=True)
    address = models.CharField(max_length=300, default="", blank=True)
    phone = models.CharField(max_length=40, default="", blank=True)
    zone = models.CharField(max_length=30, choices=ZONES, default="", blank=True)
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "id"], name="unit_government_id"),
            models.UniqueConstraint(fields=["government", "agency", "name"], name="unit_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        return Place(self.government.province_id, self.government_id, self.agency_id, self.id)

    @property
    def time_zone(self) -> str:
        """Name of the zone in which this unit's days end."""
        return self.zone or self.government.zone


class Succession(Owned):
    """A unit that continues another one, also across governments: history stays with the earlier unit and is shown with the later."""

    earlier = models.ForeignKey(Unit, models.PROTECT, related_name="successors")
    later = models.ForeignKey(Unit, models.PROTECT, related_name="predecessors")
    on = models.DateField()
    decree = models.CharField(max_length=120, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "earlier", "later"], name="succession_pair"),
            models.CheckConstraint(condition=~models.Q(earlier=models.F("later")), name="succession_not_self"),
        ]


class Service(Owned):
    """Jenis layanan of one unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="services")
    name = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "id"], name="service_government_id"),
            models.UniqueConstraint(fields=["government", "unit", "name"], name="service_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        return self.unit.place


class ServicePopulation(Owned):
    """How many people used a service in a period, and where that number comes from: the population of Krejcie and Morgan."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="populations")
    starts_on = models.DateField()
    ends_on = models.DateField()
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "service", "starts_on", "ends_on"], name="population_period"),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="population_order"),
        ]


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, login: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(login=login.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """One human being with one account. Belongs to no government; rights come only from posts."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    login = models.CharField("Nama masuk", max_length=60, unique=True)
    name = models.CharField("Nama", max_length=120)
    nip = models.CharField("NIP", max_length=18, default="", blank=True)
    email = models.EmailField("Surel", default="", blank=True)
    phone = models.CharField("Telepon", max_length=20, default="", blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class Post(Owned):
    """Jabatan: the holder of a role at a place. Work is assigned to posts, so it passes on when the person changes."""

    role = models.CharField(max_length=20, choices=[(role.value, role.label) for role in Role])
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="posts")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="posts")
    title = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["government", "id"], name="post_government_id")]
        indexes = [models.Index(fields=["government", "unit"], name="post_unit")]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return Place(self.government.province_id, self.government_id, self.agency_id, self.unit_id)


class Term(Owned):
    """Masa jabatan: a person holds a post from a day to a day (None: until further notice), by a decree."""

    class Kind(models.TextChoices):
        DEFINITIVE = "definitif", "Definitif"
        ACTING = "plt", "Plt. (pelaksana tugas)"
        DAILY = "plh", "Plh. (pelaksana harian)"

    post = models.ForeignKey(Post, models.PROTECT, related_name="terms")
    person = models.ForeignKey(Person, models.PROTECT, related_name="terms")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DEFINITIVE)
    decree = models.CharField(max_length=120, default="", blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["government", "post", "person", "starts_on"], name="term_start"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="term_order",
            ),
        ]

    @property
    def place(self) -> Place:
        return self.post.place


class Invitation(Owned):
    """A link, used once, by which a person takes a post: it works on paper and over wa.me, no mail server needed.

    token_digest: SHA-256 of the secret in the link; the secret itself is shown once and never stored. person: who used it, or, where
    `restores`, who gets a new password by it: a person who lost the password or the second factor, in a post held already.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="invitations")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Term.Kind, default=Term.Kind.DEFINITIVE)
    decree = models.CharField(max_length=120, default="", blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    invited_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    restores = models.BooleanField(default=False)

    @property
    def place(self) -> Place:
        return self.post.place


class FirstAccess(models.Model):
    """The code by which the very first person comes in, while there is nobody who could invite. At most one row; no secret in it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    code_digest = models.CharField(max_length=64)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="first_access_once")]
