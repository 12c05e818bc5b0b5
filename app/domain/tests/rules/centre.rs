//! A small service centre to act in: its people, one customer, one request and every fact about it.

use domain::{
    CaseId, CustomerId, DispatchId, Money, PersonId, Rejection, RequestId, SignatureId, Timestamp,
    command::Command,
    customer::{Contact, Customer, Product},
    deadline::{Clock, ClockState},
    dispute::KeptAction,
    fact::Fact,
    people::{Actor, Level, Person, Role, Skill},
    request::{
        Channel, Context, Decided, Dispatch, DispatchState, Draft, OfficeKnowledge, RequestState, ServiceRequest, Slot,
        Urgency, Window, decide, evolve,
    },
    signature::{DocumentKind, Ink, SignatureLevel, SignatureRecord, canonical, sealed_content, sha256_hex},
    sync::{Subject, SubjectKind},
    time::{Attested, HOUR, MINUTE},
    visit::{CustomerResult, Finding, Solved},
};
use uuid::Uuid;

pub const START: Timestamp = Timestamp(1_795_415_000_000);
pub const REQUEST: RequestId = RequestId(Uuid::from_u128(0x10));
pub const CASE: CaseId = CaseId(Uuid::from_u128(0x11));
pub const FIRST: DispatchId = DispatchId(Uuid::from_u128(0x21));
pub const SECOND: DispatchId = DispatchId(Uuid::from_u128(0x22));

/// Everybody and everything of the centre, with the request as its facts made it.
#[derive(Clone)]
pub struct Centre {
    pub now: Timestamp,
    pub request: Option<ServiceRequest>,
    pub facts: Vec<Fact>,
    pub follow_up: Option<ServiceRequest>,
    /// Whether the last accepted command came too late.
    pub disputed: bool,
    pub customer: Customer,
    /// Whether the office knows how long anything may take: off where the tablet's answer is compared with its own.
    pub clocks_start: bool,
    numbers: u32,
    signatures: u128,
}

pub type Answer = Result<Decided, Rejection>;

impl Centre {
    pub fn new() -> Self {
        Self {
            now: START,
            request: None,
            facts: Vec::new(),
            follow_up: None,
            disputed: false,
            customer: customer(),
            clocks_start: false,
            numbers: 0,
            signatures: 0,
        }
    }

    /// A request that was submitted by the hotline.
    pub fn submitted() -> Self {
        let mut centre = Self::new();
        centre.office(Command::SubmitNewRequest { case: CASE, draft: Box::new(draft()) }).expect("submitted");
        centre
    }

    /// The first engineer has been sent.
    pub fn dispatched() -> Self {
        let mut centre = Self::submitted();
        centre.assign(FIRST, &zhao()).expect("assigned");
        centre
    }

    /// The first engineer is on the customer's premises.
    pub fn on_site() -> Self {
        let mut centre = Self::dispatched();
        for command in [Command::Confirm, appoint(centre.now.plus(HOUR)), Command::Depart, Command::Arrive] {
            centre.premises(FIRST, command).expect("on the way");
        }
        centre
    }

    /// The form is filled in and shown to the customer, not signed yet.
    pub fn presented(solved: Solved) -> Self {
        let mut centre = Self::on_site();
        for command in filling(solved, centre.now) {
            centre.premises(FIRST, command).expect("filled");
        }
        centre
    }

    /// The signed form is back in the office.
    pub fn returned(solved: Solved) -> Self {
        let mut centre = Self::presented(solved);
        centre.sign(FIRST, DocumentKind::SignOff).expect("signed");
        centre.premises(FIRST, Command::ReturnForm).expect("returned");
        centre
    }

    pub fn request(&self) -> &ServiceRequest {
        self.request.as_ref().expect("a request")
    }

    pub fn dispatch(&self, id: DispatchId) -> &Dispatch {
        self.request().dispatch(id).expect("a dispatch")
    }

    pub fn states(&self) -> (RequestState, DispatchState) {
        (self.request().state, self.dispatch(FIRST).state)
    }

