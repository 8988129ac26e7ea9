"""Contraindications, needling sites and their judgement → a verdict that can explain itself."""

from filiform.safety.blocked import BlockedMuscle, load_blocked_muscles
from filiform.safety.clinic_limits import ClinicLimits, LimitChange, Measure
from filiform.safety.errors import (
    ImplausiblePathError,
    LimitChangeError,
    ScreeningFileError,
    SiteFileError,
    UnknownAnswerError,
    UnknownQuestionError,
    UnsurveyedRegionError,
    UntimedAnswerError,
)
from filiform.safety.given import GivenAnswer, answers_in_force, in_force_until
from filiform.safety.judge import Answer, answers_to_keep, judge_screening
from filiform.safety.judge_site import SiteContext, judge_site, judge_visit_sites
from filiform.safety.path import MeasuredDepth, NeedlePath, Person, require_plausible
from filiform.safety.screening import (
    Question,
    QuestionGroup,
    Screening,
    load_screening,
    parse_screening,
)
from filiform.safety.site_cards import site_cards, site_cards_json, verdict_document
from filiform.safety.site_rules import load_screening_regions, load_site_rules
from filiform.safety.sites import (
    Direction,
    Grade,
    Grip,
    Hazard,
    NeedlingSite,
    Position,
    SiteSurvey,
    load_depth_evidence,
    load_hazards,
    load_site_survey,
    survey_of,
)
from filiform.safety.verdict import (
    Action,
    Because,
    Concern,
    Lift,
    SafetyVerdict,
    ShownLimit,
    SiteConcern,
    SiteVerdict,
    Standing,
    Urgency,
)
from filiform.safety.version import rules_version

__all__ = [
    "Action",
    "Answer",
    "Because",
    "BlockedMuscle",
    "ClinicLimits",
    "Concern",
    "Direction",
    "GivenAnswer",
    "Grade",
    "Grip",
    "Hazard",
    "ImplausiblePathError",
    "Lift",
    "LimitChange",
    "LimitChangeError",
    "Measure",
    "MeasuredDepth",
    "NeedlePath",
    "NeedlingSite",
    "Person",
    "Position",
    "Question",
    "QuestionGroup",
    "SafetyVerdict",
    "Screening",
    "ScreeningFileError",
    "ShownLimit",
    "SiteConcern",
    "SiteContext",
    "SiteFileError",
    "SiteSurvey",
    "SiteVerdict",
    "Standing",
    "UnknownAnswerError",
    "UnknownQuestionError",
    "UnsurveyedRegionError",
    "UntimedAnswerError",
    "Urgency",
    "answers_in_force",
    "answers_to_keep",
    "in_force_until",
    "judge_screening",
    "judge_site",
    "judge_visit_sites",
    "load_blocked_muscles",
    "load_depth_evidence",
    "load_hazards",
    "load_screening",
    "load_screening_regions",
    "load_site_rules",
    "load_site_survey",
    "parse_screening",
    "require_plausible",
    "rules_version",
    "site_cards",
    "site_cards_json",
    "survey_of",
    "verdict_document",
]
