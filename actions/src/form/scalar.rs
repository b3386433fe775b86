//! Values that are one text: strings, numbers, dates.

use super::date::Date;
use super::field::Rules;
use super::messages;
use crate::side;

/// A value that one control sends as one text. Implement it for types of your own, such as ids.
///
/// ```
/// use limosa_actions::{Rules, Scalar};
///
/// struct Colour(u32);
///
/// impl Scalar for Colour {
///     fn parse(text: &str) -> Result<Self, String> {
///         let digits = text.strip_prefix('#').ok_or("Must begin with #")?;
///         u32::from_str_radix(digits, 16).map(Colour).map_err(|_| "Must be a colour".to_owned())
///     }
///     fn print(&self) -> String {
///         format!("#{:06x}", self.0)
///     }
///     fn attributes(_: &Rules, into: &mut Vec<(&'static str, &'static str)>) {
///         into.push(("type", "color"));
///     }
/// }
/// ```
pub trait Scalar: Sized {
    /// Whether an empty text is no value of this type.
    const REQUIRED: bool = true;

    /// Reads a text as the browser sends it.
    ///
    /// # Errors
    /// What the visitor reads beside the field.
    fn parse(text: &str) -> Result<Self, String>;

    /// Writes what [`Scalar::parse`] reads.
    fn print(&self) -> String;

    /// Checks the rules of the field.
    ///
    /// # Errors
    /// What the visitor reads beside the field.
    fn allowed(&self, rules: &Rules) -> Result<(), String> {
        let _ = rules;
        Ok(())
    }

    /// Appends the attributes of the control, but `name` and `required`.
    fn attributes(rules: &Rules, into: &mut Vec<(&'static str, &'static str)>);
}

impl Scalar for String {
    const REQUIRED: bool = false;

    fn parse(text: &str) -> Result<Self, String> {
        Ok(text.to_owned())
    }

    fn print(&self) -> String {
        self.clone()
    }

    fn allowed(&self, rules: &Rules) -> Result<(), String> {
        if self.is_empty() {
            // As in HTML, the least length says nothing of an empty text; `required` does.
            return refuse(rules.refuses_empty(), || messages::REQUIRED.to_owned());
        }
        let length = length(self);
        if let Some(min) = rules.min.filter(|min| length < min.number) {
            return Err(messages::too_short(&min));
        }
        if let Some(max) = rules.max.filter(|max| length > max.number) {
            return Err(messages::too_long(&max));
        }
        refuse(rules.email && !is_email(self), || {
            messages::EMAIL.to_owned()
        })
    }

    fn attributes(rules: &Rules, into: &mut Vec<(&'static str, &'static str)>) {
        if rules.secret {
            into.push(("type", "password"));
        } else if rules.email {
            into.push(("type", "email"));
        }
        if let Some(min) = rules.min.filter(|min| min.number > 1.0) {
            into.push(("minlength", min.text));
        }
        if let Some(max) = rules.max {
            into.push(("maxlength", max.text));
        }
    }
}

impl Scalar for Date {
    fn parse(text: &str) -> Result<Self, String> {
        Self::parse(text).ok_or_else(|| messages::DATE.to_owned())
    }

    fn print(&self) -> String {
        self.to_string()
    }

    fn allowed(&self, rules: &Rules) -> Result<(), String> {
        let digits =
            u32::from(self.year()) * 10_000 + u32::from(self.month()) * 100 + u32::from(self.day());
        within(f64::from(digits), rules)
    }

    fn attributes(rules: &Rules, into: &mut Vec<(&'static str, &'static str)>) {
        into.push(("type", "date"));
        limits(rules, None, None, into);
    }
}

