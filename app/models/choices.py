"""The enumerations of the domain papers (domain/20, 40, 70): language-neutral codes and the msgids of their labels."""

from app.i18n import N_
from app.models.fields import choice_list as _list

_NEVER = N_("No new business with them, by decision of the management. Open complaints and what they owe go on.")

CUSTOMER_KIND = _list(("company", N_("Company")), ("person", N_("Private customer")))
COMPANY_TYPE = _list(
    ("company", N_("Enterprise")), ("self_employed", N_("Individual business")), ("institution", N_("Public institution")),
    ("government", N_("Government body")), ("association", N_("Association")), ("dealer", N_("Dealer")),
)  # fmt: skip
OWNERSHIP = _list(
    ("state", N_("State-owned")), ("private", N_("Privately owned")), ("foreign", N_("Foreign-owned")),
    ("joint", N_("Joint venture")), ("self", N_("Sole proprietor")), ("other", N_("Other")),
)  # fmt: skip
SIZE = _list(("L", N_("Large")), ("M", N_("Medium")), ("S", N_("Small")), ("XS", N_("Micro")))
INDUSTRY = _list(
    ("A", N_("Agriculture, forestry, fishing")), ("B", N_("Mining")), ("C", N_("Manufacturing")),
    ("D", N_("Power, heat, gas, water")), ("E", N_("Construction")), ("F", N_("Wholesale and retail")),
    ("G", N_("Transport, storage, post")), ("H", N_("Hotels and catering")), ("I", N_("Information technology")),
    ("J", N_("Finance")), ("K", N_("Real estate")), ("L", N_("Leasing and business services")),
    ("M", N_("Research and technical services")), ("N", N_("Water, environment, public facilities")),
    ("O", N_("Household services and repair")), ("P", N_("Education")), ("Q", N_("Health and social work")),
    ("R", N_("Culture, sports, entertainment")), ("S", N_("Public administration")), ("T", N_("International organisations")),
)  # fmt: skip
SOURCE = _list(
    ("own", N_("Own acquisition")), ("referral", N_("Referral")), ("fair", N_("Trade fair")), ("web", N_("Internet")),
    ("ad", N_("Advertising")), ("shop", N_("Shop")), ("old", N_("Existing customer")), ("other", N_("Other")),
)  # fmt: skip
GRADE = _list(
    ("gold", N_("Gold")), ("silver", N_("Silver")), ("ordinary", N_("Ordinary")), ("watch", N_("Watch")),
    ("never", N_("Never serve"), _NEVER),
)  # fmt: skip
STATUS = _list(
    ("prospect", N_("Prospect")), ("new", N_("Newly won")), ("active", N_("Active")), ("at_risk", N_("At risk")),
    ("lost", N_("Lost")), ("recovered", N_("Won back")), ("never", N_("Never serve"), _NEVER),
)  # fmt: skip
STAGE = _list(
    ("need", N_("Need arises")), ("consider", N_("Considering")), ("compare", N_("Comparing")),
    ("buy", N_("Buying")), ("service", N_("In service")), ("renew", N_("Renewing or leaving")),
)  # fmt: skip
GENDER = _list(("0", N_("Unknown")), ("1", N_("Male")), ("2", N_("Female")), ("9", N_("Not stated")))
ADDRESS_FORM = _list(
    ("mr", N_("Mr")), ("ms", N_("Ms")), ("teacher", N_("Teacher")), ("master", N_("Master")), ("doctor", N_("Doctor")),
    ("none", N_("None")),
)  # fmt: skip
CALENDAR = _list(("solar", N_("Solar calendar")), ("lunar", N_("Lunar calendar")), ("lunar_leap", N_("Lunar, leap month")))
USER_ROLE = _list(("payer", N_("Payer")), ("user", N_("User")))
CONSENT_CHANNEL = _list(
    ("phone", N_("Phone")), ("sms", N_("Text message")), ("wechat", N_("WeChat")), ("email", N_("E-mail")),
)  # fmt: skip
TAXPAYER = _list(("general", N_("General taxpayer")), ("small", N_("Small-scale taxpayer")))
PAYMENT = _list(
    ("prepaid", N_("Prepaid")), ("cash", N_("Cash on delivery")), ("month", N_("Monthly account")), ("terms", N_("On terms")),
)  # fmt: skip
PAYMENT_ATTITUDE = _list(("prompt", N_("Prompt")), ("normal", N_("Normal")), ("slow", N_("Slow")), ("hard", N_("Difficult")))
CREDIT_GRADE = _list(("A", "A"), ("B", "B"), ("C", "C"), ("D", "D"))
SCALE = _list(("1", "1"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5"))
TRUST = _list(*((str(n), str(n)) for n in range(1, 11)))
SKILL = _list(
    ("1", N_("1 knows nothing of it")), ("2", N_("2 knows the words")), ("3", N_("3 uses it")), ("4", N_("4 skilled")),
    ("5", N_("5 expert")),
)  # fmt: skip
CHAIN_ROLE = _list(
    ("initiator", N_("Initiator")), ("user", N_("User")), ("influencer", N_("Influencer")), ("decider", N_("Decider")),
    ("approver", N_("Approver")), ("buyer", N_("Buyer")), ("gatekeeper", N_("Gatekeeper")), ("coach", N_("Coach")),
)  # fmt: skip
ATTITUDE = _list(
    ("2", N_("Supports")), ("1", N_("Leans towards us")), ("0", N_("Neutral")), ("-1", N_("Leans against us")),
    ("-2", N_("Opposes")),
)  # fmt: skip
SHAREHOLDER_KIND = _list(
    ("person", N_("Person")), ("firm", N_("Firm")), ("state", N_("State")), ("staff", N_("Employees")), ("other", N_("Other")),
)  # fmt: skip
MARKET_POSITION = _list(("leader", N_("Leading")), ("middle", N_("In the middle")), ("rear", N_("At the rear")))
BUYING_METHOD = _list(
    ("tender", N_("Tender")), ("quotes", N_("Comparing quotations")), ("direct", N_("Direct purchase")),
    ("framework", N_("Framework contract")), ("other", N_("Other")),
)  # fmt: skip
SERVICE_LEVEL = _list(*((str(n), str(n)) for n in range(1, 6)))
TRAIT_KIND = _list(("strength", N_("Strength")), ("weakness", N_("Weakness")))
TRAIT_STATE = _list(("open", N_("To do")), ("doing", N_("Under way")), ("done", N_("Settled")))
ATTACHMENT_KIND = _list(
    ("contract", N_("Contract")), ("licence", N_("Licence or certificate")), ("drawing", N_("Drawing")),
    ("photo", N_("Photo")), ("portrait", N_("Portrait or logo")), ("letter", N_("Letter")), ("form", N_("Filled form")),
    ("other", N_("Other")),
)  # fmt: skip
CUSTOM_TARGET = _list(
    ("customers", N_("Customers")), ("contacts", N_("People")), ("visits", N_("Visits")), ("complaints", N_("Complaints")),
    ("products", N_("Products")), ("requests", N_("Service requests")), ("improvements", N_("Improvements")),
)  # fmt: skip
CUSTOM_KIND = _list(("line", N_("Text")), ("number", N_("Number")), ("date", N_("Date")), ("choice", N_("Choice")))
INVOICE_KIND = _list(
    ("e_special", N_("Digital special VAT invoice")), ("e_plain", N_("Digital plain invoice")),
    ("special", N_("Paper special VAT invoice")), ("plain", N_("Paper plain invoice")), ("receipt", N_("Plain receipt")),
)  # fmt: skip
TAX_RATE = _list(
    ("13", "13 %"), ("9", "9 %"), ("6", "6 %"), ("3", "3 %"), ("1", "1 %"), ("0", "0 %"), ("exempt", N_("Tax-exempt")),
    ("none", N_("Not taxable")),
)  # fmt: skip
ID_KIND = _list(
    ("id_card", N_("Identity card")), ("passport", N_("Passport")), ("permit", N_("Residence permit")), ("other", N_("Other")),
)  # fmt: skip
PROSPECT_GRADE = _list(("A", N_("A hot, within 30 days")), ("B", N_("B warm, within 90 days")), ("C", N_("C cold")))
FIT = _list(
    ("industry", N_("Industry fits")), ("size", N_("Size fits")), ("need", N_("Need is clear")),
    ("budget", N_("Budget is there")), ("reach", N_("Decision-maker can be reached")),
)  # fmt: skip
TOUCH = _list(
    ("visit", N_("Sales visit")), ("brochure", N_("Brochure by post")), ("exhibition", N_("Invitation to an exhibition")),
    ("call_in", N_("Personal call")), ("manual", N_("New product manual by post")), ("birthday", N_("Birthday greeting")),
    ("congratulation", N_("Congratulation")), ("letter", N_("Personal letter")), ("phone", N_("Phone")),
    ("wechat", N_("WeChat")),
)  # fmt: skip
LEVEL = _list(
    ("rep", N_("Salesperson")), ("manager", N_("Sales manager")), ("director", N_("Director")), ("vp", N_("Vice president")),
    ("cxo", N_("General manager")), ("service", N_("Customer service")), ("quality", N_("Quality")),
    ("finance", N_("Finance")), ("office", N_("Office")),
)  # fmt: skip
VISIT_KIND = _list(
    ("visit", N_("Visit")), ("reception", N_("Visitors received")), ("meeting", N_("Customer meeting")),
    ("forum", N_("User forum")), ("phone", N_("Phone call")), ("wechat", N_("WeChat")), ("sms", N_("Text message")),
    ("email", N_("Email message")), ("fax", N_("Fax")), ("letter", N_("Letter")), ("chat", N_("Online chat")),
    ("fair", N_("Trade fair")), ("interview", N_("Internal interview")), ("minutes", N_("Meeting minutes")),
    ("web", N_("News from the internet")),
)  # fmt: skip
DIRECTION = _list(("out", N_("Outgoing")), ("in", N_("Incoming")))
SALES_PHASE = _list(
    ("pre", N_("Before the sale")), ("sale", N_("During the sale")), ("after", N_("After the sale")),
    ("idle", N_("Contact without an order")),
)  # fmt: skip
VISIT_STATE = _list(
    ("planned", N_("Planned")),
    ("done", N_("Done")),
    ("cancelled", N_("Cancelled")),
)
VISIT_ORIGIN = _list(
    ("hand", N_("Planned by hand")), ("planner", N_("Proposed by the planner")), ("next", N_("Agreed as the next step")),
    ("series", N_("Repeats")), ("calendar", N_("From a calendar")),
)  # fmt: skip
VISIT_MISSED = _list(
    ("customer", N_("Cancelled by the customer")), ("absent", N_("Nobody was there")), ("us", N_("We were prevented")),
    ("way", N_("Weather or traffic")), ("settled", N_("No longer needed")), ("other", N_("Other")),
)  # fmt: skip
VISIT_RESULT = _list(("reached", N_("Achieved")), ("partly", N_("Partly achieved")), ("missed", N_("Not achieved")))
COMPLAINT_CHANNEL = _list(
    ("phone", N_("Phone")), ("in_person", N_("In person")), ("wechat", N_("WeChat")), ("email", N_("Email message")),
    ("letter", N_("Letter")), ("fax", N_("Fax")), ("social", N_("Social media")), ("platform", N_("Online platform")),
    ("12315", N_("12315 hotline")), ("dealer", N_("Dealer")), ("sales", N_("Salesperson")),
    ("followup", N_("Found in follow-up")),
)  # fmt: skip
DEMAND = _list(
    ("apology", N_("Apology")), ("explanation", N_("Explanation")), ("repair", N_("Repair")), ("exchange", N_("Exchange")),
    ("return", N_("Return")), ("refund", N_("Refund")), ("compensation", N_("Compensation")), ("resend", N_("Send again")),
    ("improve", N_("Rectification")), ("other", N_("Other")),
)  # fmt: skip
SEVERITY = _list(("S4", N_("Critical")), ("S3", N_("Serious")), ("S2", N_("Medium severity")), ("S1", N_("Minor")))
URGENCY = _list(("U3", N_("By the hour")), ("U2", N_("Within days")), ("U1", N_("No time pressure")))
PRIORITY = _list(("P1", N_("P1 urgent")), ("P2", N_("P2 high")), ("P3", N_("P3 medium")), ("P4", N_("P4 low")))
SCOPE = _list(("single", N_("Single case")), ("batch", N_("A batch")), ("many", N_("Many customers")))
VALIDITY = _list(
    ("valid", N_("Justified")),
    ("invalid", N_("Not justified")),
    ("assist", N_("Assistance")),
    ("pending", N_("Undecided")),
)
PARTY = _list(
    ("us", N_("Our side")), ("supplier", N_("Supplier")), ("carrier", N_("Carrier")), ("dealer", N_("Dealer")),
    ("customer", N_("Customer")), ("force", N_("Force majeure")),
)  # fmt: skip
CAUSE = _list(
    ("man", N_("Man")), ("machine", N_("Machine")), ("material", N_("Material")), ("method", N_("Method")),
    ("environment", N_("Environment")), ("measurement", N_("Measurement")), ("management", N_("Management")),
    ("customer", N_("Customer")), ("external", N_("External")),
)  # fmt: skip
COMPLAINT_STATE = _list(
    ("S00", N_("Draft")), ("S10", N_("Registered")), ("S20", N_("Acknowledged")), ("S30", N_("Assessed")),
    ("S40", N_("Under investigation")), ("S45", N_("Waiting for the customer")), ("S50", N_("Awaiting approval")),
    ("S55", N_("Solution approved")), ("S60", N_("Answered")), ("S65", N_("Under negotiation")),
    ("S70", N_("Remedy under way")), ("S80", N_("Closed")), ("S85", N_("In follow-up")), ("S90", N_("Archived")),
    ("S95", N_("Withdrawn")), ("S96", N_("Merged")), ("S97", N_("Not a complaint")), ("S98", N_("External procedure")),
)  # fmt: skip
FOLLOW_UP_RESULT = _list(("reached", N_("Reached")), ("not_reached", N_("Not reached after 3 tries")), ("refused", N_("Refused")))
SATISFACTION = _list(
    ("5", N_("Very satisfied")), ("4", N_("Satisfied")), ("3", N_("Fair")), ("2", N_("Dissatisfied")),
    ("1", N_("Very dissatisfied")), ("0", N_("No rating")),
)  # fmt: skip
ROLE = _list(
    ("owner", N_("Owner"), N_("May do everything, and gives the others their roles.")),
    ("manager", N_("Team manager"), N_("Everything but giving roles: also supervises and approves complaints, erases people, "
                                       "restores backups, encrypts the file.")),
    ("salesperson", N_("Salesperson"), N_("Changes and exports records, sees sensitive values; deletes only customers of their "
                                          "own. Also every colleague without a role.")),
    ("reader", N_("Read only"), N_("Sees records with sensitive values hidden. Changes nothing and exports nothing.")),
)  # fmt: skip
LEGAL_BASIS = _list(
    ("consent", N_("Consent of the person")), ("contract", N_("Contract with the person")), ("duty", N_("Duty by law")),
    ("emergency", N_("Protection in an emergency")), ("public", N_("Made public by the person")),
    ("other", N_("Other basis in law")),
)  # fmt: skip
DISCLOSURE_KIND = _list(
    ("exported", N_("Exported")), ("printed", N_("Printed")), ("mailed", N_("Mailed")), ("shown", N_("Shown in clear")),
    ("person", N_("Data of a person handed over")), ("signed_in", N_("Signed in")), ("refused", N_("Sign-in refused")),
)  # fmt: skip
ERASE_REASON = _list(
    ("request", N_("The person asked for it")), ("withdrawn", N_("Consent withdrawn")), ("retention", N_("Kept long enough")),
    ("purpose", N_("Purpose achieved or given up")), ("unlawful", N_("Kept without a basis in law")),
)  # fmt: skip
YES_NO = _list(("yes", N_("Yes")), ("no", N_("No")))
COMPLEXITY = _list(("simple", N_("Simple")), ("usual", N_("Usual")), ("complex", N_("Complex")))
RECOMMEND = _list(*((str(n), str(n)) for n in range(11)))
ARCHIVE_CHECK = _list(
    ("informed", N_("The first contact confirms that the customer knows the outcome")),
    ("answer", N_("The answer is on file")),
    ("evidence", N_("Proof of what was carried out is on file")), ("costs", N_("All costs are recorded")),
    ("cause", N_("The cause is final")), ("measures", N_("Improvements follow where they must")),
)  # fmt: skip
RECOVERY = _list(
    ("apology", N_("Apology")), ("explanation", N_("Explanation")), ("redo", N_("Done again")), ("repair", N_("Repair")),
    ("exchange", N_("Exchange")), ("refund", N_("Return and refund")), ("resend", N_("Send again")),
    ("discount", N_("Discount")),
    ("rebate", N_("Rebate or points")), ("cash", N_("Compensation in money")), ("gift", N_("Gift")),
    ("upgrade", N_("Better service")), ("visit", N_("Personal visit")), ("other", N_("Other")),
)  # fmt: skip
SIDE = _list(("occurrence", N_("Why it happened")), ("escape", N_("Why it was not caught")))
TRANSFER_STATE = _list(
    ("open", N_("Not yet accepted")), ("accepted", N_("Accepted")), ("returned", N_("Returned")), ("fell_back", N_("Fell back")),
)  # fmt: skip
MESSAGE_KIND = _list(
    ("contact", N_("The customer got in touch")), ("progress", N_("Customer told of the progress")),
    ("attempt", N_("Tried to reach the customer")), ("note", N_("Note")),
)  # fmt: skip
IMPROVEMENT_SOURCE = _list(
    ("complaint", N_("Complaint")), ("survey", N_("Survey")), ("audit", N_("Audit")), ("diagnosis", N_("Diagnosis")),
    ("proposal", N_("Proposal")),
)  # fmt: skip
IMPROVEMENT_STATE = _list(
    ("plan", N_("Plan (P)")), ("do", N_("Do (D)")), ("check", N_("To be checked (C)")),
    ("effective", N_("Closed, effective (A)")), ("ineffective", N_("Not effective, begun again")), ("dropped", N_("Dropped")),
)  # fmt: skip
EFFECTIVE = _list(("yes", N_("Effective")), ("partly", N_("Partly effective")), ("no", N_("Not effective")))
REQUEST_KIND = _list(
    ("enquiry", N_("Enquiry")), ("repair", N_("Repair")), ("suggestion", N_("Suggestion")), ("order", N_("Help with an order")),
    ("other", N_("Other")),
)  # fmt: skip
REQUEST_STATE = _list(
    ("registered", N_("Registered")), ("dispatched", N_("Dispatched")), ("working", N_("In work")),
    ("confirming", N_("To be confirmed")), ("done", N_("Completed")), ("rated", N_("Rated")),
    ("complaint", N_("Became a complaint")), ("cancelled", N_("Cancelled")),
)  # fmt: skip
ENTITLEMENT = _list(("included", N_("Included")), ("chargeable", N_("To be paid")), ("open", N_("Not yet clear")))
REPORT_STATE = _list(("draft", N_("Draft")), ("reviewed", N_("Reviewed")), ("issued", N_("Issued")))
