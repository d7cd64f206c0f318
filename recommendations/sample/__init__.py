"""A sample to try the register with: mandates, dates, progress, people and a few figures over the study that is loaded.

It is made once and as a whole, in a fixed way from the actions in their order, and all of it is marked as sample: its
mandates, plan changes and reports, the dates' basis, its source of figures, and its texts, which begin with 【示例】.
"""

from .making import SampleRefusedError, make_sample, refuse_real_reports
from .people import PASSWORD, Login, logins

__all__ = ["PASSWORD", "Login", "SampleRefusedError", "logins", "make_sample", "refuse_real_reports"]
