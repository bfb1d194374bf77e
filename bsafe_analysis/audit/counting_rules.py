"""The rules of what counts, as SQL: from the lines of raw tables to one row for each incident that counts.

`arrived` holds every line that can be ours, `again` the lines that repeat an incident, `twice` those of them
that stand in another file, `standing` the months for which a file counts, `located` the neighbourhood of each map
point, `counted` what is left when every rule has been applied.
"""

from __future__ import annotations

SPACE = r"[\s\x{b}\x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}]+"
LSOA_CODE = "[EWSN][0-9]{8}|95[A-Z0-9]{6}"
MONTH = "(199[0-9]|20[0-9]{2})-(0[1-9]|1[0-2])"
SHORTEST_PASTE = 5
"""Different identified rows that repeat one after the other, in their order: fewer are copies, not a pasted block."""

TABLES = f"""
CREATE MACRO tidy(cell) AS regexp_replace(cell, '^{SPACE}|{SPACE}$', '', 'g');
CREATE TABLE files(file INTEGER PRIMARY KEY, feed VARCHAR, name VARCHAR, force VARCHAR, month VARCHAR, lines INTEGER);
CREATE TABLE excluded(feed VARCHAR, month VARCHAR);
CREATE TABLE listed(lsoa VARCHAR PRIMARY KEY, neighbourhood VARCHAR);
CREATE TABLE may_count(feed VARCHAR, category VARCHAR);
CREATE TABLE words(feed VARCHAR, word VARCHAR, category VARCHAR, PRIMARY KEY (feed, word));
CREATE TABLE places(code VARCHAR PRIMARY KEY, level VARCHAR, finest VARCHAR[]);
CREATE TABLE arrived(file INTEGER, line INTEGER, month VARCHAR, word VARCHAR, lsoa VARCHAR, longitude VARCHAR,
                     latitude VARCHAR, whose VARCHAR, named VARCHAR, code UBIGINT);
CREATE TABLE again(file INTEGER, line INTEGER);
CREATE TABLE twice(file INTEGER, line INTEGER);
CREATE TABLE told(file INTEGER, line INTEGER, ident UBIGINT, saying UBIGINT);
CREATE TABLE located(longitude VARCHAR, latitude VARCHAR, code VARCHAR);
CREATE TABLE standing(file INTEGER, month VARCHAR);
"""

WHOSE = """
CREATE OR REPLACE TEMP TABLE whose AS
SELECT lsoa_said, name_said, row_said, upper(tidy(lsoa_said)) AS lsoa,
       CASE WHEN $ours_alone OR row_said = 'ours' THEN 'ours'
            WHEN row_said = 'other' THEN 'not ours'
            WHEN lsoa IN (SELECT lsoa FROM listed) THEN 'ours'
            WHEN NOT regexp_full_match(lsoa, $lsoa_code) THEN 'by point'
            WHEN starts_with(tidy(name_said), $borough || ' ') AND
                 regexp_full_match(substr(tidy(name_said), length($borough) + 2), '[0-9]{{3}}[A-Z]') THEN 'ours'
            WHEN NOT EXISTS (FROM listed) THEN 'by point'
            ELSE 'not ours' END AS whose
FROM (SELECT DISTINCT {lsoa} AS lsoa_said, {lsoa_name} AS name_said, {claimed} AS row_said FROM batch)
"""
"""Whose a row is: what it says itself, where it does; else by its LSOA;
 by its LSOA's name where it is a new one; left to its map point where it has no code."""

ARRIVED = """
INSERT INTO arrived
SELECT file, line, {month}, tidy({category}), whose.lsoa, tidy({longitude}), tidy({latitude}),
       whose, {by_name}, CASE WHEN $extract THEN hash({everything}) END
FROM batch JOIN whose ON {lsoa} = lsoa_said AND {lsoa_name} = name_said AND {claimed} = row_said
WHERE $extract OR whose <> 'not ours'
"""

