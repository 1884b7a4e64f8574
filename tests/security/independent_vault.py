"""How a Companion journal is encoded and sealed, from docs/FORMAT.md alone: for independent_reader.py and
independent_writer.py."""

import hashlib
import hmac
import unicodedata

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

ENTRY, DRAFT, SETTINGS, PAGE, HEAD, NOTES, LOGGED, VERSION, LOG_STATE = range(1, 10)
BACKUPS, TRASH_NOTES, ATTACHMENT, PIECE = range(16, 20)
SEARCH_INDEX, TEMPLATE, PROMPTS_SHOWN, MEANING_INDEX, RECEIPT = range(20, 25)


# --- CBOR, as far as the format uses it -------------------------------------------------------


def decode(data):
    value, end = decode_at(data, 0)
    assert end == len(data), "bytes after the value"
    return value


def decode_at(data, at):
    major, minor = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        return {20: False, 21: True, 22: None}[minor], at
    if minor < 24:
        number = minor
    else:
        size = {24: 1, 25: 2, 26: 4, 27: 8}[minor]
        number, at = int.from_bytes(data[at : at + size], "big"), at + size
    if major == 0:
        return number, at
    if major == 1:
        return -1 - number, at
    if major in (2, 3):
        raw = data[at : at + number]
        assert len(raw) == number, "truncated"
        return (raw if major == 2 else raw.decode()), at + number
    if major == 4:
        items = []
        for _ in range(number):
            item, at = decode_at(data, at)
            items.append(item)
        return items, at
    assert major == 5, f"major type {major}"
    pairs = {}
    for _ in range(number):
        key, at = decode_at(data, at)
        pairs[key], at = decode_at(data, at)
    return pairs, at


def encode(value):
    def start(major, number):
        for minor, size, limit in ((24, 1, 1 << 8), (25, 2, 1 << 16), (26, 4, 1 << 32), (27, 8, 1 << 64)):
            if number < 24:
                return bytes([major << 5 | number])
            if number < limit:
                return bytes([major << 5 | minor]) + number.to_bytes(size, "big")
        raise ValueError(number)

    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return start(0, value) if value >= 0 else start(1, -1 - value)
    if isinstance(value, bytes):
        return start(2, len(value)) + value
    if isinstance(value, str):
        return start(3, len(value.encode())) + value.encode()
    if isinstance(value, dict):
        return start(5, len(value)) + b"".join(encode(key) + encode(value[key]) for key in value)
    return start(4, len(value)) + b"".join(map(encode, value))


# --- Cryptography -----------------------------------------------------------------------------


def hkdf(key, salt, info, length):
    return HKDF(hashes.SHA256(), length, salt, info).derive(key)


def hmac_sha256(key, message):
    return hmac.new(key, message, hashlib.sha256).digest()


def sha256(data):
    return hashlib.sha256(data).digest()


CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def times_x(element):
    """A product in the field of 32 elements, modulo x^5 + x^2 + 1."""
    product = element << 1
    return product ^ 0x25 if product & 32 else product


def recovery_key_of(text):
    """The 32 bytes that 13 groups of five characters spell."""
    groups = text.upper().split("-")
    assert len(groups) == 13
    bits = 0
    for number, group in enumerate(groups, 1):
        *data, check = [CROCKFORD.index(character) for character in group]
        expected = times_x(number)
        for symbol in data:
            expected = times_x(expected ^ symbol)
            bits = bits << 5 | symbol
        assert check == expected, f"group {number}"
    key = (bits >> 4).to_bytes(32, "big")
    assert bits & 15 == sha256(key)[0] >> 4, "the sum"
    return key


def wrapping_key_of(kind, parameters, passphrase, recovery_key):
    """The key that opens a slot, if what is given could open its kind."""
    if kind == 2:
        return recovery_key and hkdf(recovery_key_of(recovery_key), b"", b"companion/v1/recovery-wrap", 32)
    if passphrase is None or kind not in (1, 4):
        return None
    secret = unicodedata.normalize("NFKC", passphrase).encode()
    kdf = decode(parameters)
    if kind == 1:
        salt, iterations = kdf[0], kdf[1]
        assert 600_000 <= iterations <= 10_000_000, "key derivation out of bounds"
        kek = PBKDF2HMAC(hashes.SHA256(), 32, salt, iterations).derive(secret)
    else:
        salt, memory, passes, lanes = (kdf[key] for key in range(4))
        bounds = 19_456 <= memory <= 1_048_576 and 2 <= passes <= 10 and 1 <= lanes <= 4
        assert bounds, "key derivation out of bounds"
        kek = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory).derive(secret)
    return hkdf(kek, b"", b"companion/v1/slot-wrap", 32)


def vault_key_of(header, passphrase, recovery_key):
    """The vault's id and key, from the first slot that what is given could open."""
    magic, version, body, checksum = decode(header)
    assert (magic, version) == ("companion-vault", 1), "not a vault of version 1"
    assert sha256(body) == checksum, "the header is damaged"
    vault, slots = (lambda body: (body[0], body[1]))(decode(body))
    for slot in slots:
        slot_id, kind, parameters, nonce, wrapped = (slot[key] for key in range(5))
        wrapping = wrapping_key_of(kind, parameters, passphrase, recovery_key)
        if wrapping is None:
            continue
        associated = encode(["companion-vault", 1, vault, slot_id, kind, parameters])
        return vault, AESGCM(wrapping).decrypt(nonce, wrapped, associated)
    raise SystemExit("no slot to be opened by this")


