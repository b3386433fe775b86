//! Form structs: constraints, decoding, validation and encoding from one definition.

use limosa_actions::{Date, File, FileContent, Form, FormEntries, Scalar};
use limosa_macros::Form;
use proptest::prelude::*;

#[derive(Form, Debug, Clone, PartialEq)]
struct Rename {
    #[field(min = 1, max = 80)]
    name: String,
}

#[derive(Form, Debug, Clone, PartialEq)]
#[form(check = Order::check)]
struct Order {
    #[field(min = 1, max = 999)]
    quantity: u32,
    #[field(max = 5)]
    price: Option<f64>,
    gift: bool,
    tags: Vec<String>,
    #[field(min = "2026-01-01")]
    day: Option<Date>,
    photo: Option<File>,
    #[field(secret, min = 3)]
    password: String,
    size: Size,
    address: Address,
    r#type: i8,
}

impl Order {
    fn check(&self) -> Result<(), limosa_router::FieldErrors> {
        if self.gift && self.price.is_none() {
            return Err(Self::PRICE.error("A gift has a price"));
        }
        Ok(())
    }
}

#[derive(Form, Debug, Clone, PartialEq)]
struct Address {
    #[field(min = 1, check = no_digits)]
    street: String,
}

#[allow(clippy::ptr_arg, reason = "a check takes what the field holds")]
fn no_digits(street: &String) -> Result<(), String> {
    if street.contains(char::is_numeric) {
        return Err("No digits".to_owned());
    }
    Ok(())
}

#[derive(Form, Debug, Clone, Copy, PartialEq)]
enum Size {
    Small,
    VeryLarge,
}

fn order() -> Order {
    let content = FileContent::in_memory(*b"png");
    Order {
        quantity: 3,
        price: Some(1.5),
        gift: true,
        tags: vec!["a".to_owned(), "b c".to_owned()],
        day: Date::new(2026, 11, 20),
        photo: Some(File::new(
            "p.png".to_owned(),
            "image/png".to_owned(),
            content,
        )),
        password: "secret".to_owned(),
        size: Size::VeryLarge,
        address: Address {
            street: "Long lane".to_owned(),
        },
        r#type: -4,
    }
}

#[test]
fn what_is_encoded_decodes_again() {
    let entries = order().encode();
    assert_eq!(entries.text("size"), Some("very_large"));
    assert_eq!(entries.text("address.street"), Some("Long lane"));
    assert_eq!(Order::decode(&entries), Ok(order()));
    let small = Order {
        size: Size::Small,
        ..order()
    };
    assert_eq!(Order::decode(&small.encode()), Ok(small));
}

#[test]
fn every_field_at_fault_gets_its_message() {
    let entries = FormEntries::from_urlencoded(
        "quantity=1000&price=x&day=2025-12-31&password=ab&size=huge&address.street=1&type=",
    );
    let errors = Order::decode(&entries).unwrap_err();
    let found: Vec<(&str, &str)> = errors
        .iter()
        .map(|(name, messages)| (name, messages[0].as_str()))
        .collect();
    assert_eq!(
        found,
        [
            ("quantity", "Must be at most 999"),
            ("price", "Must be a number"),
            ("day", "Must be at least 2026-01-01"),
            ("password", "Must have at least 3 characters"),
            ("size", "Must be one of the choices"),
            ("address.street", "No digits"),
            ("type", "This field is required"),
        ]
    );
}

#[test]
fn fields_are_checked_against_each_other() {
    let invalid = Order {
        price: None,
        ..order()
    };
    let errors = Order::decode(&invalid.encode()).unwrap_err();
    assert_eq!(errors.get("price"), ["A gift has a price"]);
    assert_eq!(invalid.validate().unwrap_err(), errors);
}

#[test]
fn rules_are_html_attributes() {
    assert_eq!(
        Rename::NAME.attributes(),
        [("required", ""), ("maxlength", "80")]
    );
    assert_eq!(
        Order::QUANTITY.attributes(),
        [
            ("required", ""),
            ("type", "number"),
            ("min", "1"),
            ("max", "999")
        ]
    );
    assert_eq!(
        Order::PRICE.attributes(),
        [("type", "number"), ("step", "any"), ("max", "5")]
    );
    assert_eq!(Order::GIFT.attributes(), [("type", "checkbox")]);
    assert_eq!(
        Order::PASSWORD.attributes(),
        [("required", ""), ("type", "password"), ("minlength", "3")]
    );
    assert_eq!(Order::PHOTO.attributes(), [("type", "file")]);
    assert_eq!(
        Order::DAY.attributes(),
        [("type", "date"), ("min", "2026-01-01")]
    );
}

