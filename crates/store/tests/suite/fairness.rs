//! A namespace that asks for far more than its share takes nothing from another one.

use crate::world::*;

/// Turns that all workers together finish in one round.
const CAPACITY: usize = 4;

/// What the quiet namespace asks for in a round: its share.
const SHARE: usize = 2;

const ROUNDS: usize = 20;

/// How many turns of the quiet namespace are finished while another one asks for so many each
/// round.
async fn finished(world: &World, loud_each_round: usize) -> usize {
    let store = world.serve().await;
    let quiet = Talk::begin(&store, "quiet").await;
    let loud = Talk::begin(&store, "loud").await;
    let mut finished = 0;
    for round in 0..ROUNDS {
        for number in 0..loud_each_round {
            loud.leaves(&format!("l{round}-{number}"), "encore", None).await;
        }
        for number in 0..SHARE {
            quiet.leaves(&format!("q{round}-{number}"), "bonjour", None).await;
        }
        for claimed in store.claim(CAPACITY).await.unwrap() {
            let talk = if claimed.namespace == quiet.bot.namespace { &quiet } else { &loud };
            talk.answers(&claimed, &["oui"]).await;
            finished += usize::from(claimed.namespace == quiet.bot.namespace);
        }
    }
    store.forget_conversations(&loud.bot.namespace).await.unwrap();
    store.forget_conversations(&quiet.bot.namespace).await.unwrap();
    store.close().await;
    finished
}

on_both_engines! {
    async fn fifty_times_the_share_of_one_takes_nothing_from_another(world: &World) {
        let alone = finished(world, 0).await;
        let beside = finished(world, 50 * SHARE).await;
        println!("finished alone: {alone}, beside fifty times its share: {beside}");
        assert_eq!(alone, ROUNDS * SHARE);
        assert!(beside * 10 >= alone * 9, "{beside} of {alone}");
    }
}
