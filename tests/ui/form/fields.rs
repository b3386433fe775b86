use limosa::prelude::*;

#[derive(Form, Clone, Serialize, Deserialize)]
struct Rename {
    name: String,
}

#[derive(Form, Clone, Serialize, Deserialize)]
struct Publish {
    description: String,
}

#[action]
async fn rename(id: u32, form: Rename) -> Result<(), CallError> {
    drop((id, form));
    Ok(())
}

#[action]
async fn publish(form: Publish) -> Result<(), CallError> {
    drop(form);
    Ok(())
}

#[action]
async fn clear() -> Result<(), CallError> {
    Ok(())
}

fn main() {
    _ = view! { <form action=move || rename.with(3)><input name=Publish::DESCRIPTION /></form> };
    _ = view! { <form action=clear><input name=Rename::NAME /></form> };
    _ = view! {
        <form action=publish>
            <input name=Publish::DESCRIPTION />
            <button formaction=move || rename.with(3)>"Rename"</button>
        </form>
    };
    _ = view! { <form action=rename><input name=Rename::NAME /></form> };
    _ = view! { <form action=move || rename.with("three")></form> };
    _ = view! { <FieldError of=submission(publish) field=Rename::NAME /> };
}
