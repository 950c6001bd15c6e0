"""The fixed parts of the file: styles, list numbering, settings, extended properties.

Written whole instead of taken from a template: templates bring theme fonts, English, an old compatibility mode and styles nobody uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from cermin.documents.content import Align
from cermin.documents.docx.markup import (
    DECLARATION,
    EDGE,
    INK,
    LINE,
    MIST,
    MONO,
    NAMESPACES,
    QUIET,
    SEA,
    TEXT_WIDTH,
    borders,
    twips,
)
from cermin.documents.svg import GRADE_COLOURS

_FONT = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
_LANGUAGE = '<w:lang w:val="id-ID" w:eastAsia="id-ID" w:bidi="ar-SA"/>'

_BUILT_IN = frozenset(
    [
        "Title",
        "Subtitle",
        "Heading1",
        "Heading2",
        "BodyText",
        "ListParagraph",
        "Caption",
        "TOCHeading",
        "TOC1",
        "TOC2",
        "TableofFigures",
        "Header",
        "Footer",
    ]
)

HEADING_2_HANG = 10.0
"""Width of the place for '3.1' before the title of a section, mm."""


def _style(
    identity: str,
    name: str,
    *,
    based_on: str = "Normal",
    following: str = "",
    size: float = 11,
    bold: bool = False,
    color: str = INK,
    caps: bool = False,
    before: float = 0,
    after: float = 0,
    line: float = 1.0,
    align: Align | str = "left",
    indent: str = "",
    tabs: str = "",
    keep_next: bool = False,
    page_break: bool = False,
    border: str = "",
    outline: int | None = None,
    priority: int = 1,
    listed: bool = True,
) -> str:
    """One paragraph style, its properties in schema order. Sizes and spaces in points; line in multiples of the font's line."""
    paragraph = "<w:keepNext/><w:keepLines/>" if keep_next else ""
    paragraph += "<w:pageBreakBefore/>" if page_break else ""
    paragraph += border
    paragraph += f"<w:tabs>{tabs}</w:tabs>" if tabs else ""
    paragraph += f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}" w:line="{round(line * 240)}" w:lineRule="auto"/>'
    paragraph += f"<w:ind {indent}/>" if indent else ""
    paragraph += f'<w:jc w:val="{align}"/>'
    paragraph += "" if outline is None else f'<w:outlineLvl w:val="{outline}"/>'
    weight = "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    text = _FONT + weight + ("<w:caps/>" if caps else "")
    text += f'<w:color w:val="{color}"/><w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
    head = f'<w:name w:val="{name}"/><w:basedOn w:val="{based_on}"/>'
    head += f'<w:next w:val="{following}"/>' if following else ""
    head += f'<w:uiPriority w:val="{priority}"/>' + ("<w:qFormat/>" if listed else "")
    custom = "" if identity in _BUILT_IN else ' w:customStyle="1"'
    return f'<w:style w:type="paragraph"{custom} w:styleId="{identity}">{head}<w:pPr>{paragraph}</w:pPr><w:rPr>{text}</w:rPr></w:style>'


def _right_tab(leader: str = ' w:leader="dot"') -> str:
    """The stop for page numbers. The styles that use it have no indent at the right: LibreOffice would not print the number."""
    return f'<w:tab w:val="right"{leader} w:pos="{TEXT_WIDTH}"/>'