    pub fn clock(&self, rule: &str) -> ClockState {
        self.request().clocks.iter().find(|clock| clock.rule == rule).expect("a clock").state
    }

    pub fn assign(&mut self, dispatch: DispatchId, engineer: &Person) -> Answer {
        let window = Window { from: self.now, to: self.now.plus(24 * HOUR) };
        self.office(Command::Assign {
            dispatch,
            engineer: engineer.id,
            companion: None,
            slot: slot(self.now),
            window: Some(window),
            reason: None,
        })
    }

    pub fn reassign(&mut self) -> Answer {
        let reason = "更近".to_owned();
        self.office(Command::Reassign {
            from: FIRST,
            dispatch: SECOND,
            engineer: qian().id,
            slot: slot(self.now),
            reason,
        })
    }

    /// A command of the duty manager, decided on the server.
    pub fn office(&mut self, command: Command) -> Answer {
        let subject = Subject { kind: SubjectKind::Request, id: REQUEST.0 };
        self.give(&Actor::from(&manager()), subject, &command, true)
    }

    /// A command of the support manager, decided on the server.
    pub fn support(&mut self, command: Command) -> Answer {
        let subject = Subject { kind: SubjectKind::Request, id: REQUEST.0 };
        let support = Actor { roles: vec![Role::SupportManager], ..Actor::from(&manager()) };
        self.give(&support, subject, &command, true)
    }

    /// What an engineer did on the premises, as the server takes it: with the clocks that start.
    pub fn delivered(&mut self, dispatch: DispatchId, command: Command) -> Answer {
        let subject = Subject { kind: SubjectKind::Dispatch, id: dispatch.0 };
        self.give(&Actor::from(&zhao()), subject, &command, true)
    }

    /// A command of the engineer of a dispatch, decided on the tablet.
    pub fn premises(&mut self, dispatch: DispatchId, command: Command) -> Answer {
        let engineer = if dispatch == FIRST { zhao() } else { qian() };
        let subject = Subject { kind: SubjectKind::Dispatch, id: dispatch.0 };
        self.give(&Actor::from(&engineer), subject, &command, false)
    }

    /// A command of the engineer of a dispatch as the server takes it: what a rule objects to is kept with the request.
    pub fn arrives(&mut self, dispatch: DispatchId, command: Command) {
        let Err(because) = self.premises(dispatch, command.clone()) else { return };
        let engineer = if dispatch == FIRST { zhao() } else { qian() };
        self.keep(Some(dispatch), &engineer, command, because);
    }

    pub fn keep(&mut self, dispatch: Option<DispatchId>, by: &Person, command: Command, because: Rejection) {
        let action = KeptAction {
            envelope: format!("e{}", self.facts.len()),
            dispatch,
            command: serde_json::to_value(command).expect("JSON"),
            by: by.id,
            by_name: by.name.clone(),
            attested: Attested { at: self.now, proven: true },
            received_at: self.now,
            because,
        };
        let fact = Fact::ActionKept { action: Box::new(action) };
        apply(&mut self.request, std::slice::from_ref(&fact));
        self.facts.push(fact);
    }

    pub fn sign(&mut self, dispatch: DispatchId, kind: DocumentKind) -> Answer {
        let record = self.signature(dispatch, kind);
        self.premises(dispatch, Command::Sign { record: Box::new(record) })
    }

    /// A signature for the form as it stands.
    pub fn signature(&mut self, dispatch: DispatchId, kind: DocumentKind) -> SignatureRecord {
        self.signatures += 1;
        signature(SignatureId(Uuid::from_u128(0x5000 + self.signatures)), kind, self.request(), self.dispatch(dispatch))
    }

    /// Decides and, when the command is accepted, checks and applies its facts. Five minutes pass.
    pub fn give(&mut self, actor: &Actor, subject: Subject, command: &Command, at_server: bool) -> Answer {
        self.now = self.now.plus(5 * MINUTE);
        let decided = self.ask(actor, subject, command, at_server)?;
        apply(&mut self.request, &decided.facts);
        if decided.uses_number() {
            self.numbers += 1;
        }
        self.facts.extend(decided.facts.iter().cloned());
        self.follow_up = decided.follow_up.as_deref().cloned().or(self.follow_up.take());
        self.disputed = decided.disputed;
        Ok(decided)
    }

