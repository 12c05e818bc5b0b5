//! Nodes that start together where nothing is yet: one of them makes what a centre begins with (OPS-2, ADM-5).

use api::{config::Config, startup};
use futures::future::join_all;
use service::Service;
use store::people;

use crate::house::{Engine, configuration, postgres_is_there, template};

const NODES: usize = 3;

/// Starts the nodes at the same time in one folder and on one database; what each tells its operator.
async fn start_together(engine: Engine, demo: bool) -> Vec<(Service, Vec<String>)> {
    let folder = tempfile::tempdir().expect("a folder");
    let config = Config { demo, ..configuration(folder.path(), template::empty(engine).await) };
    let start = |config: Config| async move {
        let service = startup::open(&config).await.expect("a node");
        let told = startup::welcome(&config, &service).await.expect("a welcome");
        (service, told)
    };
    let nodes = (0..NODES).map(|_| tokio::spawn(start(config.clone())));
    join_all(nodes).await.into_iter().map(|node| node.expect("no panic")).collect()
}

async fn one_administrator(engine: Engine) {
    let nodes = start_together(engine, false).await;
    let links: Vec<&String> =
        nodes.iter().flat_map(|(_, told)| told).filter(|line| line.contains("/welcome/")).collect();
    assert_eq!(links.len(), 1, "one link for the one administrator: {links:?}");
    for (service, _) in &nodes {
        assert_eq!(people::count(&mut service.db.read().await.expect("a connection")).await.expect("a count"), 1);
        assert_eq!(service.keys.current(), nodes[0].0.keys.current(), "all sign with the same key");
    }
}

async fn one_demo(engine: Engine) {
    for (service, told) in start_together(engine, true).await {
        assert!(told[0].starts_with("Demo centre."), "{told:?}");
        service.sign_in("duty", startup::DEMO_PASSWORD, "127.0.0.1", "").await.expect("it is filled when it answers");
    }
}

mod sqlite {
    use super::*;

    #[tokio::test]
    async fn nodes_that_start_together_make_one_administrator() {
        one_administrator(Engine::Sqlite).await;
    }

    #[tokio::test]
    async fn nodes_that_start_together_fill_one_demo_centre() {
        one_demo(Engine::Sqlite).await;
    }
}

mod postgres {
    use super::*;

    #[tokio::test]
    async fn nodes_that_start_together_make_one_administrator() {
        if postgres_is_there() {
            one_administrator(Engine::Postgres).await;
        }
    }

    #[tokio::test]
    async fn nodes_that_start_together_fill_one_demo_centre() {
        if postgres_is_there() {
            one_demo(Engine::Postgres).await;
        }
    }
}
