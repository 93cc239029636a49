"""The generator of the sample reports: a fictional prefecture, its figures, its prose and the truth.

Run it from the top folder of the project: ``python -m scripts.samples``.
"""