class Vault:
    def __init__(self, tables, passphrase=None, recovery_key=None, is_backup=False):
        self.is_backup = is_backup
        self.header = tables["header"][b"header"]
        self.records, self.audit, self.chunks = tables["records"], tables["audit"], tables.get("chunks", {})
        self.vault, key = vault_key_of(self.header, passphrase, recovery_key)
        self.seal = hkdf(key, self.vault, b"companion/v1/seal", 32)
        self.index = hkdf(key, self.vault, b"companion/v1/index", 32)
        self.root = hkdf(key, self.vault, b"companion/v1/manifest-root", 32)

    def record_key(self, kind, name=b""):
        return hmac_sha256(self.index, bytes([kind]) + name)[:16]

    def open(self, key):
        """Kind, revision and content of the record that lies under `key`."""
        return self.open_sealed(key, self.records[key])

    def sealed(self, item):
        """A listed record as stored. What lies apart lies among the other records in a backup."""
        return (self.chunks if self.is_apart(item) else self.records)[item[0]]

    def is_apart(self, item):
        return item.get(8, False) and not self.is_backup

    def open_sealed(self, key, sealed):
        """The same of a record that is bound to `key`."""
        kind, revision, content = self.open_bytes(key, sealed)
        return kind, revision, decode(content)

    def open_bytes(self, key, sealed):
        """The same, its content as it is."""
        assert sealed[0] == 1, "unknown envelope"
        salt, nonce, masked, message = sealed[1:33], sealed[33:45], sealed[45:55], sealed[55:]
        derived = hkdf(self.seal, salt, b"companion/v1/record" + key, 42)
        plain = bytes(a ^ b for a, b in zip(masked, derived[32:]))
        kind, schema, revision = plain[0], plain[1], int.from_bytes(plain[2:], "big")
        assert schema == 1, "unknown schema"
        associated = encode(["companion-record", 1, self.vault, key, kind, schema, revision])
        padded = AESGCM(derived[:32]).decrypt(nonce, message, associated)
        length = int.from_bytes(padded[:4], "big")
        assert len(padded) == padme(4 + length), "padding of the wrong size"
        assert not any(padded[4 + length :]), "padding that is not zero"
        return kind, revision, padded[4 : 4 + length]

    def log(self):
        """Number and parameters of every event of the audit log, its chain followed to the head."""
        head = self.open(self.record_key(HEAD))[2]
        link, events = bytes(32), []
        for number in range(1, head[4] + 1):
            name = number.to_bytes(8, "big")
            sealed = self.audit[name]
            assert len(sealed) == 327, "a logged record of another size"
            kind, revision, content = self.open_sealed(self.record_key(LOGGED, name), sealed)
            assert (kind, revision) == (LOGGED, number), "a logged record was replaced"
            assert content[0] == link, "the log's chain is broken"
            assert content[2] <= head[1], "a record from the future"
            link = sha256(b"companion/v1/audit-link" + self.vault + name + link + sealed)
            events.append(decode(content[3]))
        assert link == head[5], "the log does not end where the head says"
        assert len(self.audit) == head[4], "logged records beyond the end"
        return events

    def attachment(self, record, item):
        """The bytes of an attachment and of its small picture, every piece verified."""
        assert item[7] == {0: record[0], 1: len(record[3]), 2: 5 in record}, "other pieces are listed"

        def piece(number, digest):
            key = self.record_key(PIECE, record[0] + number.to_bytes(4, "big"))
            sealed = self.chunks[key]
            assert sha256(sealed) == digest, "a piece was changed"
            kind, revision, content = self.open_bytes(key, sealed)
            assert (kind, revision) == (PIECE, 1), "a piece was replaced"
            return content

        pieces = [piece(number, digest) for number, digest in enumerate(record[3])]
        assert all(len(content) == 262_140 for content in pieces[:-1]), "a piece of another size"
        content = b"".join(pieces) + record.get(4, b"")
        assert len(content) == record[2], "another length"
        return content, piece(2**32 - 1, record[5][0]) if 5 in record else None

    def items(self):
        """The manifest's items, verified against the head."""
        kind, epoch, head = self.open(self.record_key(HEAD))
        assert (kind, epoch, head[0]) == (HEAD, head[1], self.vault)
        assert head[6] == sha256(self.header), "another header"
        digests, items = [], []
        for page in range(256):
            key = self.record_key(PAGE, bytes([page]))
            if key not in self.records:
                digests.append(bytes(32))
                continue
            digests.append(sha256(self.records[key]))
            kind, revision, content = self.open(key)
            assert kind == PAGE and revision <= epoch
            assert all(item[0][0] == page for item in content[0])
            items += content[0]
        assert head[3] == hmac_sha256(self.root, b"".join(digests)), "the root does not match"
        assert head[2] == len(items), "the count does not match"
        stored = len(self.records) - 1 - sum(digest != bytes(32) for digest in digests)
        apart = sum(map(self.is_apart, items))
        assert stored == len(items) - apart, "records that no page lists"
        return items


def padme(length):
    if length <= 256:
        return 256
    exponent = length.bit_length() - 1
    step = 1 << (exponent - exponent.bit_length())
    return (length + step - 1) // step * step
