"""What people and other programs get of a result: the run folder."""

from paycalc.errors import InputChangedError, TargetExistsError
from paycalc.output.folder import refuse_existing, whole_folder
from paycalc.output.inputs import Input, fingerprint_of_text, fingerprints, stamps
from paycalc.output.parts import Written, write_parts
from paycalc.output.run import write_run
from paycalc.output.tables import Format

__all__ = [
    "Format",
    "Input",
    "InputChangedError",
    "TargetExistsError",
    "Written",
    "fingerprint_of_text",
    "fingerprints",
    "refuse_existing",
    "stamps",
    "whole_folder",
    "write_parts",
    "write_run",
]
