"""From police and partner data to a community safety partnership's monthly documents."""
