//! Work sealed to the server's key (SYN-10): what any session may deliver and only the server can open.
//!
//! A packet is one line of JSON in clear, its [head](PacketHead), then HPKE (RFC 9180, base mode, DHKEM(P-256,
//! HKDF-SHA256), HKDF-SHA256, AES-256-GCM): the encapsulated key of 65 bytes and the ciphertext. The head is the
//! associated data, so it cannot be changed without breaking the seal.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{DeviceId, PersonId, Timestamp, sync::Receipt};

/// HPKE's `info`: what the seal is for.
pub const INFO: &[u8] = b"paidan sealed work 1";
/// Bytes of the encapsulated key: a point of P-256, uncompressed.
pub const ENCAPSULATED: usize = 65;
/// Bytes a packet has beyond what is sealed in it, at most.
pub const FRAME_BYTES: usize = 2048;
/// First line of a black box: packets one after the other, each behind its length in four bytes, highest first.
pub const BOX_MARK: &[u8] = b"PAIDAN-BOX 1\n";

/// A public key of the server that work can be sealed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SealingKey {
    pub id: String,
    /// A point of P-256, uncompressed, base64url without padding.
    pub public_key: String,
}

/// What a device signs when it has emptied itself.
#[must_use]
pub fn wiped_bytes(device: DeviceId) -> String {
    ["paidan wiped ", &device.to_string()].concat()
}

/// What is sealed in a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PacketKind {
    /// A push: `{"device_id", "envelopes"}`.
    Actions,
    /// The bytes of one blob.
    Blob,
    /// What somebody had begun and not finished: `{"device_id", "drafts": [Begun], "sig"}`, signed by the device's key over
    /// its canonical JSON without `sig`.
    Drafts,
}

/// What everybody may read of a packet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PacketHead {
    pub kind: PacketKind,
    /// Which of the server's keys opens it.
    pub key_id: String,
    /// Where the work was done.
    pub device: DeviceId,
    /// Whose work it is.
    pub actor: PersonId,
    /// Envelopes or drafts, or one blob.
    pub items: usize,
    /// Of the envelopes, those that their person had held back.
    #[serde(default, skip_serializing_if = "is_none")]
    pub held: usize,
}

fn is_none(count: &usize) -> bool {
    *count == 0
}

/// What somebody had begun and not finished: no action, and nobody's but theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Begun {
    /// What it is, a dash, and the id of the visit.
    pub name: String,
    /// The form as it was, as JSON or as plain text.
    pub text: String,
}

/// An action that its person had held back, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeldBack {
    /// Id of the envelope.
    pub id: String,
    pub reason: String,
    /// The command, as far as it can be read.
    #[serde(default)]
    pub command: Value,
}

/// A packet in its three parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packet<'a> {
    pub head: PacketHead,
    /// The head's bytes as they stand: the associated data.
    pub line: &'a [u8],
    pub encapsulated: &'a [u8],
    pub ciphertext: &'a [u8],
}

impl<'a> Packet<'a> {
    /// Takes a packet apart; None when it is none.
    #[must_use]
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let end = bytes.iter().take(FRAME_BYTES).position(|byte| *byte == b'\n')?;
        let (line, rest) = (&bytes[..end], &bytes[end + 1..]);
        let value: Value = serde_json::from_slice(line).ok()?;
        let head = serde_json::from_value(value).ok()?;
        let (encapsulated, ciphertext) = rest.split_at_checked(ENCAPSULATED)?;
        Some(Self { head, line, encapsulated, ciphertext })
    }
}

/// Puts packets into one file.
#[must_use]
pub fn write_box(packets: &[Vec<u8>]) -> Vec<u8> {
    let mut file = BOX_MARK.to_vec();
    for packet in packets {
        file.extend(u32::try_from(packet.len()).unwrap_or_default().to_be_bytes());
        file.extend(packet);
    }
    file
}

/// The packets of such a file; None when it is none, or not whole.
#[must_use]
pub fn read_box(file: &[u8]) -> Option<Vec<&[u8]>> {
    let mut rest = file.strip_prefix(BOX_MARK)?;
    let mut packets = Vec::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (packet, after) = after.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
        packets.push(packet);
        rest = after;
    }
    Some(packets)
}

/// The answer to a packet. Nothing of what was in it, for whoever delivers it may be somebody else; except that its own
/// person, and whoever manages the visit, may read what was begun or held back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SealedAnswer {
    pub server_time: Timestamp,
    /// The server's signed word that everything in the packet is stored; `id` and `sha256` both name the packet's
    /// bytes. Absent while something in it has to come again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// Envelopes that have their effect, now or from an earlier delivery; or one blob.
    pub accepted: usize,
    /// Envelopes about which a person decides.
    pub kept: usize,
    /// Envelopes that were not understood, or come from a device that was revoked.
    pub quarantined: usize,
    /// Envelopes that have to come again.
    pub retry: usize,
    /// Things begun and not finished. They wait for their person, who gets them at the next sign-in.
    #[serde(default, skip_serializing_if = "is_none")]
    pub drafts: usize,
    /// What was begun, for whoever may read it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub begun: Vec<Begun>,
    /// What was held back, for whoever may read it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held_back: Vec<HeldBack>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_gives_back_the_packets_that_were_put_in_or_nothing() {
        let packets = vec![b"one".to_vec(), Vec::new(), vec![7; 70_000]];
        let file = write_box(&packets);
        assert_eq!(read_box(&file).expect("a box"), packets);
        assert_eq!(read_box(&file[..file.len() - 1]), None);
        assert_eq!(read_box(b"PK\x03\x04"), None);
        assert_eq!(read_box(BOX_MARK), Some(Vec::new()));
    }

    #[test]
    fn a_packet_without_a_head_or_without_a_key_is_none() {
        assert_eq!(Packet::read(b""), None);
        assert_eq!(Packet::read(&[b'x'; 5_000]), None);
        assert_eq!(Packet::read(b"{}\nabc"), None);
    }
}