def styles() -> str:
    """word/styles.xml: Arial and Indonesian everywhere."""
    heading_2 = twips(HEADING_2_HANG)
    contents_2, contents_number = twips(8), twips(10)
    footer_line = f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="{LINE}"/></w:pBdr>'
    paragraphs = "".join(
        (
            _style("Title", "Title", following="Subtitle", size=20, bold=True, align="center", line=1.1, priority=10),
            _style("Subtitle", "Subtitle", size=14, align="center", after=6, line=1.1, priority=11),
            _style(
                "Heading1",
                "heading 1",
                following="BodyText",
                size=13,
                bold=True,
                caps=True,
                after=16,
                line=1.15,
                align="center",
                keep_next=True,
                page_break=True,
                outline=0,
                priority=9,
            ),
            _style(
                "Heading2",
                "heading 2",
                following="BodyText",
                size=11.5,
                bold=True,
                before=12,
                after=4,
                indent=f'w:left="{heading_2}" w:hanging="{heading_2}"',
                tabs=f'<w:tab w:val="left" w:pos="{heading_2}"/>',
                keep_next=True,
                outline=1,
                priority=9,
            ),
            # Headings that stay out of the list of contents when the officer updates it.
            _style(
                "JudulTanpaDaftar",
                "Judul Tanpa Daftar",
                following="BodyText",
                size=13,
                bold=True,
                caps=True,
                after=16,
                line=1.15,
                align="center",
                keep_next=True,
                page_break=True,
            ),
            _style(
                "SubjudulTanpaDaftar",
                "Subjudul Tanpa Daftar",
                following="BodyText",
                size=11.5,
                bold=True,
                before=12,
                after=4,
                keep_next=True,
            ),
            _style("BodyText", "Body Text", after=6, line=1.2, align="both"),
            _style("KalimatUtama", "Kalimat Utama", following="BodyText", size=13, after=8, line=1.2),
            _style("ListParagraph", "List Paragraph", after=3, line=1.2, align="both", priority=34),
            _style("Catatan", "Catatan", following="BodyText", size=8.5, color=QUIET, before=3, after=12, line=1.05),
            _style(
                "Caption",
                "caption",
                following="BodyText",
                size=9.5,
                before=8,
                after=4,
                keep_next=True,
                priority=35,
            ),
            _style("Gambar", "Gambar", following="Caption", before=6, after=0, keep_next=True),
            _style("IsiTabel", "Isi Tabel", size=9.5),
            _style("IsiTabelKecil", "Isi Tabel Kecil", size=8),
            _style("KepalaTabel", "Kepala Tabel", size=9.5, bold=True),
            _style("KepalaTabelKecil", "Kepala Tabel Kecil", size=8, bold=True),
            _style("AngkaBesar", "Angka Besar", size=20, bold=True),
            _style("Jarak", "Jarak", size=4, after=4, listed=False),
            _style("Kop", "Kop", size=12, align="center", line=1.05),
            _style("Sampul", "Sampul", size=10.5, align="center", after=4, line=1.1),
            _style("TandaTangan", "Tanda Tangan", indent=f'w:left="{twips(88)}"', line=1.1),
            _style(
                "TOCHeading",
                "TOC Heading",
                following="Normal",
                size=13,
                bold=True,
                caps=True,
                after=16,
                align="center",
                keep_next=True,
                priority=39,
            ),
            _style("JudulDaftar", "Judul Daftar", size=11.5, bold=True, before=18, after=4, keep_next=True),
            _style(
                "TOC1",
                "toc 1",
                following="Normal",
                bold=True,
                before=5,
                after=2,
                tabs=_right_tab(),
                priority=39,
                listed=False,
            ),
            _style(
                "TOC2",
                "toc 2",
                following="Normal",
                size=10.5,
                after=2,
                indent=f'w:left="{contents_2 + contents_number}" w:hanging="{contents_number}"',
                tabs=f'<w:tab w:val="left" w:pos="{contents_2 + contents_number}"/>{_right_tab()}',
                priority=39,
                listed=False,
            ),
            _style(
                "TableofFigures",
                "table of figures",
                following="Normal",
                size=9.5,
                after=2,
                indent=f'w:left="{twips(20)}" w:hanging="{twips(20)}"',
                tabs=f'<w:tab w:val="left" w:pos="{twips(20)}"/>{_right_tab()}',
                priority=99,
                listed=False,
            ),
            _style("Header", "header", size=9, align="center", priority=99, listed=False),
            _style(
                "Footer",
                "footer",
                size=8,
                color=QUIET,
                tabs=_right_tab(""),
                border=footer_line,
                priority=99,
                listed=False,
            ),
            _style("FooterLanjutan", "Footer Lanjutan", size=8, color=QUIET, listed=False),
        )
    )
    cell_margins = (
        '<w:tblCellMar><w:top w:w="{0}" w:type="dxa"/><w:left w:w="{1}" w:type="dxa"/>'
        '<w:bottom w:w="{0}" w:type="dxa"/><w:right w:w="{1}" w:type="dxa"/></w:tblCellMar>'
    )
    report_borders = (
        f'<w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{SEA}"/>'
        f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{SEA}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/></w:tblBorders>'
    )
    grid_borders = borders("tblBorders", ("top", "left", "bottom", "right", "insideH", "insideV"), "single")
    tables = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
        f'<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{cell_margins.format(0, 108)}</w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        f'<w:uiPriority w:val="39"/><w:tblPr>{grid_borders}</w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="TabelLaporan"><w:name w:val="Tabel Laporan"/><w:basedOn w:val="TableNormal"/>'
        f'<w:uiPriority w:val="1"/><w:qFormat/><w:tblPr>{report_borders}{cell_margins.format(30, 70)}</w:tblPr></w:style>'
    )
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_FONT}<w:sz w:val="22"/><w:szCs w:val="22"/>{_LANGUAGE}</w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl/><w:spacing w:after="120" w:line="288" w:lineRule="auto"/></w:pPr>'
        f'<w:rPr>{_FONT}<w:color w:val="{INK}"/><w:sz w:val="22"/><w:szCs w:val="22"/>{_LANGUAGE}</w:rPr></w:style>'
    )
    characters = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="Isian"><w:name w:val="Isian"/><w:basedOn w:val="DefaultParagraphFont"/>'
        '<w:uiPriority w:val="1"/><w:qFormat/><w:rPr><w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/></w:rPr></w:style>'
    )
    lists = '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/></w:style>'
    return f"{DECLARATION}<w:styles {NAMESPACES}>{defaults}{normal}{paragraphs}{characters}{tables}{lists}</w:styles>"


