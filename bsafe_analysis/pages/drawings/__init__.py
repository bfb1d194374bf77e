"""Charts as drawings that need no script: what a page shows before anybody touches one."""