    /// Decides without doing it.
    pub fn ask(&self, actor: &Actor, subject: Subject, command: &Command, at_server: bool) -> Answer {
        let engineer = match command {
            Command::Assign { engineer, .. } | Command::Reassign { engineer, .. } => person(*engineer),
            Command::Reschedule { dispatch, .. } => {
                self.request.as_ref().and_then(|request| person(request.dispatch(*dispatch)?.engineer))
            }
            _ => None,
        };
        let knowledge = OfficeKnowledge {
            customer: Some(self.customer.clone()),
            engineer,
            midnight: Some(START),
            companion: match command {
                Command::Assign { companion, .. } => companion.and_then(person),
                _ => None,
            },
            number: Some(format!("XC-2026-11-{:04}", self.numbers + 1)),
            today: START.to_utc().date_naive().into(),
            clocks: Some(&clocks),
            clock: self.clocks_start.then_some(&a_clock),
        };
        let attested = Attested { at: self.now, proven: true };
        let context = Context { actor, attested, office: at_server.then_some(&knowledge) };
        decide(self.request.as_ref(), command, subject, &context)
    }
}

/// Folds facts into a request; each must be a step from where the request stands that the tables allow.
pub fn apply(request: &mut Option<ServiceRequest>, facts: &[Fact]) {
    for fact in facts {
        if let Fact::RequestOpened { request: opened } = fact {
            assert!(request.is_none(), "opened twice");
            *request = Some((**opened).clone());
            continue;
        }
        let request = request.as_mut().expect("opened first");
        match fact {
            Fact::RequestState { from, to, .. } => {
                assert_eq!(*from, request.state, "{fact:?}");
                assert!(from.may_become(*to), "{fact:?}");
            }
            Fact::DispatchState { dispatch, from, to, .. } => {
                assert_eq!(Some(*from), request.dispatch(*dispatch).map(|dispatch| dispatch.state), "{fact:?}");
                assert!(from.may_become(*to), "{fact:?}");
            }
            Fact::Dispatched { dispatch } => assert!(request.dispatch(dispatch.id).is_none(), "{fact:?}"),
            _ => {}
        }
        evolve(request, fact);
    }
}

fn clock_of(rule: &str, hours: i64, started: Timestamp) -> Clock {
    Clock {
        rule: rule.to_owned(),
        started,
        due: started.plus(hours * HOUR),
        warn: started.plus(hours * HOUR / 2),
        reasons: Vec::new(),
        state: ClockState::Running,
        stopped: None,
        proven: true,
        pauses: Vec::new(),
    }
}

/// Every rule takes two days here.
fn a_clock(_: &ServiceRequest, rule: &str, started: Timestamp) -> Option<Clock> {
    Some(clock_of(rule, 48, started))
}

fn clocks(_: &ServiceRequest, started: Timestamp) -> Vec<Clock> {
    let clock = |rule: &str, hours: i64| clock_of(rule, hours, started);
    vec![clock("request.verify", 1), clock("onsite.contact", 16), clock("onsite.arrive_near", 24)]
}

pub fn slot(from: Timestamp) -> Slot {
    Slot { from: from.plus(HOUR), minutes: 90 }
}

pub fn appoint(at: Timestamp) -> Command {
    Command::Appoint { at, agreed_with: "王会计".to_owned() }
}

pub fn finding() -> Box<Finding> {
    let text = |text: &str| text.to_owned();
    Box::new(Finding {
        cause: text("表被锁"),
        solution: text("清除锁定"),
        prevention: text("正常退出"),
        ..Finding::default()
    })
}

pub fn result(solved: Solved) -> Box<CustomerResult> {
    let (opinion, further_needs) = ("很及时".to_owned(), String::new());
    Box::new(CustomerResult { solved, told_prevention: true, satisfaction: 5, opinion, further_needs })
}

