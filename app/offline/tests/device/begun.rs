//! What somebody had begun, on the server of one test: kept for its person, given back until it is taken up.

use domain::{PersonId, sealed::Packet};
use offline::transport::{Answer, Ask};
use serde_json::{Value, json};

use crate::{
    server::{Server, json_answer},
    tablet::SERVERS_SEAL,
};

impl Server {
    pub fn keep_begun(&self, name: &str, packet: &Packet) -> Answer {
        let plain = packet.ciphertext.strip_prefix(SERVERS_SEAL).expect("sealed to the server");
        let drafts: Value = serde_json::from_slice(plain).expect("drafts are JSON");
        self.begun.borrow_mut().insert(name.to_owned(), (packet.head.actor, drafts["drafts"].clone()));
        let receipt = self.receipt(name, name, "accepted");
        let counts = json!({
            "server_time": self.time(), "receipt": receipt, "accepted": 0, "kept": 0, "quarantined": 0, "retry": 0,
            "drafts": packet.head.items,
        });
        json_answer(200, &counts)
    }

    pub fn give_begun(&self, ask: &Ask, who: PersonId) -> Answer {
        if ask.method == "DELETE" {
            self.begun.borrow_mut().remove(ask.path.trim_start_matches("/api/begun/"));
            return Answer { status: 204, ..Answer::default() };
        }
        let begun = self.begun.borrow();
        let own = begun.iter().filter(|(_, (person, _))| *person == who);
        let items: Vec<Value> = own.map(|(name, (_, drafts))| json!({"sha256": name, "drafts": drafts})).collect();
        json_answer(200, &json!({"items": items}))
    }
}