Marker = Literal["1", "a", "bullet"]
_MARKERS: dict[Marker, tuple[str, str]] = {
    "1": ("decimal", "%1."),
    "a": ("lowerLetter", "%1."),
    "bullet": ("bullet", "•"),
}


def numbering(markers: Sequence[Marker]) -> str:
    """word/numbering.xml: list k (from 1) has the k-th marker and starts anew."""
    kinds = list(_MARKERS)
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{position}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{_MARKERS[kind][0]}"/><w:lvlText w:val="{_MARKERS[kind][1]}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:tabs><w:tab w:val="num" w:pos="397"/></w:tabs><w:ind w:left="397" w:hanging="397"/></w:pPr>'
        f"<w:rPr>{_FONT}</w:rPr></w:lvl></w:abstractNum>"
        for position, kind in enumerate(kinds)
    )
    numbers = "".join(
        f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{kinds.index(marker)}"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for identity, marker in enumerate(markers, 1)
    )
    return f"{DECLARATION}<w:numbering {NAMESPACES}>{abstract}{numbers}</w:numbering>"


def settings() -> str:
    """word/settings.xml: today's layout rules, Indonesian, decimal comma. No updateFields: Word would ask a question at opening."""
    uri = "http://schemas.microsoft.com/office/word"
    rules = (
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
        ("differentiateMultirowTableHeaders", 1),
    )
    compat = "".join(f'<w:compatSetting w:name="{name}" w:uri="{uri}" w:val="{value}"/>' for name, value in rules)
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat><w:doNotExpandShiftReturn/>{compat}</w:compat><w:themeFontLang w:val="id-ID"/><w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def font_table() -> str:
    """word/fontTable.xml: what may stand in for the two fonts where they are missing."""
    fonts = (("Arial", "Liberation Sans", "swiss", "variable"), (MONO, "Liberation Mono", "modern", "fixed"))
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="00"/><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
        for name, other, family, pitch in fonts
    )
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{entries}</w:fonts>"


def theme() -> str:
    """word/theme/theme1.xml: no style of ours refers to it, but shapes and charts that the officer adds take its font and colours."""
    accents = (SEA, *(colour.lstrip("#").upper() for colour in GRADE_COLOURS.values()), EDGE)
    colours = [("dk1", INK), ("lt1", "FFFFFF"), ("dk2", QUIET), ("lt2", MIST)]
    colours += [(f"accent{number}", colour) for number, colour in enumerate(accents, 1)] + [
        ("hlink", SEA),
        ("folHlink", QUIET),
    ]
    palette = "".join(f'<a:{name}><a:srgbClr val="{colour}"/></a:{name}>' for name, colour in colours)
    face = '<a:latin typeface="Arial"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'{DECLARATION}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Cermin"><a:themeElements>'
        f'<a:clrScheme name="Cermin">{palette}</a:clrScheme>'
        f'<a:fontScheme name="Cermin"><a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="Cermin"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def extended_properties() -> str:
    """docProps/app.xml."""
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>Cermin</Application></Properties>"
    )