pub fn backup() -> Command {
    Command::RecordBackup {
        account_sets: vec!["001".to_owned()],
        reports_included: true,
        path: "E:\\UFDATABAK\\ZY20261123".to_owned(),
    }
}

pub fn costs(travel: i64) -> Command {
    let [materials, other, paid] = [Money::ZERO; 3];
    Command::RecordCosts {
        travel: Money::from_fen(travel),
        materials,
        other,
        paid,
        parts: Vec::new(),
        vouchers: Vec::new(),
    }
}

/// What is filled in between arriving and signing.
pub fn filling(solved: Solved, now: Timestamp) -> Vec<Command> {
    let finding = Command::RecordFinding { finding: finding(), seen: None };
    let result = Command::RecordResult { result: result(solved) };
    vec![backup(), finding, result, Command::PresentForm { left_at: now.plus(HOUR) }]
}

pub fn ink() -> Ink {
    Ink { width: 600, height: 200, strokes: vec![vec![[0, 0, 0, 500], [900, 300, 80, 600]]] }
}

pub fn signature(
    id: SignatureId,
    kind: DocumentKind,
    request: &ServiceRequest,
    dispatch: &Dispatch,
) -> SignatureRecord {
    let content = sealed_content(kind, request, dispatch);
    SignatureRecord {
        id,
        kind,
        document_id: dispatch.id,
        content_version: dispatch.visit.presented,
        content_hash: sha256_hex(&canonical(&content)),
        content,
        ink: ink(),
        signer_name: "王会计".to_owned(),
        level: SignatureLevel::Drawn,
        shown_at: START,
        signed_at: START.plus(MINUTE),
        device_id: domain::DeviceId(Uuid::from_u128(0x31)),
        device_signature: String::new(),
        countersignature: None,
    }
}

pub fn draft() -> Draft {
    Draft {
        customer: customer().id,
        contact: Contact { name: "王会计".to_owned(), title: "主管".to_owned(), phone: "0351-5550101".to_owned() },
        product: Product { name: "U8".to_owned(), version: "10.1".to_owned(), ..Product::default() },
        category: "login_failure".to_owned(),
        symptom: "凭证无法保存".to_owned(),
        channel: Channel::Phone,
        urgency: Urgency::Normal,
        wished_at: None,
        follows: None,
    }
}

pub fn customer() -> Customer {
    Customer {
        id: CustomerId(Uuid::from_u128(0x12)),
        archive_number: "TY-00418".to_owned(),
        name: "太原机械厂".to_owned(),
        address: "太原市迎泽大街1号".to_owned(),
        region: "taiyuan".to_owned(),
        place: None,
        distance_km: 8.0,
        service_code: "S-0418".to_owned(),
        tier: "premium".to_owned(),
        agreement_until: Some("2027-06-30".to_owned()),
        named_engineer: None,
        contacts: Vec::new(),
        products: Vec::new(),
    }
}

pub fn manager() -> Person {
    staff(1, "周敏", Role::DutyManager)
}

pub fn zhao() -> Person {
    staff(2, "赵勇", Role::Field)
}

pub fn qian() -> Person {
    staff(3, "钱进", Role::Field)
}

/// An engineer who has left.
pub fn former() -> Person {
    Person { active: false, ..staff(4, "孙立", Role::Field) }
}

fn person(id: PersonId) -> Option<Person> {
    [manager(), zhao(), qian(), former()].into_iter().find(|person| person.id == id)
}

fn staff(number: u128, name: &str, role: Role) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(number)),
        name: name.to_owned(),
        login: format!("login{number}"),
        roles: vec![role],
        region: "taiyuan".to_owned(),
        badge_number: format!("{number:03}"),
        initials: "ZY".to_owned(),
        skills: vec![Skill { product: "U8".to_owned(), category: String::new(), level: Level::Senior }],
        base: None,
        photo: None,
        working_hours: None,
        absences: Vec::new(),
        active: true,
    }
}
