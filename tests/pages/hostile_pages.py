"""Markup that two readers can take for different things: what it is, and what the gate must say of it.

Each stands in the good page of test_gate.py, before its last marking. What a browser builds of it decides.
"""

from tests.pages.test_gate import BOOT, PAGE

SPLIT = "</script><p"
"""Where the good page is opened: after its script, before its last marking."""
OPENED, LAST_MARKING = "<p onclick=x()>x</p>", '<p class="marking">OFFICIAL</p></body>'
CARRIES = "<p> carries a script (onclick)"
OUTSIDE = "<img src> loads from outside"
RUNS = "<a href> runs a script"
STYLE = "the style sheet loads from outside"
LOST = "the marking OFFICIAL does not stand at the top and at the bottom"

COMMENTS = {
    "a comment that ends at once": (f"<!-->{OPENED}-->", CARRIES),
    "a comment that ends after a dash": (f"<!--->{OPENED}-->", CARRIES),
    "a comment that ends with an exclamation mark": (f"<!--x--!>{OPENED}-->", CARRIES),
    "a comment that never ends": ("<!--", LOST),
    "a declaration": (f"<!x>{OPENED}", CARRIES),
    "a processing instruction": (f"<?x>{OPENED}?>", CARRIES),
    "an end tag that is none": (f"</ x>{OPENED}", CARRIES),
    "a section of characters outside a drawing": (f"<![CDATA[>{OPENED}]]>", CARRIES),
    "a style sheet that begins a comment": (f"<style><!--</style>{OPENED}-->", CARRIES),
}
TAGS = {
    "a slash in place of a space": ("<script/x>alert(1)</script>", "a script is not one of ours: 'alert(1)'"),
    "a slash before an attribute": ("<p/onclick=x()>x</p>", CARRIES),
    "no space between attributes": ('<p class="a"onclick="x()">x</p>', CARRIES),
    "no quotes": ("<img src=//a.example/x.png>", OUTSIDE),
    "a quote within a value": ("<p class=a'b onclick=x()>'</p>", CARRIES),
    "a sign that ends a tag within a value": ("<p title='>' onclick='x()'>x</p>", CARRIES),
    "a line break between name and value": ("<p onclick\n=\n'x()'>x</p>", CARRIES),
    "a form feed between attributes": ("<p\fonclick=x()>x</p>", CARRIES),
    "capitals": ("<P ONCLICK=x()>x</P>", CARRIES),
    "capitals of a script": ("<SCRIPT SRC=lib.js></SCRIPT>", "a script is loaded from 'lib.js'"),
    "two attributes of one name": ("<a href='javascript:x()' href='ok.html'>x</a>", RUNS),
    "a second body": ("<body onload=x()>", "<body> carries a script (onload)"),
    "an end tag that a list closes": (f"<ul><li><b>x</ul>{OPENED}</b>", CARRIES),
    "a frame": ("<IFRAME SRCDOC='<p>'></IFRAME>", "<iframe> may not be in a document"),
    "a base": ("<base href=https://a.example/>", "<base> may not be in a document"),
    "a template": (f"<template>{OPENED}</template>", "<template> may not be in a document"),
    "another page to go to": ("<meta http-equiv=refre&#115;h content='9;url=x.html'>", "leave for another (refresh)"),
}
ADDRESSES = {
    "a tab": ("<a href='java\tscript:x()'>x</a>", RUNS),
    "a tab written as a number": ("<a href='java&#9;script:x()'>x</a>", RUNS),
    "a line break": ("<a href='java\nscript:x()'>x</a>", RUNS),
    "a control character first": ("<a href='&#1;javascript:x()'>x</a>", RUNS),
    "a colon by name": ("<a href='JavaScript&colon;x()'>x</a>", RUNS),
    "a page in an address": ("<a href='data:application/xhtml+xml,x'>x</a>", RUNS),
    "slashes that lean back": (r"<img src='\\a.example\x.png'>", OUTSIDE),
    "slashes that lean both ways": (r"<img src='/\a.example/x.png'>", OUTSIDE),
    "a tab between slashes": ("<img src='/\t/a.example/x.png'>", OUTSIDE),
    "a line break in the scheme": ("<img src='ht\ntps://a.example/x.png'>", OUTSIDE),
    "the second of several": ("<img srcset='a.png 1x, //a.example/x 2x'>", "<img srcset> loads from outside"),
    "the second, without a space": ("<img srcset='a.png 1x,//a.example/x 2x'>", "<img srcset> loads from outside"),
    "who is told of a click": ("<a href=a.html ping=//a.example/x>x</a>", "<a ping> loads from outside"),
    "a picture in a drawing": ("<svg><image href=//a.example/x /></svg>", "<image href> loads from outside"),
    "a part of another drawing": (
        "<svg><use xlink:href=//a.example/x#a /></svg>",
        "<use xlink:href> loads from outside",
    ),
    "a colour of a drawing": ("<svg><rect fill='url(//a.example/x)' /></svg>", "<rect> loads through its style"),
    "a style by escapes": (r"<p style='background:u\72l(//a.example/x)'>x</p>", "<p> loads through its style"),
    "a style with a remark": (
        "<p style='background:image-set(\"//a.example/x\" 1x)'>x</p>",
        "<p> loads through its style",
    ),
    "a style sheet by escapes": (r"<style>@\69mport 'x.css';</style>", STYLE),
    "a style sheet of a drawing": ("<svg><style>@import 'x.css';</style></svg>", STYLE),
}
NESTED = {
    "a picture that leaves a style sheet of a drawing": ("<svg><style><img src=//a.example/x></style></svg>", OUTSIDE),
    "text that a table puts out": ("<table><tr><p onclick=x()>x</p></tr></table>", CARRIES),
    "a formula with a table": (
        "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=//a.example/x&gt;'>",
        "<math> may not be in a document",
    ),
    "a script of a drawing": ("<svg><script>alert&#40;1)</script></svg>", "a script is not one of ours: 'alert(1)'"),
    "a script of a drawing, by address": ("<svg><script href=lib.js></script></svg>", "a script is not one of ours"),
    "a script within a script": ("<script type=application/json><!--<script></script>", LOST),
    "text to the end": ("<plaintext>", LOST),
    "a known script in a value": (
        f'<p title="<script>{BOOT}</script><img src=//a.example/x>">x</p>',
        OUTSIDE,
    ),
}
WITH_AND_WITHOUT_SCRIPTS = {
    "what only a browser without scripts reads": (f"<noscript>{OPENED}</noscript>", CARRIES),
    "what only a browser with scripts reads": (f"<noscript><p title='</noscript>{OPENED}'></noscript>", CARRIES),
    "a tag after words alone": (f"<noscript>x</noscript><noscript>x{OPENED}</noscript>", CARRIES),
    "capitals in one of the two": (f"<NOSCRIPT>{OPENED}</noscript>", CARRIES),
    "words alone within a tag's name": (f"<nosc<noscript>x</noscript>ript>{OPENED}", CARRIES),
    "words alone within a value": (f"<p title='<noscript>x</noscript>'>x</p><noscript>{OPENED}</noscript>", CARRIES),
    "a comment in one of the two": (f"<noscript><!--</noscript>{OPENED}--></noscript>", CARRIES),
}
LEAKS = {
    "a character without a meaning": ("<p>/home/\0analyst</p>", "the page holds '/home/analyst'"),
    "a tag between": ("<p>/home/<b>analyst</b></p>", "the page holds '/home/analyst'"),
    "what only a browser without scripts shows": (
        "<p>/home/<noscript>analyst</noscript></p>",
        "the page holds '/home/analyst'",
    ),
    "a number that only a browser without scripts shows": (
        "<p>/home/<noscript>&#97nalyst</noscript></p>",
        "the page holds '/home/analyst'",
    ),
    "a number in a value": ("<p title=/home/&#97nalyst>x</p>", "the page holds '/home/analyst'"),
}
REFUSED = COMMENTS | TAGS | ADDRESSES | NESTED | WITH_AND_WITHOUT_SCRIPTS | LEAKS

