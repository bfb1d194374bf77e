"""What people write, under data/register: read and written in this one room."""
