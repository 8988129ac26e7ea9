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
from filiform.localise.context import load_covariates
from filiform.localise.costs import Costs, Position, load_costs
from filiform.localise.errors import (
    ContradictoryFindingError,
    FrontierTooWideError,
    NotLearnableError,
    ParametersError,
    TooFewPointsError,
    TooWidespreadError,
    UnexplainedEvidenceError,
    UnknownFindingError,
)
from filiform.localise.explain import Explanation, explain
from filiform.localise.explain_json import explanation_as_json, plan_as_json
from filiform.localise.findings import (
    CaseFindings,
    Context,
    DoubtfulArea,
    MovementFinding,
    PalpationFinding,
)
from filiform.localise.network import SidedPoint, network_of
from filiform.localise.next_test import NextTest, TestPlan, plan_tests
from filiform.localise.parameters import Parameters, load_parameters
from filiform.localise.rank import rank_trigger_points
from filiform.localise.simulate import SimulatedClient, sample_client
from filiform.localise.wording import information_in_words, weight_as_factor, weight_in_words

__all__ = [
    "CaseFindings",
    "Context",
    "ContradictoryFindingError",
    "Costs",
    "DoubtfulArea",
    "ExplainedArea",
    "Explanation",
    "FrontierTooWideError",
    "Localisation",
    "Method",
    "MovementFinding",
    "NextTest",
    "NotLearnableError",
    "PalpationFinding",
    "Parameters",
    "ParametersError",
    "Position",
    "RankedPoint",
    "SidedPoint",
    "SimulatedClient",
    "TestPlan",
    "TooFewPointsError",
    "TooWidespreadError",
    "UnexplainedEvidenceError",
    "UnknownFindingError",
    "case_as_json",
    "explain",
    "explanation_as_json",
    "information_in_words",
    "load_costs",
    "load_covariates",
    "load_parameters",
    "localisation_as_json",
    "network_of",
    "parse_case",
    "plan_as_json",
    "plan_tests",
    "probability_in_percent",
    "probability_in_words",
    "rank_trigger_points",
    "sample_client",
    "weight_as_factor",
    "weight_in_words",
]
