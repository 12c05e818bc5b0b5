//! Who works when, who is away, and whom an agreement names: what the board ranks engineers by (ADM-1, ONS-4).

use chrono::NaiveDate;
use domain::{
    availability::{Absence, AbsenceKind, WorkingWeek},
    calendar::{CalendarData, Hours, LocalTime},
    customer::Customer,
    people::{Level, Person, Role},
    sending,
};

use crate::days::{day_after, on};

/// Places of engineers, as the stories count them: the ninth is in training today.
const IN_TRAINING: usize = 8;
const ON_LEAVE: usize = 9;
const EARLY: [usize; 2] = [3, 10];
const AS_THE_CENTRE: [usize; 4] = [2, 4, 8, 9];

/// Gives engineers their hours and absences, and customers of the best tier the engineer whom their agreement names.
pub(crate) fn fill(people: &mut [Person], customers: &mut [Customer], today: NaiveDate) {
    let engineers = people.iter_mut().filter(|person| person.roles.contains(&Role::Field));
    for (place, engineer) in engineers.enumerate() {
        engineer.working_hours = match place {
            place if EARLY.contains(&place) => Some(early()),
            place if AS_THE_CENTRE.contains(&place) => Some(CalendarData::centre().weekly),
            _ => None,
        };
        let absence = |kind, from, until, note: &str| Absence { from, until, kind, note: note.to_owned() };
        engineer.absences = match place {
            IN_TRAINING => {
                let (from, until) = (on(today, 8 * 60 + 30), on(today, 17 * 60 + 30));
                vec![absence(AbsenceKind::Training, from, until, "新版本培训")]
            }
            ON_LEAVE => {
                let first = day_after(today);
                vec![absence(AbsenceKind::Leave, on(first, 0), on(day_after(day_after(first)), 0), "家里有事")]
            }
            _ => Vec::new(),
        };
    }
    for (place, customer) in customers.iter_mut().filter(|customer| customer.tier == "premium").enumerate() {
        let Some(product) = customer.products.first() else { continue };
        let knows = |person: &&Person| {
            person.can_be_sent()
                && sending::skill_for(person, &product.name, "").is_some_and(|skill| skill.level == Level::Senior)
        };
        let able: Vec<&Person> = people.iter().filter(knows).collect();
        customer.named_engineer = able.get(place % able.len().max(1)).map(|person| person.id);
    }
}

/// Monday to Saturday 08:00–12:00, 13:00–17:00.
fn early() -> WorkingWeek {
    let hours = [(LocalTime::hm(8, 0), LocalTime::hm(12, 0)), (LocalTime::hm(13, 0), LocalTime::hm(17, 0))];
    let day: Vec<Hours> = hours.into_iter().flat_map(Hours::try_from).collect();
    std::array::from_fn(|index| if index < 6 { day.clone() } else { Vec::new() })
}
