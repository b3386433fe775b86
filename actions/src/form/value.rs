//! How the types of form fields are read, checked, written and described.

use limosa_router::FieldErrors;

use super::entries::FormEntries;
use super::field::Rules;
use super::file::File;
use super::messages;
use super::scalar::Scalar;

/// A type that a field of a form struct may have: texts, numbers, `bool`, [`Date`](super::Date), [`File`], their
/// `Option` and `Vec`, and nested form structs.
#[diagnostic::on_unimplemented(
    message = "a form field cannot have the type `{Self}`",
    label = "not a type of form fields",
    note = "use text, a number, `bool`, `Date`, `File`, their `Option` or `Vec`, a struct that derives `Form`, or implement `Scalar`"
)]
pub trait FieldValue: Sized {
    /// Whether it is a file, or holds one.
    const HAS_FILES: bool = false;

    /// Reads and checks the field of this name; `None` after at least one message was added.
    fn read(
        name: &str,
        rules: &Rules,
        entries: &FormEntries,
        errors: &mut FieldErrors,
    ) -> Option<Self>;

    /// Adds what is wrong with a value that did not come from entries.
    fn check(&self, name: &str, rules: &Rules, errors: &mut FieldErrors);

    /// Appends the entries from which `read` makes this value.
    fn write(&self, name: &str, into: &mut FormEntries);

    /// The HTML attributes of its control.
    fn attributes(rules: &Rules, into: &mut Vec<(&'static str, &'static str)>);

    /// Appends what the server must know of the field.
    fn describe(name: &str, rules: &Rules, into: &mut Vec<FieldInfo>) {
        into.push(FieldInfo {
            name: name.to_owned(),
            secret: rules.secret,
            file: false,
        });
    }
}

/// What the server knows of a field without its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldInfo {
    /// Name of the control.
    pub name: String,
    /// Never sent back.
    pub secret: bool,
    /// A file input.
    pub file: bool,
}

impl<T: Scalar> FieldValue for T {
    fn read(
        name: &str,
        rules: &Rules,
        entries: &FormEntries,
        errors: &mut FieldErrors,
    ) -> Option<Self> {
        let text = entries.text(name).unwrap_or_default();
        keep(name, rules, errors, read_scalar(text, rules))
    }

    fn check(&self, name: &str, rules: &Rules, errors: &mut FieldErrors) {
        keep(name, rules, errors, self.allowed(rules));
    }

    fn write(&self, name: &str, into: &mut FormEntries) {
        into.push_text(name, &self.print());
    }

    fn attributes(rules: &Rules, into: &mut Vec<(&'static str, &'static str)>) {
        if T::REQUIRED || rules.refuses_empty() {
            into.push(("required", ""));
        }
        T::attributes(rules, into);
    }
}

impl<T: Scalar> FieldValue for Option<T> {
    fn read(
        name: &str,
        rules: &Rules,
        entries: &FormEntries,
        errors: &mut FieldErrors,
    ) -> Option<Self> {
        match entries.text(name).unwrap_or_default() {
            "" if rules.required => keep(name, rules, errors, Err(messages::REQUIRED.to_owned())),
            "" => Some(None),
            text => keep(name, rules, errors, read_scalar(text, rules)).map(Some),
        }
    }

    fn check(&self, name: &str, rules: &Rules, errors: &mut FieldErrors) {
        match self {
            Some(value) => value.check(name, rules, errors),
            None if rules.required => errors.add(name, messages::REQUIRED),
            None => {}
        }
    }

    fn write(&self, name: &str, into: &mut FormEntries) {
        if let Some(value) = self {
            into.push_text(name, &value.print());
        }
    }

    fn attributes(rules: &Rules, into: &mut Vec<(&'static str, &'static str)>) {
        if rules.required {
            into.push(("required", ""));
        }
        T::attributes(rules, into);
    }
}

impl<T: Scalar> FieldValue for Vec<T> {
    fn read(
        name: &str,
        rules: &Rules,
        entries: &FormEntries,
        errors: &mut FieldErrors,
    ) -> Option<Self> {
        let values: Option<Vec<T>> = entries
            .texts(name)
            .filter(|text| !text.is_empty())
            .map(|text| keep(name, rules, errors, read_scalar(text, rules)))
            .collect();
        values.and_then(|values| keep(name, rules, errors, some_if_required(values, rules)))
    }

    fn check(&self, name: &str, rules: &Rules, errors: &mut FieldErrors) {
        if rules.required && self.is_empty() {
            errors.add(name, messages::REQUIRED);
        }
        for value in self {
            value.check(name, rules, errors);
        }
    }

    fn write(&self, name: &str, into: &mut FormEntries) {
        for value in self {
            into.push_text(name, &value.print());
        }
    }

    fn attributes(rules: &Rules, into: &mut Vec<(&'static str, &'static str)>) {
        // `required` on each control of a group would refuse a partly filled one.
        T::attributes(rules, into);
    }
}

impl FieldValue for bool {
    fn read(
        name: &str,
        rules: &Rules,
        entries: &FormEntries,
        errors: &mut FieldErrors,
    ) -> Option<Self> {
        let checked = entries
            .texts(name)
            .last()
            .is_some_and(|text| text != "false");
        match checked || !rules.required {
            true => Some(checked),
            false => keep(name, rules, errors, Err(messages::REQUIRED.to_owned())),
        }
    }

