//! What an export takes and gives: `score(text: string, limit?: i32): f64`, as TypeScript would write it.

use crate::{
    protocol as p,
    status::deputy_status::{self, *},
    value::deputy_value,
};

/// A type of a parameter or result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Any,
    Void,
    Bool,
    I32,
    I64,
    F64,
    String,
    Bytes,
    Date,
    Array,
    Record,
    Object,
    Error,
}

const TYPES: [(&str, Type); 13] = [
    ("any", Type::Any),
    ("void", Type::Void),
    ("bool", Type::Bool),
    ("i32", Type::I32),
    ("i64", Type::I64),
    ("f64", Type::F64),
    ("string", Type::String),
    ("bytes", Type::Bytes),
    ("date", Type::Date),
    ("array", Type::Array),
    ("record", Type::Record),
    ("object", Type::Object),
    ("error", Type::Error),
];

#[derive(Debug)]
struct Parameter {
    name: String,
    optional: bool,
    kind: Type,
    /// `| null`.
    nullable: bool,
}

/// A parsed signature.
#[derive(Debug)]
pub struct Signature {
    /// What JavaScript calls it.
    pub name: String,
    /// None: whatever comes.
    parameters: Option<Vec<Parameter>>,
    result: (Type, bool),
}

/// Why a value does not fit, and the text that says so.
pub type Misfit = (deputy_status, String);

impl Signature {
    /// A name alone takes and gives anything.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, rest) = match text.split_once('(') {
            None => (text.trim(), None),
            Some((name, rest)) => (name.trim(), Some(rest)),
        };
        if !is_name(name) {
            return None;
        }
        let name = name.to_string();
        let Some(rest) = rest else {
            return Some(Self { name, parameters: None, result: (Type::Any, true) });
        };
        let (inside, after) = rest.split_once(')')?;
        let result = match after.trim() {
            "" => (Type::Any, true),
            after => parse_type(after.strip_prefix(':')?)?,
        };
        let mut parameters = Vec::new();
        for one in inside.split(',') {
            if inside.trim().is_empty() {
                break;
            }
            let (name, kind) = one.split_once(':')?;
            let (name, optional) = match name.trim().strip_suffix('?') {
                Some(name) => (name.trim(), true),
                None => (name.trim(), false),
            };
            let (kind, nullable) = parse_type(kind)?;
            let after_optional = !optional && parameters.last().is_some_and(|before: &Parameter| before.optional);
            if !is_name(name) || after_optional || kind == Type::Void {
                return None;
            }
            parameters.push(Parameter { name: name.into(), optional, kind, nullable });
        }
        Some(Self { name, parameters: Some(parameters), result })
    }

    /// Makes the arguments fit, or tells which one does not.
    pub fn fit(&self, args: &mut [deputy_value]) -> Result<(), Misfit> {
        let Some(parameters) = &self.parameters else { return Ok(()) };
        let least = parameters.iter().filter(|parameter| !parameter.optional).count();
        if args.len() < least || args.len() > parameters.len() {
            let expected =
                if least == parameters.len() { format!("{least}") } else { format!("{least} to {}", parameters.len()) };
            let text = format!("{}: expected {expected} arguments, got {}", self.name, args.len());
            return Err((DEPUTY_WRONG_TYPE, text));
        }
        for (i, (parameter, arg)) in parameters.iter().zip(args).enumerate() {
            if parameter.optional && u32::from(arg.tag) == p::TAG_UNDEFINED {
                continue;
            }
            fit(parameter.kind, parameter.nullable, arg).map_err(|(status, what)| {
                (status, format!("{}: argument {} ({}): {what}", self.name, i + 1, parameter.name))
            })?;
        }
        Ok(())
    }

    /// Makes the result fit, or tells why it does not.
    pub fn fit_result(&self, value: &mut deputy_value) -> Result<(), Misfit> {
        let (kind, nullable) = self.result;
        // Its outcome comes later.
        if u32::from(value.tag) == p::TAG_TASK {
            return Ok(());
        }
        fit(kind, nullable, value).map_err(|(status, what)| (status, format!("{}: result: {what}", self.name)))
    }
}

fn is_name(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.');
    !text.is_empty() && text.len() <= crate::name::MAX && text.chars().all(letter)
}

/// A type, and whether it is `| null`.
fn parse_type(text: &str) -> Option<(Type, bool)> {
    let (name, nullable) = match text.split_once('|') {
        None => (text.trim(), false),
        Some((name, null)) if null.trim() == "null" => (name.trim(), true),
        Some(_) => return None,
    };
    TYPES.iter().find(|(known, _)| *known == name).map(|(_, kind)| (*kind, nullable || *kind == Type::Any))
}

