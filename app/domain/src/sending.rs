//! Who to send (ONS-4): which skill a request asks for, and how those who could go compare.

use std::cmp::Reverse;

use crate::{
    PersonId, RequestId, Timestamp,
    availability::{self, AbsenceKind, Span},
    deadline::{Clock, ClockState},
    people::{Level, Person, Skill},
    request::{ServiceRequest, Slot},
    signature::sha256_hex,
    time::MINUTE,
};

/// Arrivals within the same half hour are as good as each other.
const SAME_ARRIVAL: i64 = 30 * MINUTE;
/// Days whose work differs by less than this are as full as each other, in minutes.
const SAME_LOAD: u32 = 120;
/// Weeks whose work differs by less than this are as full as each other, in minutes.
const SAME_WEEK: u32 = 480;

/// The level that a customer's tier asks for: a better agreement brings a better engineer.
#[must_use]
pub fn asked_level(tier: &str) -> Level {
    match tier {
        "premium" => Level::Senior,
        "standard" => Level::Intermediate,
        _ => Level::Basic,
    }
}

/// Whether a skill's product line covers a product.
#[must_use]
pub fn covers(line: &str, product: &str) -> bool {
    let (line, product) = (line.trim().to_lowercase(), product.trim().to_lowercase());
    !line.is_empty() && !product.is_empty() && (product.contains(&line) || line.contains(&product))
}

/// The best of a person's skills for a product and a category of problems; a skill that names no category counts for all.
#[must_use]
pub fn skill_for<'a>(person: &'a Person, product: &str, category: &str) -> Option<&'a Skill> {
    let fits =
        |skill: &&Skill| covers(&skill.product, product) && (skill.category.is_empty() || skill.category == category);
    person.skills.iter().filter(fits).max_by_key(|skill| (skill.level, !skill.category.is_empty()))
}

/// How well a skill answers what is asked. The order is that of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fitness {
    /// Knows the product at the level asked for, or better.
    Enough,
    /// Knows the product, but less well.
    BelowLevel,
    NoSkill,
}

impl Fitness {
    #[must_use]
    pub fn of(skill: Option<Level>, asked: Level) -> Self {
        match skill {
            Some(level) if level >= asked => Fitness::Enough,
            Some(_) => Fitness::BelowLevel,
            None => Fitness::NoSkill,
        }
    }
}

/// What speaks against sending somebody to a place in the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objection {
    /// The customer is blocked: nobody can be sent (CUS-5).
    Blocked,
    /// Not an engineer, or no longer here.
    CannotBeSent,
    NoSkill,
    /// Away until then.
    Absent(AbsenceKind, Timestamp),
    /// Outside of the person's working hours.
    OffHours,
    /// Takes so many milliseconds of the time of another visit.
    Overlaps(i64),
    /// The tier asks for this level.
    BelowLevel(Level),
    /// So many milliseconds after the arrival was due.
    Late(i64),
    /// Cannot be there before the planned time plus so many milliseconds.
    TooEarly(i64),
    /// The next visit of the day would begin so many milliseconds late.
    DelaysNext(i64),
}

impl Objection {
    /// The stable word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Objection::Blocked => "blocked",
            Objection::CannotBeSent => "cannot_be_sent",
            Objection::NoSkill => "no_skill",
            Objection::Absent(..) => "absent",
            Objection::OffHours => "off_hours",
            Objection::Overlaps(_) => "overlaps",
            Objection::BelowLevel(_) => "below_level",
            Objection::Late(_) => "late",
            Objection::TooEarly(_) => "too_early",
            Objection::DelaysNext(_) => "delays_next",
        }
    }

    /// What cannot be overruled.
    #[must_use]
    pub fn refuses(self) -> bool {
        matches!(self, Objection::Blocked | Objection::CannotBeSent)
    }

    /// What can be overruled with a reason, which is kept with the dispatch. The rest is only remarked.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        use Objection as O;
        match self {
            O::Blocked | O::CannotBeSent | O::BelowLevel(_) => false,
            O::NoSkill | O::Absent(..) | O::OffHours | O::Overlaps(_) => true,
            O::Late(_) | O::TooEarly(_) | O::DelaysNext(_) => true,
        }
    }
}

/// What a place in the plan does to the day, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strain {
    /// What is left until the arrival is due, negative when late.
    pub margin: Option<i64>,
    /// How much later than planned the engineer can be there.
    pub arrives_late: i64,
    /// How late the next visit would begin.
    pub delays_next: Option<i64>,
    /// How much of another visit's time it takes.
    pub overlaps: i64,
    /// The midnight of the local day, and the planned time.
    pub at: Option<(Timestamp, Span)>,
}

