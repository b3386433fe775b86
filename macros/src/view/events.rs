//! The events of HTML: their types in `web_sys`, and which of them reach the document.

use super::known::nearest;

/// An event: its name, its type in `web_sys`, whether it bubbles up to the document's one listener.
pub(crate) struct Event {
    pub(crate) name: &'static str,
    pub(crate) interface: &'static str,
    pub(crate) delegated: bool,
}

const fn event(name: &'static str, interface: &'static str, delegated: bool) -> Event {
    Event {
        name,
        interface,
        delegated,
    }
}

const EVENTS: &[Event] = &[
    event("abort", "Event", false),
    event("animationcancel", "AnimationEvent", false),
    event("animationend", "AnimationEvent", false),
    event("animationiteration", "AnimationEvent", false),
    event("animationstart", "AnimationEvent", false),
    event("auxclick", "MouseEvent", true),
    event("beforeinput", "InputEvent", true),
    event("beforetoggle", "Event", false),
    event("blur", "FocusEvent", false),
    event("cancel", "Event", false),
    event("canplay", "Event", false),
    event("canplaythrough", "Event", false),
    event("change", "Event", true),
    event("click", "MouseEvent", true),
    event("close", "Event", false),
    event("command", "Event", false),
    event("compositionend", "CompositionEvent", true),
    event("compositionstart", "CompositionEvent", true),
    event("compositionupdate", "CompositionEvent", true),
    event("contextmenu", "MouseEvent", true),
    event("copy", "ClipboardEvent", true),
    event("cut", "ClipboardEvent", true),
    event("dblclick", "MouseEvent", true),
    event("drag", "DragEvent", true),
    event("dragend", "DragEvent", true),
    event("dragenter", "DragEvent", true),
    event("dragleave", "DragEvent", true),
    event("dragover", "DragEvent", true),
    event("dragstart", "DragEvent", true),
    event("drop", "DragEvent", true),
    event("durationchange", "Event", false),
    event("emptied", "Event", false),
    event("ended", "Event", false),
    event("error", "Event", false),
    event("focus", "FocusEvent", false),
    event("focusin", "FocusEvent", true),
    event("focusout", "FocusEvent", true),
    event("formdata", "Event", false),
    event("fullscreenchange", "Event", false),
    event("gotpointercapture", "PointerEvent", false),
    event("input", "Event", true),
    event("invalid", "Event", false),
    event("keydown", "KeyboardEvent", true),
    event("keypress", "KeyboardEvent", true),
    event("keyup", "KeyboardEvent", true),
    event("load", "Event", false),
    event("loadeddata", "Event", false),
    event("loadedmetadata", "Event", false),
    event("loadstart", "Event", false),
    event("lostpointercapture", "PointerEvent", false),
    event("mousedown", "MouseEvent", true),
    event("mouseenter", "MouseEvent", false),
    event("mouseleave", "MouseEvent", false),
    event("mousemove", "MouseEvent", true),
    event("mouseout", "MouseEvent", true),
    event("mouseover", "MouseEvent", true),
    event("mouseup", "MouseEvent", true),
    event("paste", "ClipboardEvent", true),
    event("pause", "Event", false),
    event("play", "Event", false),
    event("playing", "Event", false),
    event("pointercancel", "PointerEvent", true),
    event("pointerdown", "PointerEvent", true),
    event("pointerenter", "PointerEvent", false),
    event("pointerleave", "PointerEvent", false),
    event("pointermove", "PointerEvent", true),
    event("pointerout", "PointerEvent", true),
    event("pointerover", "PointerEvent", true),
    event("pointerup", "PointerEvent", true),
    event("progress", "Event", false),
    event("ratechange", "Event", false),
    event("reset", "Event", false),
    event("resize", "Event", false),
    event("scroll", "Event", false),
    event("scrollend", "Event", false),
    event("seeked", "Event", false),
    event("seeking", "Event", false),
    event("select", "Event", false),
    event("selectionchange", "Event", false),
    event("slotchange", "Event", false),
    event("stalled", "Event", false),
    event("submit", "SubmitEvent", false),
    event("suspend", "Event", false),
    event("timeupdate", "Event", false),
    event("toggle", "Event", false),
    event("touchcancel", "TouchEvent", false),
    event("touchend", "TouchEvent", true),
    event("touchmove", "TouchEvent", false),
    event("touchstart", "TouchEvent", false),
    event("transitioncancel", "TransitionEvent", false),
    event("transitionend", "TransitionEvent", false),
    event("transitionrun", "TransitionEvent", false),
    event("transitionstart", "TransitionEvent", false),
    event("volumechange", "Event", false),
    event("waiting", "Event", false),
    event("wheel", "WheelEvent", false),
];

pub(crate) fn find_event(name: &str) -> Option<&'static Event> {
    EVENTS.iter().find(|event| event.name == name)
}

pub(crate) fn nearest_event(name: &str) -> Option<&'static str> {
    nearest(name, EVENTS.iter().map(|event| event.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_event_is_what_was_meant() {
        assert_eq!(nearest_event("clik"), Some("click"));
        assert_eq!(nearest_event("somethingelse"), None);
        assert!(find_event("click").is_some_and(|event| event.delegated));
    }
}
