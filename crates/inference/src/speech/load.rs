//! Brings a speech model from its file into memory. A file has some 80 MB: one go is enough.

use std::io::{Read, Seek};

use super::Recognizer;
use super::audio::{Audio, AudioLayer, REACH};
use super::config::SpeechConfig;
use super::spectrogram::{BANDS, Spectrogram};
use super::text::{Text, TextLayer};
use super::vocabulary::Vocabulary;
use crate::ModelError;
use crate::gguf::Header;
use crate::tensors::{Shape, Tensors};

impl Recognizer {
    /// Reads a speech model. The file's head is checked, and all shapes with it, before memory is
    /// taken for weights.
    ///
    /// # Errors
    /// When something is missing, foreign or does not fit together, memory is short, or the file
    /// cannot be read.
    pub fn load<R: Read + Seek>(file: &mut R) -> Result<Self, ModelError> {
        let header = Header::read(file)?;
        let config = SpeechConfig::from_header(&header)?;
        let vocabulary = Vocabulary::from_header(&header)?;
        let shapes = shapes(&config);
        let mut loaded = Tensors::read(header, shapes, file)?;
        let audio_layers = (0..config.audio_layers)
            .map(|index| audio_layer(&mut loaded, index))
            .collect::<Result<_, _>>()?;
        let text_layers = (0..config.text_layers)
            .map(|index| text_layer(&mut loaded, index))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            spectrogram: Spectrogram::new()?,
            audio: Audio {
                first: loaded.linear("audio.conv1")?,
                second: loaded.linear("audio.conv2")?,
                layers: audio_layers,
                norm: loaded.norm("audio.norm")?,
            },
            text: Text {
                tokens: loaded.matrix("text.tokens.weight")?,
                positions: loaded.floats("text.positions.weight")?,
                layers: text_layers,
                norm: loaded.norm("text.norm")?,
            },
            vocabulary,
            config,
        })
    }

    /// Checks that the file holds a complete speech model, without taking memory for it.
    ///
    /// # Errors
    /// When something is missing, foreign or does not fit together.
    pub fn check(header: &Header) -> Result<(), ModelError> {
        let config = SpeechConfig::from_header(header)?;
        Vocabulary::from_header(header)?;
        Tensors::check(header, &shapes(&config))
    }
}

/// Parts of a layer with their rows and columns: matrices with a bias, and norms.
type Parts<'a> = &'a [(&'a str, usize, usize)];

/// The tensors of a speech model.
fn shapes(config: &SpeechConfig) -> Vec<Shape> {
    let (width, inner) = (config.width, config.feed_forward);
    let mut shapes = vec![
        Shape::new("text.tokens.weight", config.vocabulary, width),
        Shape::new("text.positions.weight", config.text_context, width),
    ];
    let mut add = |prefix: &str, parts: Parts<'_>| {
        for &(part, rows, columns) in parts {
            let name = |kind| format!("{prefix}.{part}.{kind}");
            shapes.push(Shape::new(name("weight"), rows, columns));
            // A norm has one row: its bias is as long as that; a matrix's, as it has rows.
            let bias = if rows == 1 { columns } else { rows };
            shapes.push(Shape::new(name("bias"), 1, bias));
        }
    };
    add(
        "audio",
        &[
            ("conv1", width, REACH * BANDS),
            ("conv2", width, REACH * width),
            ("norm", 1, width),
        ],
    );
    add("text", &[("norm", 1, width)]);
    let both: Parts<'_> = &[
        ("attention_norm", 1, width),
        ("query", width, width),
        ("key", width, width),
        ("value", width, width),
        ("attention_output", width, width),
        ("feed_forward_norm", 1, width),
        ("up", inner, width),
        ("down", width, inner),
    ];
    for layer in 0..config.audio_layers {
        add(&format!("audio.layer.{layer}"), both);
    }
    for layer in 0..config.text_layers {
        let prefix = format!("text.layer.{layer}");
        add(&prefix, both);
        add(
            &prefix,
            &[
                ("cross_norm", 1, width),
                ("cross_query", width, width),
                ("cross_key", width, width),
                ("cross_value", width, width),
                ("cross_output", width, width),
            ],
        );
    }
    shapes
}

fn audio_layer(loaded: &mut Tensors, index: usize) -> Result<AudioLayer, ModelError> {
    let name = |part: &str| format!("audio.layer.{index}.{part}");
    Ok(AudioLayer {
        attention_norm: loaded.norm(&name("attention_norm"))?,
        query: loaded.linear(&name("query"))?,
        key: loaded.linear(&name("key"))?,
        value: loaded.linear(&name("value"))?,
        attention_output: loaded.linear(&name("attention_output"))?,
        feed_forward_norm: loaded.norm(&name("feed_forward_norm"))?,
        up: loaded.linear(&name("up"))?,
        down: loaded.linear(&name("down"))?,
    })
}

fn text_layer(loaded: &mut Tensors, index: usize) -> Result<TextLayer, ModelError> {
    let name = |part: &str| format!("text.layer.{index}.{part}");
    Ok(TextLayer {
        attention_norm: loaded.norm(&name("attention_norm"))?,
        query: loaded.linear(&name("query"))?,
        key: loaded.linear(&name("key"))?,
        value: loaded.linear(&name("value"))?,
        attention_output: loaded.linear(&name("attention_output"))?,
        cross_norm: loaded.norm(&name("cross_norm"))?,
        cross_query: loaded.linear(&name("cross_query"))?,
        cross_key: loaded.linear(&name("cross_key"))?,
        cross_value: loaded.linear(&name("cross_value"))?,
        cross_output: loaded.linear(&name("cross_output"))?,
        feed_forward_norm: loaded.norm(&name("feed_forward_norm"))?,
        up: loaded.linear(&name("up"))?,
        down: loaded.linear(&name("down"))?,
    })
}
