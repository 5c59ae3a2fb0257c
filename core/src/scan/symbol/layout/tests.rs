//! Layouts, against those of another encoder's symbols.

use fast_qr::{Module, ModuleType, QRBuilder};

use super::*;

#[test]
fn roles_are_those_of_another_encoder() {
    let mut layout = Layout::new();
    for number in [1, 2, 6, 7, 13, 14, 20, 27, 32, 40] {
        layout.fill(Version::new(number).unwrap());
        let code = QRBuilder::new("ROLES").version(fast_version(number)).build().unwrap();
        assert_eq!(layout.side, code.size);
        for (index, (role, module)) in layout.roles.iter().zip(&code.data[..]).enumerate() {
            assert_eq!(*role, role_of(*module), "version {number}, {} {}", index % code.size, index / code.size);
        }
    }
}

fn role_of(module: Module) -> Role {
    match module.module_type() {
        ModuleType::Data => Role::Data,
        ModuleType::Format | ModuleType::Version => Role::Information,
        _ if module.value() => Role::Dark,
        _ => Role::Light,
    }
}

fn fast_version(number: u8) -> fast_qr::Version {
    use fast_qr::Version::*;
    [(1, V01), (2, V02), (6, V06), (7, V07), (13, V13), (14, V14), (20, V20), (27, V27), (32, V32), (40, V40)]
        .into_iter()
        .find_map(|(known, version)| (known == number).then_some(version))
        .unwrap()
}

#[test]
fn the_order_has_every_data_module_once() {
    let mut layout = Layout::new();
    for version in (1..=40).filter_map(Version::new) {
        layout.fill(version);
        let mut order = layout.order.clone();
        order.sort_unstable();
        let data = (0_u16..).zip(&layout.roles).filter_map(|(module, role)| (*role == Role::Data).then_some(module));
        assert!(order.into_iter().eq(data), "{version:?}");
        assert_eq!(layout.order.len() / 8, version.codewords());
        assert_eq!(layout.flips.len(), layout.order.len());
    }
}

#[test]
fn refilling_takes_no_memory() {
    let mut layout = Layout::new();
    let capacities = |layout: &Layout| [layout.roles.capacity(), layout.order.capacity(), layout.flips.capacity()];
    let before = capacities(&layout);
    for version in [Version::MOST, Version::LEAST, Version::MOST] {
        layout.fill(version);
        assert_eq!(capacities(&layout), before);
    }
}
