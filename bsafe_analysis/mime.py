"""The kinds of output that our notebooks leave and our pages read: each name once."""

FIGURE_MIME = "application/vnd.bsafe.figure+json"
PLOTLY_MIME = "application/vnd.plotly.v1+json"
END_MIME = "application/vnd.bsafe.end+json"
CLAIMS_MIME = "application/vnd.bsafe.claims+json"
