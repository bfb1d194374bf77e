"""The notebook that each document would be without us: it reads the raw files, counts, fits and draws by itself.

What an able analyst writes with pandas, statsmodels and plotly express: one borough's police files from `data/raw`,
joined to places; a seasonal quasi-Poisson fit with a prediction for each series of the place and of the places within;
eight charts, one of them a map of shapes; three tables. It is a yardstick for benchmarks/batch.py, never a document.
"""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode

PARAMETERS = 'month = "2026-09"\narea = ""\nkind = "tactical_assessment"\nworkspace = "."'

LOAD = """
from pathlib import Path
import warnings
import numpy as np
import pandas as pd
import plotly.express as px
import plotly.io as pio
import statsmodels.api as sm
import statsmodels.formula.api as smf
warnings.simplefilter("ignore")
pio.renderers.default = "notebook"
root = Path(workspace)
files = sorted((root / "data/raw/police").glob("*/*/*-street.csv"))
rows = pd.concat([pd.read_csv(f, dtype=str) for f in files]).drop_duplicates()
places = pd.read_csv(root / "data/reference/areas.csv", dtype=str)
lsoas = pd.read_csv(root / "data/reference/lsoas.csv", dtype=str).dropna()
rows = rows.merge(lsoas, left_on="LSOA code", right_on="lsoa", how="left")
rows = rows.merge(places[["code", "name", "parent"]], left_on="neighbourhood", right_on="code", how="left")
borough = places.loc[places.level == "borough", "code"].iloc[0]
here = area or borough
inside = rows if here == borough else rows[(rows.neighbourhood == here) | (rows.parent == here)]
within = "parent" if here == borough else "neighbourhood"
"""

COUNT = """
months = pd.period_range(rows.Month.min(), month, freq="M").astype(str)
def monthly(part):
    return part.groupby(["Crime type", "Month"]).size().unstack(fill_value=0).reindex(columns=months, fill_value=0)
counts = {here: monthly(inside)}
for place, part in inside.groupby(within):
    counts[place] = monthly(part)
"""

FIT = """
def fit(series):
    data = pd.DataFrame({"n": series.to_numpy(), "t": np.arange(len(series)), "m": [x[5:] for x in series.index]})
    past = data.iloc[:-1]
    model = smf.glm("n ~ t + C(m)", past, family=sm.families.Poisson()).fit(scale="X2")
    told = model.get_prediction(data.iloc[[-1]]).summary_frame()
    wide = 1.96 * np.sqrt(told["mean"] * max(model.scale, 1) + told["mean_se"] ** 2)
    return float(told["mean"].iloc[0]), float(wide.iloc[0])
found = []
for place, table in counts.items():
    for category, series in table.iterrows():
        if series.sum() >= 60:
            mean, wide = fit(series)
            found.append((place, category, int(series.iloc[-1]), mean, max(0, mean - wide), mean + wide))
found = pd.DataFrame(found, columns=["place", "category", "recorded", "expected", "low", "high"])
"""

DRAW = """
top = counts[here].sum(axis=1).nlargest(6).index
for category in top:
    px.line(x=months, y=counts[here].loc[category], title=category).show()
"""

MAP = """
points = inside.dropna(subset=["Longitude"]).astype({"Longitude": float, "Latitude": float})
middle = points.groupby("neighbourhood")[["Longitude", "Latitude"]].agg(["min", "max"])
shapes = {"type": "FeatureCollection", "features": [
    {"type": "Feature", "id": code, "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[
        [w, s], [w, n], [e, n], [e, s], [w, s]]]}} for code, (w, e, s, n) in zip(middle.index, middle.to_numpy())]}
latest = inside[inside.Month == month].groupby("neighbourhood").size().reset_index(name="n")
px.choropleth(latest, geojson=shapes, locations="neighbourhood", color="n", fitbounds="locations").show()
px.bar(latest, x="neighbourhood", y="n").show()
"""

TABLES = (
    "found[found.place == here].round(1)",
    "found[(found.recorded > found.high) | (found.recorded < found.low)].round(1)",
    'inside[inside.Month == month].groupby(["Location", "Crime type"]).size().nlargest(20).reset_index(name="n")',
)


def naive_notebook() -> NotebookNode:
    """The notebook, with a parameters cell for papermill: month, area, kind and workspace."""
    cells = [nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})]
    cells += [nbformat.v4.new_code_cell(source.strip()) for source in (LOAD, COUNT, FIT, DRAW, MAP, *TABLES)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
