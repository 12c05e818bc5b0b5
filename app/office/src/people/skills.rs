//! What an engineer can be sent for: product lines and how well they are known (ADM-1).

use domain::people::{Level, Skill};
use leptos::prelude::*;
use ui::t;
use words::{
    office::{people as texts, staff},
    states,
};

use crate::tell::use_tell;

const LEVELS: [Level; 3] = [Level::Basic, Level::Intermediate, Level::Senior];

/// A skill while it is typed, under a number that stays when others go.
#[derive(Clone, Copy)]
pub struct Row {
    number: u32,
    product: RwSignal<String>,
    category: RwSignal<String>,
    level: RwSignal<Level>,
}

impl Row {
    fn of(number: u32, Skill { product, category, level }: Skill) -> Self {
        let (product, category) = (RwSignal::new(product), RwSignal::new(category));
        Self { number, product, category, level: RwSignal::new(level) }
    }
}

/// Rows for the skills somebody has.
pub fn rows(skills: Vec<Skill>) -> RwSignal<Vec<Row>> {
    RwSignal::new((0..).zip(skills).map(|(number, skill)| Row::of(number, skill)).collect())
}

/// The skills as they are typed now.
pub fn typed(rows: RwSignal<Vec<Row>>) -> Vec<Skill> {
    let skill = |row: &Row| Skill {
        product: row.product.get_untracked(),
        category: row.category.get_untracked(),
        level: row.level.get_untracked(),
    };
    rows.with_untracked(|rows| rows.iter().map(skill).collect())
}

#[component]
pub fn SkillRows(rows: RwSignal<Vec<Row>>) -> impl IntoView {
    let tell = use_tell();
    let add = move |_| {
        rows.update(|rows| {
            let next = rows.iter().map(|row| row.number + 1).max().unwrap_or_default();
            let none = Skill { product: String::new(), category: String::new(), level: Level::Basic };
            rows.push(Row::of(next, none));
        });
    };
    let row = move |Row { number, product, category, level }: Row| {
        let remove = move |_| rows.update(|rows| rows.retain(|known| known.number != number));
        let options = LEVELS.map(|one| {
            let index = LEVELS.iter().position(|known| *known == one).unwrap_or_default().to_string();
            view! { <option value=index selected=move || level.get() == one>{move || tell.say(states::level(one))}</option> }
        });
        let choose = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlSelectElement>| {
            let chosen = event.target().value().parse::<usize>().ok().and_then(|index| LEVELS.get(index).copied());
            level.set(chosen.unwrap_or(Level::Basic));
        };
        // A category of the centre's own making stays choosable.
        let own = category.get_untracked();
        let own = (!own.is_empty() && states::category(&own).is_none())
            .then(|| view! { <option value=own.clone() selected>{own.clone()}</option> });
        let categories = states::CATEGORIES.map(|(word, text)| {
            view! { <option value=word selected=move || category.with(|category| category == word)>{t(text)}</option> }
        });
        let label = move || product.with(|product| tell.fill(texts::SKILL_REMOVE, &[("product", product)]));
        view! {
            <li class="skill-row">
                <input class="input" type="text" maxlength="40" aria-label=t(texts::SKILL_PRODUCT)
                    prop:value=product on:input:target=move |event| product.set(event.target().value())/>
                <select class="input" aria-label=t(staff::SKILL_CATEGORY) on:change:target=move |event| category.set(event.target().value())>
                    <option value="" selected=move || category.with(String::is_empty)>{t(staff::ALL_CATEGORIES)}</option>
                    {own}
                    {categories.into_iter().collect_view()}
                </select>
                <select class="input" aria-label=t(texts::SKILL_LEVEL) on:change:target=choose>{options.collect_view()}</select>
                <button type="button" class="button quiet" aria-label=label on:click=remove>"×"</button>
            </li>
        }
    };
    view! {
        <fieldset class="form-field">
            <legend>{t(texts::SKILLS)}</legend>
            <ul class="skill-rows"><For each=move || rows.get() key=|row| row.number children=row/></ul>
            <button type="button" class="button" on:click=add>{t(texts::SKILL_ADD)}</button>
        </fieldset>
    }
}
