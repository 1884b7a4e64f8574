//! Writes small GGUF files.

/// A property's value.
#[derive(Clone)]
pub(crate) enum Property {
    U32(u32),
    F32(f32),
    Text(String),
    Texts(Vec<String>),
    Integers(Vec<i32>),
}

/// A file to be written.
#[derive(Clone)]
pub(crate) struct Gguf {
    pub(crate) version: u32,
    pub(crate) properties: Vec<(String, Property)>,
    /// Name, dimensions as in the file (innermost first), type, bytes.
    pub(crate) tensors: Vec<(String, Vec<u64>, u32, Vec<u8>)>,
}

const F32_TYPE: u32 = 0;
const ALIGNMENT: usize = 32;

impl Gguf {
    /// A complete Qwen2 chat model of one layer, with random-looking weights in F32.
    #[allow(dead_code, reason = "not every test file needs it")]
    pub(crate) fn tiny_qwen2() -> Self {
        Self::qwen2(32, 64)
    }

    /// The same, `hidden` wide and `inner` in its feed-forward network.
    pub(crate) fn qwen2(hidden: u64, inner: u64) -> Self {
        // Four query heads share two key heads.
        let narrow = hidden / 2;
        let mut texts: Vec<String> = ('!'..='~').map(String::from).collect();
        texts.extend(["Ġ", "Ċ", "in"].map(String::from));
        let mut kinds = vec![1; texts.len()];
        texts.extend(["<|endoftext|>", "<|im_start|>", "<|im_end|>"].map(String::from));
        kinds.resize(texts.len(), 3);
        let vocabulary = texts.len() as u64;
        let text = |value: &str| Property::Text(value.into());
        let properties = [
            ("general.architecture", text("qwen2")),
            ("general.name", text("Tiny")),
            ("qwen2.block_count", Property::U32(1)),
            ("qwen2.context_length", Property::U32(128)),
            ("qwen2.embedding_length", Property::U32(hidden as u32)),
            ("qwen2.feed_forward_length", Property::U32(inner as u32)),
            ("qwen2.attention.head_count", Property::U32(4)),
            ("qwen2.attention.head_count_kv", Property::U32(2)),
            ("qwen2.rope.freq_base", Property::F32(10_000.0)),
            (
                "qwen2.attention.layer_norm_rms_epsilon",
                Property::F32(1e-6),
            ),
            ("tokenizer.ggml.model", text("gpt2")),
            ("tokenizer.ggml.pre", text("qwen2")),
            ("tokenizer.ggml.tokens", Property::Texts(texts)),
            ("tokenizer.ggml.token_type", Property::Integers(kinds)),
            ("tokenizer.ggml.merges", Property::Texts(vec!["i n".into()])),
            (
                "tokenizer.chat_template",
                text("<|im_start|>assistant <|im_end|>"),
            ),
        ];
        let shapes: [(&str, Vec<u64>); 14] = [
            ("token_embd.weight", vec![hidden, vocabulary]),
            ("output_norm.weight", vec![hidden]),
            ("blk.0.attn_norm.weight", vec![hidden]),
            ("blk.0.attn_q.weight", vec![hidden, hidden]),
            ("blk.0.attn_q.bias", vec![hidden]),
            ("blk.0.attn_k.weight", vec![hidden, narrow]),
            ("blk.0.attn_k.bias", vec![narrow]),
            ("blk.0.attn_v.weight", vec![hidden, narrow]),
            ("blk.0.attn_v.bias", vec![narrow]),
            ("blk.0.attn_output.weight", vec![hidden, hidden]),
            ("blk.0.ffn_norm.weight", vec![hidden]),
            ("blk.0.ffn_gate.weight", vec![hidden, inner]),
            ("blk.0.ffn_up.weight", vec![hidden, inner]),
            ("blk.0.ffn_down.weight", vec![inner, hidden]),
        ];
        let tensors = shapes
            .into_iter()
            .map(|(name, dims)| {
                let count: u64 = dims.iter().product();
                let bytes = (0..count)
                    .flat_map(|i| {
                        ((i * 2_654_435_761 % 1_000) as f32 / 5_000.0 - 0.1).to_le_bytes()
                    })
                    .collect();
                (name.to_owned(), dims, F32_TYPE, bytes)
            })
            .collect();
        Self {
            version: 3,
            properties: properties
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
            tensors,
        }
    }

    /// Replaces a property.
    #[allow(dead_code, reason = "not every test file needs it")]
    pub(crate) fn set(&mut self, key: &str, value: Property) {
        for (name, property) in &mut self.properties {
            if name == key {
                *property = value;
                return;
            }
        }
        self.properties.push((key.into(), value));
    }

    /// The file's bytes.
    #[allow(dead_code, reason = "not every test file needs it")]
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut out = self.head();
        for (_, _, _, bytes) in &self.tensors {
            out.resize(out.len().next_multiple_of(ALIGNMENT), 0);
            out.extend(bytes);
        }
        out
    }

    /// The bytes before the first tensor's.
    #[allow(dead_code, reason = "not every test file needs it")]
    pub(crate) fn head(&self) -> Vec<u8> {
        let mut out = b"GGUF".to_vec();
        out.extend(self.version.to_le_bytes());
        out.extend((self.tensors.len() as u64).to_le_bytes());
        out.extend((self.properties.len() as u64).to_le_bytes());
        for (key, value) in &self.properties {
            text(&mut out, key);
            property(&mut out, value);
        }
        let mut offset = 0_usize;
        for (name, dims, kind, bytes) in &self.tensors {
            text(&mut out, name);
            out.extend((dims.len() as u32).to_le_bytes());
            dims.iter().for_each(|dim| out.extend(dim.to_le_bytes()));
            out.extend(kind.to_le_bytes());
            out.extend((offset as u64).to_le_bytes());
            offset += bytes.len().next_multiple_of(ALIGNMENT);
        }
        out.resize(out.len().next_multiple_of(ALIGNMENT), 0);
        out
    }
}

fn property(out: &mut Vec<u8>, value: &Property) {
    match value {
        Property::U32(value) => {
            out.extend(4_u32.to_le_bytes());
            out.extend(value.to_le_bytes());
        }
        Property::F32(value) => {
            out.extend(6_u32.to_le_bytes());
            out.extend(value.to_le_bytes());
        }
        Property::Text(value) => {
            out.extend(8_u32.to_le_bytes());
            text(out, value);
        }
        Property::Texts(values) => {
            array(out, 8, values.len());
            values.iter().for_each(|value| text(out, value));
        }
        Property::Integers(values) => {
            array(out, 5, values.len());
            values
                .iter()
                .for_each(|value| out.extend(value.to_le_bytes()));
        }
    }
}

fn array(out: &mut Vec<u8>, kind: u32, count: usize) {
    out.extend(9_u32.to_le_bytes());
    out.extend(kind.to_le_bytes());
    out.extend((count as u64).to_le_bytes());
}

fn text(out: &mut Vec<u8>, value: &str) {
    out.extend((value.len() as u64).to_le_bytes());
    out.extend(value.as_bytes());
}