UNSEEN = {
    "a comment": "<!--{}-->",
    "a template": "<template>{}</template>",
    "a noscript": "<noscript>{}</noscript>",
    "a frame": "<iframe>{}</iframe>",
    "old markup": "<noembed>{}</noembed>",
    "data": "<script type='application/json'>{}</script>",
    "a style sheet": "<style>{}</style>",
    "a value": "<p title='{}'>x</p>",
}
"""What stands in these is seen by no reader of the page, or not by every one."""

HARMLESS = {
    "a tag that is none": "<scr\0ipt>alert(1)</script>",
    "a handler on an end tag": "<p>x</p onclick=x()>",
    "an attribute that looks like a tag": "<p <script>x</p>",
    "a handler as text": "<p>&lt;p onclick=x()></p>",
    "a style sheet in the title of a drawing": f"<svg><title><style></title>{OPENED}</style></title></svg>",
    "characters of a drawing": "<svg><![CDATA[<p onclick=x()>]]></svg>",
    "a comment of a style sheet of a drawing": "<svg><style><!--</style><img src=//a.example/x>--></style></svg>",
}


def spoiled(markup: str) -> str:
    """The good page with this markup before its last marking."""
    before, _, after = PAGE.rpartition(SPLIT)
    return f"{before}</script>{markup}<p{after}"
