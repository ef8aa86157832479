"""The entities that no start asks for: mapped when somebody first wants one of them (see ``app/models/__init__.py``)."""

from app.models.account_plan import CustomerPolicy, DevelopmentPlan, PlanActivity, PlanYear, PortfolioDecision
from app.models.attachment import Attachment
from app.models.base import Entity
from app.models.care import CarePlan, CareTask, Snooze
from app.models.complaint_parts import EightD, Message, PossibleCause, Promise, Recovery, Transfer, Why
from app.models.cost import Cost
from app.models.credit import CreditFile, CreditPolicy
from app.models.customer_parts import Agreement, Capability, Competitor, Need, Shareholder, Standard, Trait
from app.models.employment import Employment
from app.models.firm_lists import CustomField, DistinctPair, SavedView
from app.models.grading import Grade, GradeOverride, Grading, NeverServe
from app.models.handover import Handover
from app.models.improvement import Improvement, ImprovementCase
from app.models.issued import IssuedReport, ReportNote
from app.models.memo import PhoneMemo
from app.models.order import Order, OrderLine, ProductPrice
from app.models.privacy import Consent, Disclosure, Erasure
from app.models.receivable import Allocation, Dunning, Invoice, Receipt
from app.models.request import ServiceRequest
from app.models.visit_parts import VisitPerson, VisitPromise
from app.models.visit_plan import Absence, VisitException, VisitPolicy, VisitRate, VisitSeries

LATER: tuple[type[Entity], ...] = (
    Shareholder, Capability, Standard, Need, Competitor, Trait, Employment, Attachment, CustomField, SavedView, DistinctPair,
    Handover, Consent, Disclosure, Erasure, ServiceRequest, Recovery, Why, PossibleCause, EightD, Transfer, Message, Promise,
    Improvement, ImprovementCase, IssuedReport, ReportNote, VisitPolicy, VisitRate, VisitException, Absence, VisitSeries,
    VisitPerson, VisitPromise, PhoneMemo, CarePlan, CareTask, Snooze, Agreement,
    ProductPrice, Order, OrderLine, Invoice, Receipt, Allocation, Dunning, Cost, Grading, Grade, GradeOverride, NeverServe,
    CustomerPolicy, PortfolioDecision, DevelopmentPlan, PlanYear, PlanActivity, CreditPolicy, CreditFile,
)  # fmt: skip
