#!/usr/bin/env python3
"""Writes a Companion journal and a backup without any of Companion's code, from docs/FORMAT.md alone.

    python3 independent_writer.py FOLDER

writes `python.vault.txt` and `python-backup.companion`, each with an `.expected.json`, into the folder. The bytes are
always the same: what should be random comes from a counter. Companion's tests open the copies in tests/fixtures/vault.
"""

import json
import sys
import unicodedata
from hashlib import sha256 as Sha256
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from independent_vault import (
    CROCKFORD,
    DRAFT,
    ENTRY,
    HEAD,
    PAGE,
    SETTINGS,
    encode,
    hkdf,
    hmac_sha256,
    padme,
    sha256,
    times_x,
)

PASSPHRASE = "fünf stille Boote am Steg"
NOON = [1_795_348_800_000, -210]


class Counter:
    """Bytes that look random and are always the same."""

    drawn = 0

    def draw(self, length):
        self.drawn += 1
        return Sha256(b"independent writer" + self.drawn.to_bytes(4, "big")).digest()[:length]


counter = Counter()
draw = counter.draw


def recovery_text(key):
    """The 13 groups that spell 32 bytes."""
    bits = int.from_bytes(key, "big") << 4 | sha256(key)[0] >> 4
    symbols = [bits >> 5 * at & 31 for at in reversed(range(52))]
    groups = []
    for number in range(1, 14):
        data = symbols[4 * number - 4 : 4 * number]
        check = times_x(number)
        for symbol in data:
            check = times_x(check ^ symbol)
        groups.append("".join(CROCKFORD[symbol] for symbol in data + [check]))
    return "-".join(groups)


def slot(vault, vault_key, kind, parameters, wrapping_key):
    slot_id, nonce = draw(16), draw(12)
    associated = encode(["companion-vault", 1, vault, slot_id, kind, parameters])
    wrapped = AESGCM(wrapping_key).encrypt(nonce, vault_key, associated)
    return {0: slot_id, 1: kind, 2: parameters, 3: nonce, 4: wrapped}


def pbkdf2_slot(vault, vault_key):
    salt = draw(32)
    secret = unicodedata.normalize("NFKC", PASSPHRASE).encode()
    kek = PBKDF2HMAC(hashes.SHA256(), 32, salt, 600_000).derive(secret)
    wrapping = hkdf(kek, b"", b"companion/v1/slot-wrap", 32)
    return slot(vault, vault_key, 1, encode({0: salt, 1: 600_000}), wrapping)


def argon2id_slot(vault, vault_key):
    salt = draw(32)
    secret = unicodedata.normalize("NFKC", PASSPHRASE).encode()
    kek = Argon2id(salt=salt, length=32, iterations=2, lanes=1, memory_cost=19_456).derive(secret)
    wrapping = hkdf(kek, b"", b"companion/v1/slot-wrap", 32)
    return slot(vault, vault_key, 4, encode({0: salt, 1: 19_456, 2: 2, 3: 1}), wrapping)


def recovery_slot(vault, vault_key, recovery_key):
    wrapping = hkdf(recovery_key, b"", b"companion/v1/recovery-wrap", 32)
    return slot(vault, vault_key, 2, encode({}), wrapping)


def header_of(vault, slots):
    body = encode({0: vault, 1: slots})
    return encode(["companion-vault", 1, body, sha256(body)])


