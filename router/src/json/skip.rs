//! Goes past what is read elsewhere or by nobody, and reads the texts of strings.

use std::borrow::Cow;

use super::malformed::Malformed;
use super::read::Reader;

impl<'t> Reader<'t> {
    fn next(&mut self) -> u8 {
        let byte = self.text.as_bytes().get(self.at).copied();
        self.at += usize::from(byte.is_some());
        byte.unwrap_or(0)
    }

    fn digit_count(&mut self) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        count
    }

    fn passes_here(&mut self, either: [u8; 2]) -> bool {
        let byte = self.text.as_bytes().get(self.at);
        let is_next = byte.is_some_and(|byte| either.contains(byte));
        self.at += usize::from(is_next);
        is_next
    }

    pub(super) fn skip_number(&mut self) -> Result<(), Malformed> {
        self.passes_here([b'-'; 2]);
        let starts_with_zero = self.text.as_bytes().get(self.at) == Some(&b'0');
        let whole = self.digit_count();
        let mut is_right = whole == 1 || whole > 1 && !starts_with_zero;
        if self.passes_here([b'.'; 2]) {
            is_right &= self.digit_count() > 0;
        }
        if self.passes_here([b'e', b'E']) {
            self.passes_here([b'+', b'-']);
            is_right &= self.digit_count() > 0;
        }
        is_right.then_some(()).ok_or(Malformed)
    }

    /// Goes past a value of any kind, without recursion.
    #[inline(never)]
    pub(super) fn skip(&mut self) -> Result<(), Malformed> {
        let mut open = Vec::new();
        loop {
            match self.peek() {
                b'"' => drop(self.string()?),
                b'-' | b'0'..=b'9' => self.skip_number()?,
                start @ (b'[' | b'{') => {
                    self.at += 1;
                    // The closing bracket is the second character behind the opening one.
                    if !self.passes(start + 2) {
                        open.push(start + 2);
                        self.skip_key(start + 2)?;
                        continue;
                    }
                }
                _ if ["true", "false", "null"]
                    .iter()
                    .any(|word| self.passes_word(word)) => {}
                _ => return Err(Malformed),
            }
            loop {
                let Some(close) = open.last().copied() else {
                    return Ok(());
                };
                if self.passes(b',') {
                    self.skip_key(close)?;
                    break;
                }
                self.expect(close)?;
                open.pop();
            }
        }
    }

    fn skip_key(&mut self, close: u8) -> Result<(), Malformed> {
        if close == b'}' {
            self.string()?;
            self.expect(b':')?;
        }
        Ok(())
    }

    /// The text of a string.
    #[inline(never)]
    pub(super) fn string(&mut self) -> Result<Cow<'t, str>, Malformed> {
        self.expect(b'"')?;
        let mut text = Cow::Borrowed("");
        loop {
            let start = self.at;
            let end = loop {
                match self.next() {
                    b'"' | b'\\' => break self.at - 1,
                    0..0x20 => return Err(Malformed),
                    _ => {}
                }
            };
            text += self.text.get(start..end).unwrap_or_default();
            if self.text.as_bytes().get(end) == Some(&b'"') {
                return Ok(text);
            }
            text.to_mut().push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Result<char, Malformed> {
        Ok(match self.next() {
            byte @ (b'"' | b'\\' | b'/') => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.escaped_unit(),
            _ => return Err(Malformed),
        })
    }

    /// A character by its number, which may take two of them.
    fn escaped_unit(&mut self) -> Result<char, Malformed> {
        let mut number = self.unit()?;
        if let 0xD800..0xDC00 = number {
            if self.next() != b'\\' || self.next() != b'u' {
                return Err(Malformed);
            }
            let low = self.unit()?.wrapping_sub(0xDC00);
            if low >= 0x400 {
                return Err(Malformed);
            }
            number = 0x1_0000 + ((number - 0xD800) << 10) + low;
        }
        char::from_u32(number).ok_or(Malformed)
    }

    fn unit(&mut self) -> Result<u32, Malformed> {
        let mut number = 0;
        for _ in 0..4 {
            let digit = char::from(self.next()).to_digit(16).ok_or(Malformed)?;
            number = number << 4 | digit;
        }
        Ok(number)
    }
}
