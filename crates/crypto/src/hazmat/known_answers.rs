//! Published answers: RFC 5869, RFC 7914, RFC 9106 and Wycheproof (see tests/fixtures/vault/README.md).

use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use serde_json::Value;

use super::derive::{argon2_into, hkdf_into};
use super::{Secret, derive_argon2id, derive_pbkdf2, open_in_place, seal_in_place};
use crate::CryptoError;

const AES_GCM: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/fixtures/vault/wycheproof-aes-256-gcm.json"
));
const HKDF: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/fixtures/vault/wycheproof-hkdf-sha256.json"
));
const PBKDF2: &str = include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/fixtures/vault/wycheproof-pbkdf2-hmac-sha256.json"
));

fn cases(file: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(file).unwrap();
    file["tests"].as_array().unwrap().clone()
}

fn hex(digits: &str) -> Vec<u8> {
    let digit = |c: u8| (c as char).to_digit(16).unwrap() as u8;
    let pairs = digits.as_bytes().chunks_exact(2);
    pairs
        .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
        .collect()
}

fn field(case: &Value, name: &str) -> Vec<u8> {
    hex(case[name].as_str().unwrap())
}

fn secret(bytes: &[u8]) -> Secret<32> {
    let mut secret = Secret::zeroed();
    secret.expose_mut().copy_from_slice(bytes);
    secret
}

#[test]
fn aes_256_gcm_as_wycheproof_has_it() {
    let cases = cases(AES_GCM);
    assert_eq!(cases.len(), 66);
    for case in cases {
        let key = secret(&field(&case, "key"));
        let nonce = field(&case, "iv").try_into().unwrap();
        let associated = field(&case, "aad");
        let plaintext = field(&case, "msg");
        let tag: [u8; 16] = field(&case, "tag").try_into().unwrap();
        let mut message = field(&case, "ct");
        let opened = open_in_place(&key, &nonce, &associated, &mut message, &tag);
        if case["result"] == "valid" {
            assert_eq!((opened, &message), (Ok(()), &plaintext), "{case}");
            let sealed = seal_in_place(&key, &nonce, &associated, &mut message);
            assert_eq!((sealed, message), (Ok(tag), field(&case, "ct")), "{case}");
        } else {
            assert_eq!(opened, Err(CryptoError::Damaged), "{case}");
            assert_eq!(
                message,
                field(&case, "ct"),
                "plaintext was released: {case}"
            );
        }
    }
}

#[test]
fn hkdf_sha256_as_wycheproof_has_it() {
    let cases = cases(HKDF);
    assert_eq!(cases.len(), 83);
    for case in cases {
        let size = usize::try_from(case["size"].as_u64().unwrap()).unwrap();
        let mut output = vec![0; size];
        let info = field(&case, "info");
        let (first, last) = info.split_at(info.len() / 2);
        let done = hkdf_into(
            &field(&case, "ikm"),
            &field(&case, "salt"),
            &[first, last],
            &mut output,
        );
        assert_eq!(done, case["result"] == "valid", "{case}");
        assert!(!done || output == field(&case, "okm"), "{case}");
    }
}

#[test]
fn hkdf_sha256_as_rfc_5869_has_it() {
    let ikm = [0x0b; 22];
    let mut output = [0; 42];
    let salt: Vec<u8> = (0..=0x0c).collect();
    let info: Vec<u8> = (0xf0..=0xf9).collect();
    assert!(hkdf_into(&ikm, &salt, &[&info], &mut output));
    assert_eq!(
        output.to_vec(),
        hex("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865")
    );
    assert!(hkdf_into(&ikm, &[], &[], &mut output));
    assert_eq!(
        output.to_vec(),
        hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8")
    );
}

#[test]
fn pbkdf2_as_wycheproof_has_it() {
    let cases = cases(PBKDF2);
    assert_eq!(cases.len(), 60);
    for case in cases {
        let iterations = u32::try_from(case["iterationCount"].as_u64().unwrap()).unwrap();
        let (password, salt) = (field(&case, "password"), field(&case, "salt"));
        let key = derive_pbkdf2(&password, &salt, iterations, &mut |_, _| {});
        // A shorter or longer output begins with the same block.
        let expected = field(&case, "dk");
        let common = expected.len().min(32);
        assert_eq!(key.expose()[..common], expected[..common], "{case}");
    }
}

#[test]
fn pbkdf2_as_rfc_7914_has_it() {
    let derived = |password: &[u8], salt: &[u8], iterations| {
        *derive_pbkdf2(password, salt, iterations, &mut |_, _| {}).expose()
    };
    assert_eq!(
        derived(b"passwd", b"salt", 1).to_vec(),
        hex("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc")
    );
    assert_eq!(
        derived(b"Password", b"NaCl", 80_000).to_vec(),
        hex("4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56")
    );
}

#[test]
fn pbkdf2_agrees_with_the_library_and_tells_its_progress() {
    let mut reports = Vec::new();
    let ours = derive_pbkdf2(
        b"mossy kettle",
        b"0123456789abcdef",
        25_000,
        &mut |done, all| {
            reports.push((done, all));
        },
    );
    let mut theirs = [0; 32];
    pbkdf2::pbkdf2_hmac::<sha2::Sha256>(b"mossy kettle", b"0123456789abcdef", 25_000, &mut theirs);
    assert_eq!(*ours.expose(), theirs);
    assert_eq!(
        reports,
        [(10_000, 25_000), (20_000, 25_000), (25_000, 25_000)]
    );
}

#[test]
fn argon2id_as_rfc_9106_has_it() {
    let mut parameters = ParamsBuilder::new();
    parameters.m_cost(32).t_cost(3).p_cost(4).output_len(32);
    parameters.data(AssociatedData::new(&[4; 12]).unwrap());
    let argon2 = Argon2::new_with_secret(
        &[3; 8],
        Algorithm::Argon2id,
        Version::V0x13,
        parameters.build().unwrap(),
    );
    let key = argon2_into(&argon2.unwrap(), &[1; 32], &[2; 16]).unwrap();
    assert_eq!(
        key.expose().to_vec(),
        hex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659")
    );
}

/// Made with the reference implementation's command, `argon2 somesalt -id` and the parameters,
/// as its repository's `test.c` has them.
#[test]
fn argon2id_as_the_reference_implementation_has_it() {
    let derived = |password: &[u8], salt: &[u8], memory_kib, passes, lanes| {
        let key = derive_argon2id(password, salt, memory_kib, passes, lanes);
        key.unwrap().expose().to_vec()
    };
    assert_eq!(
        derived(b"password", b"somesalt", 65_536, 2, 1),
        hex("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7")
    );
    assert_eq!(
        derived(b"password", b"somesalt", 256, 2, 2),
        hex("6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037")
    );
    assert_eq!(
        derived(b"differentpassword", b"somesalt", 65_536, 2, 1),
        hex("0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde")
    );
}
