"""The check of each kind of claim: what the audit finds for the values that a claim holds."""
