//! What an engineer can be sent for: product lines and how well they are known (ADM-1).

use domain::people::{Level, Skill};
use leptos::prelude::*;
use ui::t;
use words::{office::people as texts, states};

use crate::tell::use_tell;

const LEVELS: [Level; 3] = [Level::Basic, Level::Intermediate, Level::Senior];

/// A skill while it is typed, under a number that stays when others go.
pub type Row = (u32, RwSignal<String>, RwSignal<Level>);

/// Rows for the skills somebody has.
pub fn rows(skills: Vec<Skill>) -> RwSignal<Vec<Row>> {
    let row = |(number, skill): (u32, Skill)| (number, RwSignal::new(skill.product), RwSignal::new(skill.level));
    RwSignal::new((0..).zip(skills).map(row).collect())
}

/// The skills as they are typed now.
pub fn typed(rows: RwSignal<Vec<Row>>) -> Vec<Skill> {
    let skill = |(_, product, level): &Row| Skill { product: product.get_untracked(), level: level.get_untracked() };
    rows.with_untracked(|rows| rows.iter().map(skill).collect())
}

#[component]
pub fn SkillRows(rows: RwSignal<Vec<Row>>) -> impl IntoView {
    let tell = use_tell();
    let add = move |_| {
        rows.update(|rows| {
            let next = rows.iter().map(|(number, ..)| number + 1).max().unwrap_or_default();
            rows.push((next, RwSignal::new(String::new()), RwSignal::new(Level::Basic)));
        });
    };
    let row = move |(number, product, level): Row| {
        let remove = move |_| rows.update(|rows| rows.retain(|(known, ..)| *known != number));
        let options = LEVELS.map(|one| {
            let index = LEVELS.iter().position(|known| *known == one).unwrap_or_default().to_string();
            view! { <option value=index selected=move || level.get() == one>{move || tell.say(states::level(one))}</option> }
        });
        let choose = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlSelectElement>| {
            let chosen = event.target().value().parse::<usize>().ok().and_then(|index| LEVELS.get(index).copied());
            level.set(chosen.unwrap_or(Level::Basic));
        };
        let label = move || product.with(|product| tell.fill(texts::SKILL_REMOVE, &[("product", product)]));
        view! {
            <li class="skill-row">
                <input class="input" type="text" maxlength="40" aria-label=t(texts::SKILL_PRODUCT)
                    prop:value=product on:input:target=move |event| product.set(event.target().value())/>
                <select class="input" aria-label=t(texts::SKILL_LEVEL) on:change:target=choose>{options.collect_view()}</select>
                <button type="button" class="button quiet" aria-label=label on:click=remove>"×"</button>
            </li>
        }
    };
    view! {
        <fieldset class="form-field">
            <legend>{t(texts::SKILLS)}</legend>
            <ul class="skill-rows"><For each=move || rows.get() key=|(number, ..)| *number children=row/></ul>
            <button type="button" class="button" on:click=add>{t(texts::SKILL_ADD)}</button>
        </fieldset>
    }
}