/// What speaks against sending `engineer` with this `strain` on the day, what refuses first.
#[must_use]
pub fn objections(request: &ServiceRequest, engineer: &Person, strain: Strain) -> Vec<Objection> {
    let skill = skill_for(engineer, &request.product.name, &request.category).map(|skill| skill.level);
    let asked = asked_level(&request.entitlement.tier);
    let of_skill = match Fitness::of(skill, asked) {
        Fitness::Enough => None,
        Fitness::BelowLevel => Some(Objection::BelowLevel(asked)),
        Fitness::NoSkill => Some(Objection::NoSkill),
    };
    let blocked = request.entitlement.blocks_a_visit().then_some(Objection::Blocked);
    let cannot = (!engineer.can_be_sent()).then_some(Objection::CannotBeSent);
    let away = strain.at.and_then(|(midnight, span)| away(engineer, midnight, span));
    let overlaps = (strain.overlaps > 0).then_some(Objection::Overlaps(strain.overlaps));
    let late = strain.margin.filter(|margin| *margin < 0).map(|margin| Objection::Late(-margin));
    let too_early = (strain.arrives_late > 0).then_some(Objection::TooEarly(strain.arrives_late));
    let delays = strain.delays_next.map(Objection::DelaysNext);
    [blocked, cannot, of_skill, away, overlaps, late, too_early, delays].into_iter().flatten().collect()
}

/// What needs a reason in a plan whatever else the day holds: skill, absence, hours, the due time. The office's screen asks
/// for more, such as ways and overlaps.
#[must_use]
pub fn needs_reason(
    request: &ServiceRequest,
    engineer: &Person,
    midnight: Option<Timestamp>,
    slot: Slot,
) -> Vec<Objection> {
    let arrival = |clock: &&Clock| clock.state == ClockState::Running && clock.rule.starts_with("onsite.arrive");
    let due = request.clocks.iter().filter(arrival).map(|clock| clock.due).min();
    let strain = Strain {
        margin: due.map(|due| due.since(slot.from)),
        at: midnight.map(|midnight| (midnight, (slot.from, slot.until()))),
        ..Strain::default()
    };
    let mut found = objections(request, engineer, strain);
    found.retain(|objection| objection.needs_reason());
    found
}

/// What the person's absences and hours say to a planned time.
#[must_use]
pub fn away(engineer: &Person, midnight: Timestamp, span: Span) -> Option<Objection> {
    if let Some(absence) = availability::absence_in(engineer, span) {
        return Some(Objection::Absent(absence.kind, absence.until));
    }
    (!availability::is_in_hours(engineer, midnight, span)).then_some(Objection::OffHours)
}

/// What speaks for an engineer.
#[derive(Clone, Debug, PartialEq)]
pub struct Merit {
    pub engineer: PersonId,
    /// Absent, or not at work, at the time that could be offered.
    pub is_away: bool,
    pub fitness: Fitness,
    /// The customer's agreement names this engineer.
    pub is_named: bool,
    pub arrives: Timestamp,
    /// Milliseconds left until the arrival is due, negative when late. None when nothing is due.
    pub margin: Option<i64>,
    pub is_same_region: bool,
    /// Minutes of work planned for that day.
    pub busy_minutes: u32,
    /// Minutes of work planned for the week of that day.
    pub week_minutes: u32,
    /// Visits to this customer before.
    pub visits: usize,
}

/// Puts engineers in the order in which they should be asked: who knows the product, at work, level, in time, whom the agreement names, arrival,
/// region, load of the day and of the week; for a tier that promises a known face, who has been there before. Among equals a draw decides, so that nobody becomes a fixed
/// engineer; it hangs on the request, so that everybody who looks sees the same order.
pub fn rank(request: RequestId, tier: &str, merits: &mut [Merit]) {
    let knows_faces = tier == "premium";
    merits.sort_by_cached_key(|merit| {
        (
            // Who knows the product and has time after hours only is better than who does not know it.
            merit.fitness == Fitness::NoSkill,
            merit.is_away,
            merit.fitness,
            merit.margin.is_some_and(|margin| margin < 0),
            !(knows_faces && merit.is_named),
            merit.arrives.millis().div_euclid(SAME_ARRIVAL),
            !merit.is_same_region,
            merit.busy_minutes / SAME_LOAD,
            merit.week_minutes / SAME_WEEK,
            Reverse(if knows_faces { merit.visits } else { 0 }),
            draw(request, merit.engineer),
        )
    });
}

fn draw(request: RequestId, engineer: PersonId) -> String {
    sha256_hex(&[*request.0.as_bytes(), *engineer.0.as_bytes()].concat())
}