REPEATING = """
CREATE OR REPLACE TEMP TABLE coded AS
WITH identified AS (SELECT file, tidy({incident_id}) AS ident FROM batch),
     suspect AS (SELECT file FROM identified WHERE ident <> '' GROUP BY file
                 HAVING count(*) > count(DISTINCT hash(ident)))
SELECT file, line, row_number() OVER (PARTITION BY file ORDER BY line) AS n, tidy({incident_id}) <> '' AS named,
       hash({everything}) AS code
FROM batch SEMI JOIN suspect USING (file)
"""
"""Only files in which an identifier stands twice can hold an incident twice."""

PASTED = """
CREATE OR REPLACE TEMP TABLE pasted AS
WITH first AS (SELECT file, code, min(n) AS n FROM coded GROUP BY file, code),
     apart AS (SELECT DISTINCT file, c.n - first.n AS distance FROM coded c JOIN first USING (file, code)
               WHERE named AND c.n > first.n),
     same AS (SELECT file, distance, c.line, c.n, c.code, c.named
              FROM apart JOIN coded c USING (file) JOIN coded b USING (file)
              WHERE b.n = c.n - distance AND b.code = c.code),
     runs AS (SELECT *, n - row_number() OVER (PARTITION BY file, distance ORDER BY n) AS run FROM same),
     blocks AS (SELECT file, distance, run FROM runs GROUP BY file, distance, run
                HAVING count(DISTINCT code) FILTER (named) >= $shortest)
SELECT DISTINCT file, line FROM runs SEMI JOIN blocks USING (file, distance, run)
"""
"""A block pasted twice repeats an earlier one row by row, rows without an identifier included."""

AGAIN = """
INSERT INTO again
FROM pasted UNION
SELECT file, line FROM coded JOIN (SELECT file, code, min(n) AS first FROM coded GROUP BY file, code) USING (file, code)
WHERE named AND n > first
"""
"""An identified row equal to an earlier one in every column is the same incident; one that differs counts."""

TOLD = """
INSERT INTO told
SELECT file, line, CASE WHEN tidy({incident_id}) <> '' THEN hash(tidy({incident_id})) END, hash({saying})
FROM batch JOIN several USING (file) ANTI JOIN again USING (file, line) WHERE {month} = several.month
"""
"""What each row says, of files that are not alone with their month: whosever it is."""

HOLDING = """
SELECT arrived.month, file, hash(list(code ORDER BY code)) AS rows
FROM arrived ANTI JOIN again USING (file, line) JOIN files USING (file)
WHERE feed = $feed AND regexp_full_match(arrived.month, $month) GROUP BY ALL
"""
"""Each month of an extract that a file has a row of."""

POINTS = """
SELECT DISTINCT longitude, latitude, try_cast(longitude AS DOUBLE) AS x, try_cast(latitude AS DOUBLE) AS y
FROM arrived WHERE x > -9.5 AND x < 4.0 AND y > 49.0 AND y < 62.0
"""
"""Map points, in degrees, that lie in or near Great Britain: others are no points (nought, swapped)."""

KEPT = """
CREATE TABLE kept AS
SELECT files.feed, file, line, arrived.month, word,
       coalesce(CASE WHEN NOT $by_points THEN nullif(neighbourhood, '') END, nullif(located.code, ''),
                nullif(named, ''), $nowhere) AS place,
       place <> $nowhere OR located.code IS NOT NULL AS said_where
FROM arrived JOIN files USING (file)
     SEMI JOIN standing ON standing.file = arrived.file AND standing.month = arrived.month
     ANTI JOIN again ON again.file = arrived.file AND again.line = arrived.line
     ANTI JOIN excluded ON excluded.feed = files.feed AND excluded.month = arrived.month
     LEFT JOIN listed USING (lsoa)
     LEFT JOIN located USING (longitude, latitude)
WHERE (whose = 'ours' OR (whose = 'by point' AND coalesce(located.code, '') <> '')) AND arrived.month <= $until
"""
"""Every row of ours, whatever it is of."""

COUNTED = """
CREATE TABLE counted AS
SELECT feed AS source, file, line, month, category, place, said_where
FROM kept JOIN words USING (feed, word) JOIN may_count USING (feed, category)
"""

UNLISTED = "CREATE TABLE unlisted AS SELECT feed, month, word FROM kept ANTI JOIN words USING (feed, word)"
"""Rows of ours whose word is in no list."""
