//! What the stories are about: the people, the customers and their problems, around one moment.

use chrono::NaiveDate;
use domain::{
    Timestamp,
    customer::{Customer, Product},
    people::{Person, Role},
    request::Urgency,
};

use crate::{
    Size,
    chance::Chance,
    customers, days, people,
    problems::{self, PASSWORD, Problem},
    roster,
};

/// The centre without its stories.
pub(crate) struct World {
    pub now: Timestamp,
    pub today: NaiveDate,
    pub seed: u64,
    pub people: Vec<Person>,
    pub customers: Vec<Customer>,
    pub problems: Vec<Problem>,
}

/// What one story is about.
#[derive(Clone, Copy)]
pub(crate) struct Matter<'a> {
    pub customer: &'a Customer,
    pub problem: &'a Problem,
    pub urgency: Urgency,
}

impl World {
    pub(crate) fn new(now: Timestamp, size: Size, seed: u64) -> Self {
        let today = days::date_of(now);
        let mut people = people::people(size.engineers, seed);
        let mut customers = customers::customers(size.customers, today, seed);
        roster::fill(&mut people, &mut customers, today);
        Self { now, today, seed, people, customers, problems: problems::problems() }
    }

    /// The first person with a role: every role that the stories name has one.
    pub(crate) fn holder(&self, role: Role) -> &Person {
        self.people.iter().find(|person| person.roles.contains(&role)).unwrap_or(&self.people[0])
    }

    pub(crate) fn engineers(&self) -> Vec<&Person> {
        self.people.iter().filter(|person| person.roles.contains(&Role::Field)).collect()
    }

    /// The engineer of that place on the board, counted round.
    pub(crate) fn engineer(&self, index: usize) -> &Person {
        let engineers = self.engineers();
        engineers[index % engineers.len()]
    }

    /// A named customer with one of its problems, found by a part of the symptom. In a centre so small that the
    /// customer is not among its own, another stands in.
    pub(crate) fn matter(&self, customer: &str, symptom: &str) -> Matter<'_> {
        let stand_in = customer.bytes().map(usize::from).sum::<usize>() % self.customers.len();
        let named = self.customers.iter().find(|known| known.name == customer);
        let customer = named.unwrap_or(&self.customers[stand_in]);
        let problem = self.problems.iter().find(|problem| problem.symptom.contains(symptom));
        let problem = problem.unwrap_or(&self.problems[0]);
        Matter { customer, problem, urgency: problem.urgency() }
    }

    /// The `number`th of the ordinary matters: the problems in turn, each with a customer who has the product.
    pub(crate) fn any_matter(&self, number: usize, chance: &mut Chance) -> Matter<'_> {
        let ordinary: Vec<&Problem> = self.problems.iter().filter(|problem| problem.category != PASSWORD).collect();
        // 7 and the number of problems share no factor, so that all come once before one comes again.
        self.matter_of(ordinary[number * 7 % ordinary.len()], chance)
    }

    /// A matter of a category of problems.
    pub(crate) fn matter_in(&self, category: &str, chance: &mut Chance) -> Matter<'_> {
        let mut fitting: Vec<&Problem> = self.problems.iter().filter(|problem| problem.category == category).collect();
        chance.shuffle(&mut fitting);
        self.matter_of(fitting.first().copied().unwrap_or(&self.problems[0]), chance)
    }

    fn matter_of<'a>(&'a self, problem: &'a Problem, chance: &mut Chance) -> Matter<'a> {
        let has_it = |customer: &&Customer| customer.products.iter().any(|product| product.name == problem.product);
        let owners: Vec<&Customer> = self.customers.iter().filter(has_it).collect();
        let anybody = || &self.customers[problem.symptom.len() % self.customers.len()];
        let customer = chance.pick(&owners).unwrap_or_else(anybody);
        Matter { customer, problem, urgency: problem.urgency() }
    }

    /// An agreement runs today: the visit costs nothing.
    pub(crate) fn is_covered(&self, customer: &Customer) -> bool {
        let until = customer.agreement_until.as_deref().and_then(|text| text.parse::<NaiveDate>().ok());
        until.is_some_and(|until| until >= self.today)
    }
}

impl Matter<'_> {
    /// The customer's own installation of the product, or the product as the problem names it.
    pub(crate) fn product(&self) -> Product {
        let products = &self.customer.products;
        let same_name = |product: &&Product| product.name == self.problem.product;
        let exact = products.iter().filter(same_name).find(|product| product.version == self.problem.version);
        exact.or_else(|| products.iter().find(same_name)).cloned().unwrap_or_else(|| self.problem.product())
    }
}
