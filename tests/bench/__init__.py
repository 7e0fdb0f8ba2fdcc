"""The benchmarks of paycalc beside what people would use instead: ``python -m tests.bench``."""
