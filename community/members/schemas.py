"""What programs read of people."""

from ninja import Field, Schema


class PersonOut(Schema):
    username: str
    name: str
    rank: str = Field(alias="rank_name")
    is_staff: bool

    @staticmethod
    def resolve_is_staff(member):
        return bool(member.staff_title)
