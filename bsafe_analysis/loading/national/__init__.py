"""The national store: every force's months as Parquet, from which each partnership reads its own rows.

bsafe-store.json                 the catalogue: what is not in it is not in the store (its renaming is the commit)
crimes/month=2026-09/*.parquet   one part for a force's month, sorted by LSOA, without Crime IDs
ids/month=2026-09/*.parquet      the Crime IDs of the same rows in the same order: nine tenths of the bytes, seldom read
counts/month=2026-09/*.parquet   rows that count, by force, LSOA and crime type
places.parquet                   which force holds rows of which LSOA, so that a borough reads few parts

A month is what arrives, is replaced and is asked for, and a force's month is one file of police.uk: hence one part for
each, so that a newer download adds parts and rewrites none.
"""