/// Numbers: their type, its limits, and which of them a browser should know.
macro_rules! integers {
    ($($type:ty: $min:literal to $max:literal, $known_min:expr, $known_max:expr;)*) => {$(
        impl Scalar for $type {
            fn parse(text: &str) -> Result<Self, String> {
                let text = text.trim();
                if let Ok(number) = text.parse() {
                    return Ok(number);
                }
                #[allow(
                    clippy::cast_precision_loss,
                    clippy::cast_lossless,
                    reason = "one more than the largest is a power of two, and so is the least"
                )]
                let number = whole(text, (<$type>::MIN as f64, $min), (<$type>::MAX as f64 + 1.0, $max))?;
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole and within the limits")]
                Ok(number as $type)
            }

            fn print(&self) -> String {
                self.to_string()
            }

            #[allow(clippy::cast_precision_loss, clippy::cast_lossless, reason = "limits are far below 2^53")]
            fn allowed(&self, rules: &Rules) -> Result<(), String> {
                within(*self as f64, rules)
            }

            fn attributes(rules: &Rules, into: &mut Vec<(&'static str, &'static str)>) {
                into.push(("type", "number"));
                limits(rules, $known_min, $known_max, into);
            }
        }
    )*};
}

integers! {
    u8: "0" to "255", Some("0"), Some("255");
    u16: "0" to "65535", Some("0"), Some("65535");
    u32: "0" to "4294967295", Some("0"), Some("4294967295");
    u64: "0" to "18446744073709551615", Some("0"), None;
    i8: "-128" to "127", Some("-128"), Some("127");
    i16: "-32768" to "32767", Some("-32768"), Some("32767");
    i32: "-2147483648" to "2147483647", Some("-2147483648"), Some("2147483647");
    i64: "-9223372036854775808" to "9223372036854775807", None, None;
}

impl Scalar for f64 {
    fn parse(text: &str) -> Result<Self, String> {
        number(text.trim())
    }

    fn print(&self) -> String {
        self.to_string()
    }

    fn allowed(&self, rules: &Rules) -> Result<(), String> {
        within(*self, rules)
    }

    fn attributes(rules: &Rules, into: &mut Vec<(&'static str, &'static str)>) {
        into.extend([("type", "number"), ("step", "any")]);
        limits(rules, None, None, into);
    }
}

/// Length as `maxlength` counts it, in UTF-16 units.
fn length(text: &str) -> f64 {
    text.encode_utf16().map(|_| 1.0).sum()
}

/// The shape of the HTML standard's check, without the exact characters:
/// <https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address>.
fn is_email(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let local = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && name.bytes().all(local) && host.split('.').all(label)
    })
}

/// Any number, as browsers write it.
fn number(text: &str) -> Result<f64, String> {
    // The browser reads hexadecimal digits too, and this library the words for infinity.
    let is_plain = |byte: u8| byte.is_ascii_digit() || b"+-.eE".contains(&byte);
    let number = (!text.is_empty() && text.bytes().all(is_plain)).then(|| side::number(text));
    number
        .filter(|number| number.is_finite())
        .ok_or_else(|| messages::NUMBER.to_owned())
}

/// A whole number in another spelling that browsers let pass, `5.0` or `1e3`, from a least one to below another; both with
/// the texts of the least and the largest.
fn whole(text: &str, min: (f64, &str), below: (f64, &str)) -> Result<f64, String> {
    let number = number(text)?;
    if number.fract() != 0.0 {
        return Err(messages::WHOLE.to_owned());
    }
    if number < min.0 {
        return Err(messages::too_small(min.1));
    }
    refuse(number >= below.0, || messages::too_large(below.1))?;
    Ok(number)
}

fn within(number: f64, rules: &Rules) -> Result<(), String> {
    if let Some(min) = rules.min.filter(|min| number < min.number) {
        return Err(messages::too_small(min.text));
    }
    if let Some(max) = rules.max.filter(|max| number > max.number) {
        return Err(messages::too_large(max.text));
    }
    Ok(())
}

fn limits(
    rules: &Rules,
    type_min: Option<&'static str>,
    type_max: Option<&'static str>,
    into: &mut Vec<(&'static str, &'static str)>,
) {
    if let Some(min) = rules.min.map(|min| min.text).or(type_min) {
        into.push(("min", min));
    }
    if let Some(max) = rules.max.map(|max| max.text).or(type_max) {
        into.push(("max", max));
    }
}

fn refuse(refused: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if refused { Err(message()) } else { Ok(()) }
}