/// The largest integer that no other one is rounded to.
const SAFE: f64 = 9_007_199_254_740_991.0;

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked before")]
fn fit(kind: Type, nullable: bool, value: &mut deputy_value) -> Result<(), Misfit> {
    let tag = u32::from(value.tag);
    let ok = match (kind, tag) {
        (Type::Any, _)
        | (Type::Void, p::TAG_NULL | p::TAG_UNDEFINED)
        | (Type::Bool, p::TAG_BOOL)
        | (Type::I32, p::TAG_I32)
        | (Type::F64, p::TAG_F64)
        | (Type::I64, p::TAG_I64)
        | (Type::String, p::TAG_STRING)
        | (Type::Bytes, p::TAG_BYTES)
        | (Type::Date, p::TAG_DATE)
        | (Type::Array, p::TAG_ARRAY)
        | (Type::Record, p::TAG_RECORD)
        | (Type::Object, p::TAG_OBJECT)
        | (Type::Error, p::TAG_ERROR) => true,
        (Type::I64, p::TAG_I32) => {
            *value = deputy_value::i64((value.bits() as u32 as i32).into());
            true
        }
        (Type::I64, p::TAG_F64) => {
            let number = f64::from_bits(value.bits());
            if number.abs() > SAFE || number.fract() != 0.0 || number.is_nan() {
                return Err((DEPUTY_OUT_OF_RANGE, "the number is not a safe integer; pass a BigInt".into()));
            }
            *value = deputy_value::i64(number as i64);
            true
        }
        (Type::I32, p::TAG_I64) => {
            let Ok(number) = i32::try_from(value.bits().cast_signed()) else {
                return Err((DEPUTY_OUT_OF_RANGE, "the number is not an i32".into()));
            };
            *value = deputy_value::i32(number);
            true
        }
        (Type::F64, p::TAG_I64) => {
            let number = value.bits().cast_signed();
            if number.unsigned_abs() > SAFE as u64 {
                return Err((DEPUTY_OUT_OF_RANGE, "the number is not a safe integer; take an i64".into()));
            }
            #[allow(clippy::cast_precision_loss, reason = "checked")]
            let number = number as f64;
            *value = deputy_value::f64(number);
            true
        }
        (Type::F64, p::TAG_I32) => {
            *value = deputy_value::f64(f64::from(value.bits() as u32 as i32));
            true
        }
        (Type::I32, p::TAG_F64) => {
            let number = f64::from_bits(value.bits());
            let fits = number >= f64::from(i32::MIN) && number <= f64::from(i32::MAX) && number.fract() == 0.0;
            if !fits {
                // Without the number: to print a double takes 10 KiB of code.
                return Err((DEPUTY_OUT_OF_RANGE, "the number is not an i32".into()));
            }
            // -0: JavaScript's other zero.
            *value = deputy_value::i32(number as i32);
            true
        }
        (_, p::TAG_NULL) => nullable,
        _ => false,
    };
    if ok {
        return Ok(());
    }
    let wanted = TYPES.iter().find(|(_, known)| *known == kind).map_or("", |(name, _)| name);
    let or_null = if nullable { " or null" } else { "" };
    Err((DEPUTY_WRONG_TYPE, format!("expected {wanted}{or_null}, got {}", tag_name(tag))))
}

/// A type as messages name it.
const fn tag_name(tag: u32) -> &'static str {
    match tag {
        p::TAG_NULL => "null",
        p::TAG_UNDEFINED => "undefined",
        p::TAG_BOOL => "bool",
        p::TAG_I32 => "i32",
        p::TAG_F64 => "f64",
        p::TAG_STRING => "string",
        p::TAG_TASK => "task",
        p::TAG_ERROR => "error",
        p::TAG_I64 => "i64",
        p::TAG_BYTES => "bytes",
        p::TAG_DATE => "date",
        p::TAG_ARRAY => "array",
        p::TAG_RECORD => "record",
        p::TAG_OBJECT => "object",
        p::TAG_CALLBACK => "callback",
        p::TAG_JSON => "JSON",
        _ => "a value of another kind",
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn parses_what_the_documentation_shows() {
        for good in [
            "f",
            "a.b",
            "f()",
            " f ( ) ",
            "f(a: i32)",
            "f(a: i32, b?: string | null): f64",
            "f(): void",
            "f(a: any): any",
            "$f_1(x: bool,y:f64):string|null",
        ] {
            assert!(Signature::parse(good).is_some(), "{good}");
        }
        for bad in [
            "",
            " ",
            "f(",
            "f)",
            "f(a)",
            "f(a:)",
            "f(a: int)",
            "f(a: i32",
            "f(a: i32) f64",
            "f(a?: i32, b: i32)",
            "f(,)",
            "f(a: i32,)",
            "f(a: void)",
            "f(a: i32 | undefined)",
            "f g",
            "f(): i32 | string",
            "é",
        ] {
            assert!(Signature::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn makes_numbers_fit_and_names_what_does_not() {
        let signature = Signature::parse("f(a: i32, b: f64, c?: bool | null): string").expect("good");
        let mut args = [deputy_value::f64(-0.0), deputy_value::i32(-2), deputy_value::NULL];
        assert!(signature.fit(&mut args).is_ok());
        assert_eq!((u32::from(args[0].tag), args[0].bits() as u32), (p::TAG_I32, 0));
        assert_eq!((u32::from(args[1].tag), f64::from_bits(args[1].bits())), (p::TAG_F64, -2.0));
        let mut half = [deputy_value::f64(0.5), deputy_value::i32(1)];
        assert_eq!(
            signature.fit(&mut half),
            Err((DEPUTY_OUT_OF_RANGE, "f: argument 1 (a): the number is not an i32".to_string()))
        );
        let mut wrong = [deputy_value::i32(1), deputy_value::NULL];
        assert_eq!(
            signature.fit(&mut wrong),
            Err((DEPUTY_WRONG_TYPE, "f: argument 2 (b): expected f64, got null".to_string()))
        );
        assert_eq!(
            signature.fit(&mut wrong[..1]),
            Err((DEPUTY_WRONG_TYPE, "f: expected 2 to 3 arguments, got 1".to_string()))
        );
        let mut result = deputy_value::i32(1);
        assert_eq!(
            signature.fit_result(&mut result),
            Err((DEPUTY_WRONG_TYPE, "f: result: expected string, got i32".to_string()))
        );
    }
}