    fn check(&self, name: &str, rules: &Rules, errors: &mut FieldErrors) {
        if rules.required && !self {
            errors.add(name, messages::REQUIRED);
        }
    }

    fn write(&self, name: &str, into: &mut FormEntries) {
        if *self {
            into.push_text(name, "on");
        }
    }

    fn attributes(rules: &Rules, into: &mut Vec<(&'static str, &'static str)>) {
        into.push(("type", "checkbox"));
        if rules.required {
            into.push(("required", ""));
        }
    }
}

impl FieldValue for File {
    const HAS_FILES: bool = true;

    fn read(
        name: &str,
        rules: &Rules,
        entries: &FormEntries,
        errors: &mut FieldErrors,
    ) -> Option<Self> {
        let file = entries.files(name).next().cloned();
        keep(
            name,
            rules,
            errors,
            file.ok_or_else(|| messages::REQUIRED.to_owned()),
        )
    }

    fn check(&self, _: &str, _: &Rules, _: &mut FieldErrors) {}

    fn write(&self, name: &str, into: &mut FormEntries) {
        into.push_file(name, self.clone());
    }

    fn attributes(_: &Rules, into: &mut Vec<(&'static str, &'static str)>) {
        into.extend([("type", "file"), ("required", "")]);
    }

    fn describe(name: &str, rules: &Rules, into: &mut Vec<FieldInfo>) {
        describe_file(name, rules, into);
    }
}

impl FieldValue for Option<File> {
    const HAS_FILES: bool = true;

    fn read(
        name: &str,
        rules: &Rules,
        entries: &FormEntries,
        errors: &mut FieldErrors,
    ) -> Option<Self> {
        match entries.files(name).next() {
            None if rules.required => keep(name, rules, errors, Err(messages::REQUIRED.to_owned())),
            file => Some(file.cloned()),
        }
    }

    fn check(&self, name: &str, rules: &Rules, errors: &mut FieldErrors) {
        if rules.required && self.is_none() {
            errors.add(name, messages::REQUIRED);
        }
    }

    fn write(&self, name: &str, into: &mut FormEntries) {
        if let Some(file) = self {
            into.push_file(name, file.clone());
        }
    }

    fn attributes(rules: &Rules, into: &mut Vec<(&'static str, &'static str)>) {
        into.push(("type", "file"));
        if rules.required {
            into.push(("required", ""));
        }
    }

    fn describe(name: &str, rules: &Rules, into: &mut Vec<FieldInfo>) {
        describe_file(name, rules, into);
    }
}

impl FieldValue for Vec<File> {
    const HAS_FILES: bool = true;

    fn read(
        name: &str,
        rules: &Rules,
        entries: &FormEntries,
        errors: &mut FieldErrors,
    ) -> Option<Self> {
        let files: Vec<File> = entries.files(name).cloned().collect();
        keep(name, rules, errors, some_if_required(files, rules))
    }

    fn check(&self, name: &str, rules: &Rules, errors: &mut FieldErrors) {
        if rules.required && self.is_empty() {
            errors.add(name, messages::REQUIRED);
        }
    }

    fn write(&self, name: &str, into: &mut FormEntries) {
        for file in self {
            into.push_file(name, file.clone());
        }
    }

    fn attributes(rules: &Rules, into: &mut Vec<(&'static str, &'static str)>) {
        into.extend([("type", "file"), ("multiple", "")]);
        if rules.required {
            into.push(("required", ""));
        }
    }

    fn describe(name: &str, rules: &Rules, into: &mut Vec<FieldInfo>) {
        describe_file(name, rules, into);
    }
}

/// The name of a field below a prefix.
#[must_use]
pub fn joined(prefix: &str, name: &str) -> String {
    [prefix, name].concat()
}

/// Puts the messages of a check below a prefix; `None` if there are any.
pub fn keep_below(
    prefix: &str,
    checked: Result<(), FieldErrors>,
    errors: &mut FieldErrors,
) -> Option<()> {
    let Err(found) = checked else {
        return Some(());
    };
    for (name, messages) in found.iter() {
        for message in messages {
            errors.add(joined(prefix, name), message.clone());
        }
    }
    None
}

fn describe_file(name: &str, rules: &Rules, into: &mut Vec<FieldInfo>) {
    into.push(FieldInfo {
        name: name.to_owned(),
        secret: rules.secret,
        file: true,
    });
}

fn read_scalar<T: Scalar>(text: &str, rules: &Rules) -> Result<T, String> {
    if text.is_empty() && (T::REQUIRED || rules.refuses_empty()) {
        return Err(messages::REQUIRED.to_owned());
    }
    let value = T::parse(text)?;
    value.allowed(rules)?;
    Ok(value)
}

fn some_if_required<T>(values: Vec<T>, rules: &Rules) -> Result<Vec<T>, String> {
    match rules.required && values.is_empty() {
        true => Err(messages::REQUIRED.to_owned()),
        false => Ok(values),
    }
}

/// Puts a message where it belongs.
fn keep<T>(
    name: &str,
    rules: &Rules,
    errors: &mut FieldErrors,
    read: Result<T, String>,
) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(message) => {
            errors.add(name, rules.message.map_or(message, str::to_owned));
            None
        }
    }
}
