//! Smaller files made of larger ones: what is in them, and that it computes.
#![allow(clippy::unwrap_used, reason = "a failed assumption of a test fails it")]

#[path = "support/gguf.rs"]
mod gguf;

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;

use candle_core::quantized::gguf_file::{Content, Value};
use candle_core::quantized::{GgmlDType, QTensor};
use candle_core::{Device, Tensor};
use companion_inference::gguf::{Header, Shards, shard_names};
use companion_inference::quantize::{Quantizer, WeightType};
use companion_inference::{Generation, Loader, Model, ModelError, Options, Step};
use gguf::{Gguf, Property};

/// A model whose rows suit every type, unlike [`Gguf::tiny_qwen2`].
fn wide() -> Gguf {
    Gguf::qwen2(256, 512)
}

fn quantize<R: Read + Seek>(
    header: &Header,
    file: &mut R,
    to: WeightType,
) -> Result<Vec<u8>, ModelError> {
    let mut quantizer = Quantizer::new(header, to)?;
    let mut out = Vec::new();
    let mut done = 0;
    while quantizer.step(file, &mut out)? {
        assert!(quantizer.done_bytes() > done, "no progress");
        done = quantizer.done_bytes();
    }
    assert_eq!(quantizer.done_bytes(), quantizer.total_bytes());
    Ok(out)
}

fn quantized(file: &Gguf, to: WeightType) -> Vec<u8> {
    let mut file = Cursor::new(file.bytes());
    let header = Header::read(&mut file).unwrap();
    quantize(&header, &mut file, to).unwrap()
}

fn load(bytes: &[u8]) -> Arc<Model> {
    let mut file = Cursor::new(bytes);
    let mut loader = Loader::new(Header::read(&mut file).unwrap()).unwrap();
    while loader.step(&mut file).unwrap() {}
    Arc::new(loader.finish().unwrap())
}

fn logits(model: &Arc<Model>) -> Vec<f32> {
    let options = Options {
        max_tokens: 1,
        ..Options::default()
    };
    let tokens = (0..20).map(|i| i * 13 % 90).collect();
    let mut generation = Generation::new(Arc::clone(model), tokens, options).unwrap();
    while !matches!(generation.step(0.0).unwrap(), Step::Finished(_)) {}
    generation.logits().to_vec()
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    let dot = |a: &[f32], b: &[f32]| -> f64 {
        let products = a.iter().zip(b).map(|(x, y)| f64::from(*x) * f64::from(*y));
        products.sum()
    };
    dot(a, b) / (dot(a, a) * dot(b, b)).sqrt()
}

/// How close logits stay, a little below what was seen.
fn least_cosine(to: WeightType) -> f64 {
    match to {
        WeightType::Q2K => 0.998,
        WeightType::F16 => 0.99999,
        _ => 0.9995,
    }
}

#[test]
fn every_type_loads_and_says_nearly_the_same() {
    for file in [wide(), Gguf::tiny_qwen2()] {
        let original = logits(&load(&file.bytes()));
        for to in WeightType::ALL {
            let bytes = quantized(&file, to);
            let cosine = cosine(&logits(&load(&bytes)), &original);
            println!("{}: {} bytes, cosine {cosine:.5}", to.name(), bytes.len());
            assert!(cosine >= least_cosine(to), "{}: {cosine}", to.name());
            assert!(bytes.len() < file.bytes().len(), "{}", to.name());
        }
    }
}

/// What is read by candle's own reader: types, shapes, alignment, properties; and every block as
/// candle makes it of the whole matrix.
#[test]
fn the_file_holds_what_it_should() {
    let file = wide();
    let bytes = quantized(&file, WeightType::Q4K);
    let mut reader = Cursor::new(&bytes);
    let content = Content::read(&mut reader).unwrap();

    let number = |key: &str| content.metadata[key].to_u32().unwrap();
    assert_eq!(number("general.file_type"), 14);
    assert_eq!(number("general.quantization_version"), 2);
    for (key, value) in &file.properties {
        let read = &content.metadata[key];
        match (value, read) {
            (Property::U32(a), Value::U32(b)) => assert_eq!(a, b, "{key}"),
            (Property::F32(a), Value::F32(b)) => assert_eq!(a, b, "{key}"),
            (Property::Text(a), Value::String(b)) => assert_eq!(a, b, "{key}"),
            (Property::Texts(texts), Value::Array(values)) => {
                let read: Vec<&String> = values.iter().map(|v| v.to_string().unwrap()).collect();
                assert_eq!(&texts.iter().collect::<Vec<_>>(), &read, "{key}");
            }
            (Property::Integers(a), Value::Array(values)) => {
                let read: Vec<i32> = values.iter().map(|v| v.to_i32().unwrap()).collect();
                assert_eq!(a, &read, "{key}");
            }
            _ => panic!("{key} has changed its kind"),
        }
    }
    assert_eq!(content.metadata.len(), file.properties.len() + 2);

    assert_eq!(content.tensor_infos.len(), file.tensors.len());
    for (name, dims, _, original) in &file.tensors {
        let tensor = content.tensor(&mut reader, name, &Device::Cpu).unwrap();
        // Files name the innermost dimension first.
        let shape: Vec<usize> = dims.iter().rev().map(|&dim| dim as usize).collect();
        assert_eq!(tensor.shape().dims(), shape, "{name}");
        let expected = match (name.as_str(), shape.len()) {
            // It serves as output too.
            ("token_embd.weight", _) => GgmlDType::Q6K,
            (_, 2) => GgmlDType::Q4K,
            _ => GgmlDType::F32,
        };
        assert_eq!(tensor.dtype(), expected, "{name}");
        let floats: Vec<f32> = original
            .chunks_exact(4)
            .map(|four| f32::from_le_bytes(four.try_into().unwrap()))
            .collect();
        let whole = Tensor::from_vec(floats, shape, &Device::Cpu).unwrap();
        let blocks = QTensor::quantize(&whole, expected).unwrap();
        assert_eq!(tensor.data().unwrap(), blocks.data().unwrap(), "{name}");
    }
}

