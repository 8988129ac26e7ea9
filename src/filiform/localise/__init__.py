"""From a pain drawing to ranked trigger points, exactly."""

from filiform.localise.answer import (
    ExplainedArea,
    Localisation,
    Method,
    RankedPoint,
    localisation_as_json,
    probability_in_percent,
    probability_in_words,
)
from filiform.localise.case_json import case_as_json, parse_case
from filiform.localise.errors import (
    ContradictoryFindingError,
    FrontierTooWideError,
    ParametersError,
    TooFewPointsError,
    TooWidespreadError,
    UnexplainedEvidenceError,
    UnknownFindingError,
)
from filiform.localise.findings import (
    CaseFindings,
    DoubtfulArea,
    MovementFinding,
    PalpationFinding,
)
from filiform.localise.network import SidedPoint
from filiform.localise.parameters import Parameters, load_parameters
from filiform.localise.rank import rank_trigger_points
from filiform.localise.simulate import SimulatedClient, sample_client

__all__ = [
    "CaseFindings",
    "ContradictoryFindingError",
    "DoubtfulArea",
    "ExplainedArea",
    "FrontierTooWideError",
    "Localisation",
    "Method",
    "MovementFinding",
    "PalpationFinding",
    "Parameters",
    "ParametersError",
    "RankedPoint",
    "SidedPoint",
    "SimulatedClient",
    "TooFewPointsError",
    "TooWidespreadError",
    "UnexplainedEvidenceError",
    "UnknownFindingError",
    "case_as_json",
    "load_parameters",
    "localisation_as_json",
    "parse_case",
    "probability_in_percent",
    "probability_in_words",
    "rank_trigger_points",
    "sample_client",
]
