//! From the two files to memory: names stay slices of the files.

use crate::Places;
use crate::units::{Commune, Former, Kind, Level, Province, Taken};
use std::sync::OnceLock;

/// Code, kind, name and the rest of a line.
type Line = (&'static str, Kind, &'static str, &'static str);

fn lines(text: &'static str) -> impl Iterator<Item = Result<Line, String>> {
    let of_fact = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    of_fact.map(|(at, line)| parse(line).ok_or_else(|| format!("line {}: `{line}` is no unit", at + 1)))
}

fn parse(line: &'static str) -> Option<Line> {
    let mut cells = line.split('\t');
    let code = cells.next().filter(|code| code.bytes().all(|byte| byte.is_ascii_digit()))?;
    let kind = Kind::of_word(cells.next()?)?;
    let name = cells.next().filter(|name| !name.is_empty())?;
    let rest = cells.next().unwrap_or_default();
    cells.next().is_none().then_some((code, kind, name, rest))
}

/// Reads both files; an error names the line.
pub(crate) fn read(units: &'static str, former: &'static str) -> Result<Places, String> {
    let mut places = Places {
        provinces: Vec::with_capacity(34),
        communes: Vec::with_capacity(3_400),
        former: Vec::with_capacity(11_000),
        taken: Vec::with_capacity(11_000),
        formed: Vec::with_capacity(11_000),
        by_code: Vec::new(),
        former_by_code: Vec::new(),
        index: OnceLock::new(),
    };
    read_units(&mut places, units)?;
    let mut by_code: Vec<u16> = (0..small(places.communes.len())?).collect();
    by_code.sort_unstable_by_key(|at| places.communes[usize::from(*at)].code);
    places.by_code = by_code;
    read_former(&mut places, former)?;
    let below = places.former.iter().filter(|former| former.level != Level::Province);
    let mut former_by_code: Vec<u16> = below.map(|former| former.at).collect();
    former_by_code.sort_unstable_by_key(|at| places.former[usize::from(*at)].code);
    places.former_by_code = former_by_code;
    places.formed.sort_unstable();
    Ok(places)
}

fn small(number: usize) -> Result<u16, String> {
    u16::try_from(number).map_err(|_| "too many units".to_owned())
}

fn read_units(places: &mut Places, text: &'static str) -> Result<(), String> {
    for line in lines(text) {
        let (code, kind, name, _) = line?;
        let at = small(places.communes.len())?;
        if code.len() == 2 {
            places.provinces.push(Province { code, kind, name, from: at, to: at });
            continue;
        }
        let province = u8::try_from(places.provinces.len()).ok().and_then(|count| count.checked_sub(1));
        let province = province.ok_or_else(|| format!("{code} stands before any province"))?;
        places.provinces[usize::from(province)].to = at + 1;
        places.communes.push(Commune { code, kind, name, province });
    }
    Ok(())
}

fn read_former(places: &mut Places, text: &'static str) -> Result<(), String> {
    let (mut province, mut district, mut after) = (None, None, 0);
    for line in lines(text) {
        let (code, kind, name, rest) = line?;
        let at = small(places.former.len())?;
        let from = places.taken.len() as u32;
        let (level, above) = match code.len() {
            2 => {
                let found = places.provinces.iter().position(|one| one.code == rest);
                let found = found.ok_or_else(|| format!("province {code}: `{rest}` is no province"))?;
                after = u8::try_from(found).unwrap_or_default();
                (province, district) = (Some(at), None);
                (Level::Province, None)
            }
            3 => {
                district = Some(at);
                (Level::District, province)
            }
            _ => (Level::Commune, district),
        };
        if level != Level::Province {
            if above.is_none() {
                return Err(format!("{code} stands under nothing"));
            }
            for successor in rest.split(' ').filter(|word| !word.is_empty()) {
                let commune = commune(places, successor.trim_end_matches('?'))
                    .ok_or_else(|| format!("{code}: `{successor}` is no commune"))?;
                places.taken.push(Taken { commune, certain: !successor.ends_with('?') });
                places.formed.push((commune, at));
            }
        }
        let taken = (from, places.taken.len() as u32);
        places.former.push(Former { code, kind, name, level, at, above, province: after, taken });
    }
    Ok(())
}

fn commune(places: &Places, code: &str) -> Option<u16> {
    let code_at = |at: &u16| places.communes[usize::from(*at)].code;
    let at = places.by_code.binary_search_by(|at| code_at(at).cmp(code)).ok()?;
    places.by_code.get(at).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(units: &'static str, former: &'static str) -> String {
        read(units, former).err().unwrap_or_default()
    }

    #[test]
    fn a_mistake_in_a_file_is_named() {
        let units = "79\tthành phố\tHồ Chí Minh\n26740\tphường\tSài Gòn\n";
        assert_eq!(problem(units, "79\tthành phố\tHồ Chí Minh\t79\n"), "");
        assert_eq!(problem("26740\tphường\tSài Gòn\n", ""), "26740 stands before any province");
        assert!(problem("79\tthành\tHồ Chí Minh\n", "").contains("line 1"));
        assert!(problem(units, "79\tthành phố\tHồ Chí Minh\t80\n").contains("is no province"));
        assert!(problem(units, "26734\tphường\tTân Định\t26740\n").contains("stands under nothing"));
        let gone = "79\tthành phố\tHồ Chí Minh\t79\n760\tquận\t1\n26734\tphường\tTân Định\t99999\n";
        assert_eq!(problem(units, gone), "26734: `99999` is no commune");
    }
}
