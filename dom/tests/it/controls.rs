//! Controls that follow signals, as the server writes them.

use limosa::__private::dom::{For, View};
use limosa::__private::reactive::{RwSignal, Store, signal};
use limosa_macros::view;

use super::html::check;

fn text(value: &str) -> RwSignal<String> {
    RwSignal::new(value.to_owned())
}

#[test]
fn inputs_show_what_they_are_bound_to() {
    let (name, set_name) = signal(String::from("a\"b"));
    let agreed = Store::new(true);
    check(
        move || view! { <input bind:value=(name, set_name)/><input type="checkbox" bind:checked=agreed/><textarea bind:value=text("</textarea>")></textarea> },
        "<input value=\"a&quot;b\"><input type=\"checkbox\" checked><textarea>\n&lt;/textarea></textarea>",
    );
}

#[test]
fn the_members_of_a_group_know_their_values() {
    let (size, value) = (text("m"), "l".to_owned());
    check(
        move || view! { <input type="radio" value="m" bind:group=size/><input type="radio" bind:group=size value=value/> },
        "<input type=\"radio\" value=\"m\" checked><input type=\"radio\" value=\"l\">",
    );
    let birds = RwSignal::new(vec!["ruff".to_owned(), "knot".to_owned()]);
    check(
        move || {
            let each = || ["ruff", "dunlin", "knot"];
            view! { <For each=each key=|bird| *bird let:bird><input type="checkbox" value=bird bind:group=birds/></For> }
        },
        "<input type=\"checkbox\" value=\"ruff\" checked><input type=\"checkbox\" value=\"dunlin\">\
         <input type=\"checkbox\" value=\"knot\" checked><!>",
    );
}

fn options() -> View {
    view! { <option value="a<">"A"</option><option>"b "{"c"}</option> }
}

#[test]
fn the_options_of_a_select_are_chosen_where_they_are_written() {
    check(
        || view! { <select bind:value=text("b c")>{options()}<option value="">"none"</option></select> },
        "<select><option value=\"a&lt;\">A</option><option selected>b <!>c</option><option value=\"\">none</option></select>",
    );
    check(
        || view! { <p><select id="s" value=move || Some("a<")>{options()}</select></p> },
        "<p><select id=\"s\"><option value=\"a&lt;\" selected>A</option><option>b <!>c</option></select></p>",
    );
    check(
        || view! { <select value=None::<&'static str>><option>"x"</option></select> },
        "<select><option>x</option></select>",
    );
    let chosen = RwSignal::new(vec!["x".to_owned(), "z".to_owned()]);
    check(
        move || {
            view! {
                <select multiple bind:value=chosen>
                    <For each=|| ["x", "y", "z"] key=|item| *item let:item><option value=item>"?"</option></For>
                </select>
            }
        },
        "<select multiple><option value=\"x\" selected>?</option><option value=\"y\">?</option>\
         <option value=\"z\" selected>?</option><!></select>",
    );
}
