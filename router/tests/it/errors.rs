//! Errors, frames and ids.

use limosa_router::{
    AppError, CallError, FieldErrors, Identity, Internal, QueryFn, QueryFrame, Stale, Stamp,
    StampOrder,
};

use crate::world::{ShopError, cart_count, frame, id, product, reviews};

#[test]
fn a_derived_error_knows_status_fields_and_call() {
    assert_eq!(ShopError::NotFound.status(), 404);
    assert_eq!(ShopError::NotFound.to_string(), "Not found");
    let invalid = ShopError::from(FieldErrors::of("name", "must not be empty"));
    assert_eq!(invalid.status(), 422);
    assert_eq!(invalid.fields().unwrap().get("name"), ["must not be empty"]);
    let refused = ShopError::from(CallError::Refused {
        status: 403,
        message: None,
    });
    assert_eq!(
        (refused.status(), refused.to_string().as_str()),
        (403, "Not allowed")
    );
    assert!(refused.call().is_some() && invalid.call().is_none());
    assert_eq!(
        ShopError::from(Internal::log(&"secret")),
        ShopError::Call(CallError::Internal)
    );
}

#[test]
fn errors_cross_the_wire_and_carry_no_cause() {
    let error = ShopError::from(Internal::log(&"secret"));
    let json = serde_json::to_string(&error).unwrap();
    assert!(!json.contains("secret"));
    assert_eq!(serde_json::from_str::<ShopError>(&json).unwrap(), error);
    let fields: FieldErrors = [("name", "short"), ("price", "low"), ("name", "odd")]
        .into_iter()
        .collect();
    let json = serde_json::to_string(&fields).unwrap();
    assert_eq!(json, r#"{"name":["short","odd"],"price":["low"]}"#);
    assert_eq!(serde_json::from_str::<FieldErrors>(&json).unwrap(), fields);
}

#[test]
fn ids_are_sixteen_characters_that_tell_nothing_and_differ() {
    let ids = [id(product), id(reviews), id(cart_count)];
    assert!(
        ids.iter()
            .all(|id| id.len() == 16 && !id.contains("product"))
    );
    assert!(ids[0] != ids[1] && ids[1] != ids[2]);
    let (plain, keyed) = (
        Identity::new(None, "product"),
        Identity::new(Some("key"), "product"),
    );
    assert_ne!(plain.as_str(), keyed.as_str());
    assert_ne!(
        Identity::new(Some("a"), "bc").as_str(),
        Identity::new(Some("ab"), "c").as_str()
    );
}

#[test]
fn keys_are_id_and_arguments() {
    assert_eq!(product(3).key().as_str(), format!("{}[3]", id(product)));
    assert_eq!(
        reviews(3, Some(2)).key().as_str(),
        format!("{}[3,2]", id(reviews))
    );
    assert_eq!(cart_count().key().as_str(), format!("{}[]", id(cart_count)));
    assert!(product(3) == product(3) && product(3) != product(4));
    assert_eq!(format!("{:?}", product(3)), "product[3]");
}

#[test]
fn what_is_stale_survives_the_wire() {
    for stale in [
        Stale::Mounted,
        Stale::Keys(vec![]),
        Stale::keys(&(product(3), reviews.all(), ())),
    ] {
        let json = serde_json::to_string(&stale).unwrap();
        assert_eq!(serde_json::from_str::<Stale>(&json).unwrap(), stale);
    }
    let stale = Stale::keys(&(product(3), reviews.all()));
    assert!(stale.covers(product(3).key().as_str()) && !stale.covers(product(30).key().as_str()));
    assert!(
        stale.covers(reviews(9, None).key().as_str()) && !stale.covers(cart_count().key().as_str())
    );
    assert!(serde_json::from_str::<Stale>(r#"[""]"#).is_err());
}

#[test]
fn frames_keep_null_values_and_leave_out_what_is_not_there() {
    let void = frame("a[]", "null", "t", "a-1-1");
    assert_eq!(void.value.as_ref().unwrap().get(), "null");
    assert_eq!(
        void.to_line(),
        "{\"query\":{\"key\":\"a[]\",\"value\":null,\"tag\":\"t\",\"stamp\":\"a-1-1\"}}\n"
    );
    assert_eq!(
        QueryFrame::later("a[]").to_line(),
        "{\"query\":{\"key\":\"a[]\",\"later\":true}}\n"
    );
    assert!(void.clone().unless_held(Some("t")).unchanged);
    assert!(!void.clone().unless_held(Some("u")).unchanged && !void.unless_held(None).unchanged);
    let block = frame("a[]", r#""</script><script>""#, "t", "a-1-1").to_data_block();
    assert!(!block.contains('<'));
    let read: serde_json::Value = serde_json::from_str(&block).unwrap();
    assert_eq!(read["query"]["value"], "</script><script>");
}

#[test]
fn stamps_of_one_boot_have_an_order() {
    let (early, late) = (Stamp::from("a-1-f"), Stamp::from("a-1-10"));
    assert_eq!(late.order(&early), StampOrder::Newer);
    assert_eq!(early.order(&late), StampOrder::Older);
    assert_eq!(early.order(&early), StampOrder::Same);
    for other in ["b-1-10", "", "a", "a-1-zz"] {
        assert_eq!(late.order(&Stamp::from(other)), StampOrder::OtherBoot);
    }
    let (first, second) = (
        limosa_router::server::next_stamp(),
        limosa_router::server::next_stamp(),
    );
    assert_eq!(second.order(&first), StampOrder::Newer);
}
