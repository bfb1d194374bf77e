"""A borough's reference files from what ONS and the Open Geography portal publish, as they hand it out."""
