"""What is given of the payers' public files, for the OpenAPI description alone."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Particular(Shape):
    name: str
    value: str
    means: str | None


class File(Shape):
    name: str
    kind: str
    setting: str
    quarter: str
    rows: int


class Row(Shape):
    code: str
    other: str | None
    effective: str | None
    deleted: str | None
    in_force: bool
    standing: str
    particulars: list[Particular]
    says: str
    citation: str
    file: File


class Paired(Shape):
    """With how many codes edits in force pair one."""

    setting: str
    quarter: str
    codes: int


class Reference(Shape):
    """Data beside what is quoted; none where no loaded file states anything of the codes."""

    date: str | None
    rows: list[Row]
    notes: list[str]
