"""Pictures of the file: charts and logos as PNG or JPEG, each stored once, placed in the line of text with a description."""

from __future__ import annotations

from dataclasses import dataclass, field

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image

from cermin.documents.content import Letterhead
from cermin.documents.docx.markup import EMU_PER_MM, attribute
from cermin.documents.pdf import placeholder_logo, svg_to_png

_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


@dataclass
class Pictures:
    """Collects pictures. `files`: relationship id to content; `count` numbers the places where they stand."""

    files: dict[str, bytes] = field(default_factory=dict)
    count: int = 0

    def place(self, content: bytes, alt: str, *, width_mm: float, height_mm: float) -> str:
        """A run with the picture, as large as fits into width and height without changing its shape.

        content: PNG or JPEG. Raises ValueError when it is damaged.
        """
        try:
            image = Image.from_blob(content)
        except (UnrecognizedImageError, InvalidImageStreamError, UnexpectedEndOfFileError) as error:
            raise ValueError("the picture is damaged") from error
        scale = min(width_mm / image.px_width, height_mm / image.px_height)
        wide, high = (round(side * scale * EMU_PER_MM) for side in (image.px_width, image.px_height))
        known = [identity for identity, stored in self.files.items() if stored == content]
        identity = known[0] if known else f"rIdImage{len(self.files) + 1}"
        self.files[identity] = content
        self.count += 1
        name = f"Gambar {self.count}"
        # Without the four distances LibreOffice moves a picture 3,2 mm to the right.
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
            f'<wp:docPr id="{self.count}" name="{name}" descr={attribute(alt)}/>'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr id="{self.count}" name="{name}" descr={attribute(alt)}/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{identity}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    def chart(self, svg: str, alt: str, width_mm: float, height_mm: float) -> str:
        """A run with an SVG chart, turned into a picture sharp enough for print."""
        return self.place(svg_to_png(svg, ppi=220), alt, width_mm=width_mm, height_mm=height_mm)

    def logo(self, letterhead: Letterhead, *, width_mm: float, height_mm: float) -> str:
        """A run with the logo; without one the neutral shield that shows where it belongs, as in the PDF."""
        if letterhead.logo is None:
            return self.chart(placeholder_logo(), "Tempat lambang daerah", width_mm, height_mm)
        alt = f"Lambang {letterhead.government or letterhead.agency or letterhead.unit}"
        if letterhead.logo.startswith(_SIGNATURES):  # told by the content: file names lie
            return self.place(letterhead.logo, alt, width_mm=width_mm, height_mm=height_mm)
        return self.chart(letterhead.logo.decode("utf-8", "replace"), alt, width_mm, height_mm)