#[test]
fn what_has_the_type_already_is_copied() {
    let once = quantized(&wide(), WeightType::Q5K);
    let mut file = Cursor::new(&once);
    let header = Header::read(&mut file).unwrap();
    assert!(
        Quantizer::new(&header, WeightType::Q5K)
            .unwrap()
            .is_quantized_already()
    );
    assert_eq!(quantize(&header, &mut file, WeightType::Q5K).unwrap(), once);

    let fresh = Header::read(&mut Cursor::new(wide().bytes())).unwrap();
    assert!(
        !Quantizer::new(&fresh, WeightType::Q5K)
            .unwrap()
            .is_quantized_already()
    );
}

#[test]
fn a_model_in_parts_becomes_one_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/inference");
    let open = |name: &String| std::fs::File::open(folder.join(name)).unwrap();
    let names = shard_names("qwen3-00001-of-00003.gguf").unwrap();
    let mut parts = Shards::new(names.iter().map(open)).unwrap();
    let header = Header::read_shards(&mut parts).unwrap();
    let of_parts = quantize(&header, &mut parts, WeightType::Q8_0).unwrap();

    let mut whole = open(&"qwen3.gguf".to_owned());
    let header = Header::read(&mut whole).unwrap();
    let of_whole = quantize(&header, &mut whole, WeightType::Q8_0).unwrap();
    assert_eq!(logits(&load(&of_parts)), logits(&load(&of_whole)));
}

/// Remembers the most that was asked for at once.
struct Watched<T>(T, usize);

impl<T: Read> Read for Watched<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1 = self.1.max(buffer.len());
        self.0.read(buffer)
    }
}

impl<T: Seek> Seek for Watched<T> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

#[test]
fn a_matrix_is_read_in_pieces() {
    // A feed-forward network of 3 × 16 MiB in single precision.
    let file = Gguf::qwen2(512, 8_192).bytes();
    let mut file = Watched(Cursor::new(file), 0);
    let header = Header::read(&mut file).unwrap();
    file.1 = 0;
    quantize(&header, &mut file, WeightType::Q4_0).unwrap();
    assert!((1..=4 << 20).contains(&file.1), "{} bytes at once", file.1);
}

/// A disk with room for so many bytes.
struct Full(usize);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = bytes.len().min(self.0);
        self.0 -= count;
        if count == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn what_goes_wrong_is_said() {
    let good = wide();
    let mut file = Cursor::new(good.bytes());
    let header = Header::read(&mut file).unwrap();
    for room in [0, 100, 50_000, 200_000] {
        let mut quantizer = Quantizer::new(&header, WeightType::Q8_0).unwrap();
        let mut disk = Full(room);
        let error = loop {
            match quantizer.step(&mut file, &mut disk) {
                Ok(more) => assert!(more, "it cannot have fitted"),
                Err(error) => break error,
            }
        };
        assert!(matches!(error, ModelError::Write(_)), "{error}");
    }

    let mut broken = wide();
    let (_, _, _, weights) = &mut broken.tensors[3];
    weights[400..404].copy_from_slice(&f32::NAN.to_le_bytes());
    let mut file = Cursor::new(broken.bytes());
    let header = Header::read(&mut file).unwrap();
    let error = quantize(&header, &mut file, WeightType::Q4K).unwrap_err();
    assert!(error.to_string().contains("attn_q.weight"), "{error}");

    let mut foreign = wide();
    foreign.set("general.architecture", Property::Text("llama".into()));
    let header = Header::read(&mut Cursor::new(foreign.bytes())).unwrap();
    let error = Quantizer::new(&header, WeightType::Q4K).err().unwrap();
    assert!(matches!(error, ModelError::ForeignArchitecture { .. }));
}