#[test]
fn names_are_those_of_the_controls() {
    assert_eq!(
        Order::ADDRESS.then(Address::STREET).name(),
        "address.street"
    );
    assert_eq!(Order::TYPE.name(), "type");
    assert!(Order::TAGS.attributes().is_empty());
    assert_eq!(Order::SIZE.attributes(), [("required", "")]);
}

#[test]
fn secrets_and_files_are_described() {
    let fields = Order::fields();
    let of = |name: &str| fields.iter().find(|field| field.name == name).unwrap();
    assert!(of("password").secret);
    assert!(of("photo").file);
    assert!(!of("address.street").secret);
}

#[test]
fn lengths_count_utf16_units() {
    let long = |text: &str| {
        let name = text.to_owned();
        Rename { name }.validate().is_err()
    };
    assert!(!long(&"x".repeat(80)));
    assert!(long(&"x".repeat(81)));
    assert!(!long(&"🦆".repeat(40)));
    assert!(long(&"🦆".repeat(41)));
}

#[test]
fn line_breaks_count_once() {
    let body = ["name=", &"%0D%0A".repeat(80)].concat();
    let read = Rename::decode(&FormEntries::from_urlencoded(&body));
    assert_eq!(read.map(|form| form.name), Ok("\n".repeat(80)));
}

#[test]
fn reserved_names_stay_out() {
    let entries = FormEntries::from_urlencoded("_limosa=key&_limosa_x=1&name=a");
    assert_eq!(entries.len(), 1);
    assert_eq!(entries.key(), Some("key"));
}

fn quantity(text: &str) -> Result<u32, String> {
    let mut entries = order().encode();
    entries.retain(|name, _| name != "quantity");
    entries.push_text("quantity", text);
    let read = Order::decode(&entries).map(|order| order.quantity);
    read.map_err(|errors| errors.get("quantity")[0].clone())
}

#[test]
fn numbers_are_read_as_browsers_allow_them() {
    assert_eq!(quantity("5.0"), Ok(5));
    assert_eq!(quantity("1e2"), Ok(100));
    assert_eq!(quantity(" 7 "), Ok(7));
    for (text, message) in [
        ("2.5", "Must be a whole number"),
        ("-1", "Must be at least 0"),
        ("99999999999", "Must be at most 4294967295"),
        ("NaN", "Must be a number"),
        ("", "This field is required"),
    ] {
        assert_eq!(quantity(text), Err(message.to_owned()), "{text}");
    }
}

#[test]
fn numbers_have_the_limits_of_their_type() {
    let most = Err("Must be at most 18446744073709551615".to_owned());
    assert_eq!(u64::parse("18446744073709551615"), Ok(u64::MAX));
    for text in ["18446744073709551616", "18446744073709551615.0", "1e30"] {
        assert_eq!(u64::parse(text), most, "{text}");
    }
    let least = Err("Must be at least -9223372036854775808".to_owned());
    assert_eq!(i64::parse("-9223372036854775808.0"), Ok(i64::MIN));
    assert_eq!(i64::parse("-9223372036854777856"), least);
    assert_eq!(
        (i8::parse("-1.28e2"), i8::parse("127.0")),
        (Ok(-128), Ok(127))
    );
    assert_eq!(i8::parse("-129"), Err("Must be at least -128".to_owned()));
    assert_eq!(u8::parse("256"), Err("Must be at most 255".to_owned()));
    for text in [
        "0x10", "inf", "infinity", "1e999", "1_000", "e5", ".", "-", "٣",
    ] {
        let said = "Must be a number";
        assert_eq!(u32::parse(text), Err(said.to_owned()), "{text}");
        assert_eq!(f64::parse(text), Err(said.to_owned()), "{text}");
    }
    assert_eq!(f64::parse(" +.5e1 "), Ok(5.0));
}

proptest! {
    #[test]
    fn urlencoding_keeps_every_text(pairs in proptest::collection::vec((".*", ".*"), 0..5)) {
        let mut entries = FormEntries::new();
        for (name, text) in &pairs {
            entries.push_text(name.as_str(), text);
        }
        let mut read = FormEntries::from_urlencoded(&entries.to_urlencoded());
        // Only texts are compared, not the key.
        read.retain(|_, _| true);
        prop_assert_eq!(
            Vec::<(String, String)>::from(read),
            Vec::<(String, String)>::from(entries)
        );
    }

    #[test]
    fn no_input_panics(text in ".*") {
        let _ = Order::decode(&FormEntries::from_urlencoded(&text));
        let _ = Date::parse(&text);
    }
}