class Journal:
    """Records under one vault key."""

    def __init__(self, vault, vault_key, header):
        self.vault, self.header = vault, header
        self.seal_key = hkdf(vault_key, vault, b"companion/v1/seal", 32)
        self.index = hkdf(vault_key, vault, b"companion/v1/index", 32)
        self.root = hkdf(vault_key, vault, b"companion/v1/manifest-root", 32)
        self.backup = hkdf(vault_key, vault, b"companion/v1/backup", 32)
        self.records, self.items = {}, []

    def seal(self, kind, name, revision, content):
        key = hmac_sha256(self.index, bytes([kind]) + name)[:16]
        salt, nonce, plain = draw(32), draw(12), encode(content)
        derived = hkdf(self.seal_key, salt, b"companion/v1/record" + key, 42)
        what = bytes([kind, 1]) + revision.to_bytes(8, "big")
        masked = bytes(a ^ b for a, b in zip(what, derived[32:]))
        padded = (len(plain).to_bytes(4, "big") + plain).ljust(padme(4 + len(plain)), b"\0")
        associated = encode(["companion-record", 1, self.vault, key, kind, 1, revision])
        sealed = AESGCM(derived[:32]).encrypt(nonce, padded, associated)
        self.records[key] = b"\x01" + salt + nonce + masked + sealed
        return key

    def put(self, kind, name, revision, content, line=None):
        key = self.seal(kind, name, revision, content)
        item = {0: key, 1: kind, 2: revision, 3: sha256(self.records[key])}
        self.items.append(item | ({4: line} if line else {}))

    def entry(self, revision, content, question=None, in_trash=False):
        entry_id, words = draw(16), len(content.split())
        begun = [NOON[0] + 1_000 * len(self.items), NOON[1]]
        record = {0: entry_id, 1: begun, 2: NOON, 3: content, 4: question, 7: words, 8: 61}
        if question is None:
            del record[4]
        line = {0: entry_id, 1: begun, 2: content.splitlines()[0], 3: words, 4: NOON, 5: False}
        if not in_trash:
            del line[4]
        self.put(ENTRY, entry_id, revision, record, line)
        return {
            "id": entry_id.hex(),
            "created_ms": begun[0],
            "utc_offset_minutes": NOON[1],
            "edited_ms": NOON[0],
            "content": content,
            "prompt_used": question,
            "word_count": words,
            "duration_seconds": 61,
            "in_trash": in_trash,
        }

    def draft(self, content):
        entry_id = draw(16)
        self.put(DRAFT, entry_id, 3, {0: entry_id, 1: True, 2: NOON, 3: NOON, 4: content, 5: 2, 6: 9})
        return {"entry_id": entry_id.hex(), "content": content, "cursor_utf16": 2, "is_new": True}

    def finish(self, epoch):
        """Pages and head: what makes the records a journal. Returns the keys of both, head first."""
        self.items.sort(key=lambda item: item[0])
        digests, pages = [], []
        for page in range(256):
            items = [item for item in self.items if item[0][0] == page]
            if items:
                pages.append(self.seal(PAGE, bytes([page]), epoch, {0: items}))
            digests.append(sha256(self.records[pages[-1]]) if items else bytes(32))
        self.epoch, self.root_of_pages = epoch, hmac_sha256(self.root, b"".join(digests))
        head = {
            0: self.vault,
            1: epoch,
            2: len(self.items),
            3: self.root_of_pages,
            4: 0,
            5: bytes(32),
            6: sha256(self.header),
        }
        return [self.seal(HEAD, b"", epoch, head)] + pages

    def backup_file(self, manifest):
        """The whole as a backup."""
        keys = manifest + [item[0] for item in self.items]
        stream = b""
        for key in keys:
            stream += b"\x01" + key + len(self.records[key]).to_bytes(4, "big") + self.records[key]
        stream += b"\x00" + encode({0: NOON, 1: len(keys), 2: self.epoch, 3: self.root_of_pages})
        plain = b"companion-backup\x01" + len(self.header).to_bytes(4, "big") + self.header
        salt = draw(32)
        key = hkdf(self.backup, salt, b"companion/v1/backup-stream" + sha256(plain), 32)
        chunks = [stream[at : at + 65_536] for at in range(0, len(stream), 65_536)]
        file = plain + salt
        for number, chunk in enumerate(chunks):
            nonce = bytes(7) + number.to_bytes(4, "big") + bytes([number + 1 == len(chunks)])
            file += AESGCM(key).encrypt(nonce, chunk, None)
        return file


def write(folder):
    vault, vault_key, recovery_key = draw(16), draw(32), draw(32)
    recovery = recovery_slot(vault, vault_key, recovery_key)
    journal = Journal(vault, vault_key, header_of(vault, [argon2id_slot(vault, vault_key), recovery]))
    expected = {
        "passphrase": PASSPHRASE,
        "recovery_key": recovery_text(recovery_key),
        "entries": [
            journal.entry(7, "Nobody came", question="Who did you hope for?"),
            journal.entry(2, "Regretted", in_trash=True),
        ],
        "drafts": [journal.draft("Ha")],
        "idle_lock_minutes": 7,
    }
    journal.put(SETTINGS, b"", 5, {0: 7})
    journal.finish(41)
    lines = ["# Written by tests/security/independent_writer.py, from docs/FORMAT.md alone."]
    lines.append(f"header {b'header'.hex()} {journal.header.hex()}")
    lines += [f"records {key.hex()} {value.hex()}" for key, value in sorted(journal.records.items())]
    (folder / "python.vault.txt").write_text("\n".join(lines) + "\n")
    describe(folder / "python.expected.json", expected)

    # The backup has an entry that takes more than one chunk, and a passphrase by PBKDF2.
    long = journal.entry(1, "雨 🌧️\n\n" + "ずっと雨が降っている。 " * 2_100)
    expected["entries"].insert(0, long)
    journal.header = header_of(vault, [recovery, pbkdf2_slot(vault, vault_key)])
    manifest = journal.finish(42)
    (folder / "python-backup.companion").write_bytes(journal.backup_file(manifest))
    describe(folder / "python-backup.expected.json", expected)


def describe(path, expected):
    path.write_text(json.dumps(expected, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
