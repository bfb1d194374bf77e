"""What takes too long for every change, in parts; results are kept in benchmarks/results with the code they are of."""
