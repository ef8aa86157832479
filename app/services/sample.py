"""The sample company: a small industrial supplier, obviously invented, to look around in (domain/70 §7.11).

Everything is dated relative to the given day and comes from one seeded dice: equal days give equal companies.
"""

from datetime import date

from sqlalchemy.orm import Session

from app.services.sample_business import make_business
from app.services.sample_care import make_care
from app.services.sample_complaints import make_complaints
from app.services.sample_customers import make_customers
from app.services.sample_decisions import make_decisions
from app.services.sample_files import make_parts
from app.services.sample_firm import make_colleagues, make_products, make_profile
from app.services.sample_improvements import make_improvements
from app.services.sample_meetings import make_meetings
from app.services.sample_people import make_people
from app.services.sample_requests import make_requests
from app.services.sample_tools import Sampler
from app.services.sample_visits import Cast, make_visits
from app.services.workcalendar import firm_calendar


def make_sample(session: Session, language: str, today: date) -> None:
    """Fill the data file with the sample company in ``language`` (``zh`` or ``en``): 6 colleagues, 60 customers, 150
    people, two years of visits, 180 complaints with their logs, six improvements, a dozen service requests, contracts, three
    care plans, phone memos, two years of orders, invoices and payments, what was decided about customers, two gradings. Run in
    one write, it is one step that can be undone."""
    sampler = Sampler(session, language, today, firm_calendar(session))
    make_profile(sampler)
    colleagues = make_colleagues(sampler)
    products = make_products(sampler)
    clients = make_customers(sampler, colleagues)
    sampler.throw_anew("parts")
    make_parts(sampler, [(client.id, client.grade, client.owner) for client in clients if not client.person])
    sampler.throw_anew("people")
    people = make_people(sampler, clients)
    cast = Cast(clients, people, products)
    sampler.throw_anew("visits")
    visits = make_visits(sampler, cast)
    sampler.throw_anew("meetings")
    make_meetings(sampler, visits, people, colleagues["boss"])
    sampler.throw_anew("care")
    make_care(sampler, clients, products, colleagues)
    sampler.throw_anew("complaints")
    make_complaints(sampler, cast, colleagues)
    make_improvements(sampler, colleagues)
    sampler.throw_anew("requests")
    make_requests(sampler, cast, colleagues)
    sampler.throw_anew("business")
    make_decisions(sampler, make_business(sampler, clients), colleagues)
