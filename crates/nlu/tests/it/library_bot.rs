//! A small bot of our own for tests: a public library, in French, English, Japanese and Arabic.
//! Entities are marked inline: `[text](role)`, or `[text](role:type)`.

use model::{
    Annotation, Bot, BotName, Dictionary, DictionaryEntry, EntityType, EntityTypeName, EntityUse,
    Intent, IntentName, Locale, Namespace, Query, Role, Sentence, SentenceStatus, Span, Timestamp,
};

/// Reads `[text](role:type)` marks.
pub fn marked(line: &str) -> (String, Vec<Annotation>) {
    let (mut text, mut entities, mut rest) = (String::new(), Vec::new(), line);
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        let (words, after) = after.split_once("](").expect("a mark has a role");
        let (role, after) = after.split_once(')').expect("a role is closed");
        let (role, entity_type) = role.split_once(':').unwrap_or((role, role));
        let start = text.len();
        text.push_str(words);
        entities.push((start, text.len(), role.to_owned(), entity_type.to_owned()));
        rest = after;
    }
    text.push_str(rest);
    let entities = entities
        .into_iter()
        .map(|(start, end, role, entity_type)| Annotation {
            span: Span::of_bytes(&text, start, end),
            entity_type: EntityTypeName::new(entity_type).unwrap(),
            role: Role::new(role).unwrap(),
            sub_entities: Vec::new(),
        })
        .collect();
    (text, entities)
}

/// A bot without anything but its locales.
pub fn empty_bot(locales: &[&str]) -> Bot {
    let locales = locales.iter().map(|locale| locale.parse().unwrap()).collect();
    Bot::new(Namespace::new("app").unwrap(), BotName::new("test").unwrap(), locales)
}

/// Adds sentences of an intent; declares the intent and the uses of entities.
pub fn add(bot: &mut Bot, locale: &str, intent: &str, lines: &str) {
    let name = IntentName::new(intent).unwrap();
    let locale: Locale = locale.parse().unwrap();
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (text, entities) = marked(line);
        let declared: &mut Intent = bot.intents.entry(name.clone()).or_default();
        for annotation in &entities {
            let own = EntityUse {
                entity_type: annotation.entity_type.clone(),
                role: annotation.role.clone(),
            };
            if !declared.entities.contains(&own) {
                declared.entities.push(own);
            }
        }
        bot.sentences.push(Sentence {
            text,
            locale: locale.clone(),
            intent: Some(name.clone()),
            entities,
            status: SentenceStatus::Validated,
        });
    }
}

/// Adds a dictionary: one value per line, `value = label, label`.
pub fn add_dictionary(bot: &mut Bot, entity_type: &str, locale: &str, lines: &str) {
    let declared: &mut EntityType =
        bot.entity_types.entry(EntityTypeName::new(entity_type).unwrap()).or_default();
    let dictionary = declared.dictionary.get_or_insert_with(Dictionary::default);
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (value, labels) = line.split_once(" = ").unwrap_or((line, line));
        let words: Vec<String> = labels.split(", ").map(str::to_owned).collect();
        match dictionary.entries.iter_mut().find(|entry| entry.value == value) {
            Some(entry) => {
                entry.labels.insert(locale.parse().unwrap(), words);
            }
            None => dictionary.entries.push(DictionaryEntry {
                value: value.to_owned(),
                labels: [(locale.parse().unwrap(), words)].into(),
            }),
        }
    }
}

/// A question to the model.
pub fn query(text: &str, locale: &str) -> Query {
    Query {
        text: text.to_owned(),
        locale: locale.parse().unwrap(),
        now: Timestamp(1_772_442_000_000),
        zone: "Europe/Paris".into(),
        intents: Vec::new(),
        excluded: Vec::new(),
        known_sentences: true,
    }
}

/// The library bot: French and English.
pub fn library() -> Bot {
    let mut bot = empty_bot(&["fr", "en"]);
    add_dictionary(
        &mut bot,
        "branch",
        "fr",
        "central = médiathèque centrale, la centrale
         north = Tilleuls, bibliothèque des Tilleuls
         port = Vieux-Port, antenne du port
         hill = La Colline
         river = Les Berges
         station = Gare Sud",
    );
    add_dictionary(
        &mut bot,
        "branch",
        "en",
        "central = central library, main library
         north = Linden branch, Linden
         port = Old Harbour, harbour branch
         hill = Hilltop
         river = Riverside
         station = South Station",
    );
    add(
        &mut bot,
        "fr",
        "reserve_book",
        "je veux réserver [Les Misérables](title)
         réserver un livre
         peux-tu me mettre de côté [Le Petit Prince](title)
         mets-moi [Germinal](title) de côté s'il te plaît
         j'aimerais réserver [Bel-Ami](title) à [Tilleuls](branch)
         est-ce que je peux réserver un roman
         garde-moi [Candide](title) à la [médiathèque centrale](branch)
         je souhaite une réservation pour [L'Étranger](title)
         bloque le livre [La Peste](title) pour moi
         comment faire pour réserver un ouvrage
         retiens [Madame Bovary](title) pour moi à [Vieux-Port](branch)
         une réservation s'il vous plaît",
    );
    add(
        &mut bot,
        "fr",
        "renew_loan",
        "je voudrais prolonger mon prêt
         puis-je garder le livre plus longtemps
         renouveler mes emprunts
         prolonge tous mes livres d'une semaine
         je n'ai pas fini de lire, comment prolonger
         est-il possible de renouveler un emprunt
         encore quelques jours pour mon roman
         repousser la date de retour
         je veux garder mes livres encore un peu
         prolongation de prêt
         peut-on rallonger la durée du prêt
         je n'aurai pas le temps de le finir, on peut prolonger ?",
    );
    add(
        &mut bot,
        "fr",
        "opening_hours",
        "quels sont vos horaires
         à quelle heure ouvrez-vous
         est-ce ouvert le dimanche
         la [médiathèque centrale](branch) ferme à quelle heure
         vous êtes ouverts quand
         horaires de [Tilleuls](branch)
         jusqu'à quelle heure est ouverte l'[antenne du port](branch)
         heures d'ouverture
         c'est fermé le lundi ?
         quand est-ce que [Vieux-Port](branch) ouvre
         vous ouvrez tôt le matin ?
         êtes-vous ouverts les jours fériés",
    );
    add(
        &mut bot,
        "fr",
        "transfer_book",
        "faites venir ce livre de [Tilleuls](origin:branch) à [Vieux-Port](destination:branch)
         je veux transférer un livre de la [médiathèque centrale](origin:branch) vers [Tilleuls](destination:branch)
         transfert vers [Vieux-Port](destination:branch) depuis [Tilleuls](origin:branch)
         envoyez ma réservation à [Tilleuls](destination:branch)
         peut-on déplacer le livre depuis [Vieux-Port](origin:branch)
         acheminer un ouvrage de [Vieux-Port](origin:branch) à la [médiathèque centrale](destination:branch)
         je voudrais le faire livrer à [Vieux-Port](destination:branch)
         transférer de [Tilleuls](origin:branch) à la [médiathèque centrale](destination:branch)
         le livre est à [Tilleuls](origin:branch), envoyez-le à [Vieux-Port](destination:branch)
         un transfert depuis la [médiathèque centrale](origin:branch) s'il vous plaît
         faire suivre mes livres vers la [médiathèque centrale](destination:branch)
         transfert de [Vieux-Port](origin:branch) vers [Tilleuls](destination:branch)",
    );
    add(
        &mut bot,
        "fr",
        "pay_fine",
        "combien je dois d'amende
         payer mes pénalités de retard
         j'ai rendu un livre en retard, ça coûte combien
         régler une amende
         je veux payer ce que je dois
         quel est le montant de ma pénalité
         où payer l'amende
         j'ai reçu une facture de retard
         comment régler mes pénalités en ligne
         est-ce que j'ai une dette
         paiement des retards
         dois-je de l'argent à la bibliothèque",
    );
    add(
        &mut bot,
        "fr",
        "greet",
        "bonjour
         salut
         coucou
         bonsoir à tous
         hello
         bonjour, vous allez bien ?
         salutations
         bien le bonjour
         hé salut toi
         bonjour monsieur
         bonjour madame
         yo",
    );
    add(
        &mut bot,
        "en",
        "reserve_book",
        "I want to reserve [Great Expectations](title)
         reserve a book
         can you put [Emma](title) aside for me
         please hold [Dracula](title) at [Linden](branch)
         I'd like to reserve [Ulysses](title)
         can I place a hold on a novel
         keep [Persuasion](title) for me at the [central library](branch)
         I would like a reservation for [Middlemarch](title)
         put a hold on [Kim](title)
         how do I reserve something
         save [Ivanhoe](title) for me at [Old Harbour](branch)
         a reservation please",
    );
    add(
        &mut bot,
        "en",
        "renew_loan",
        "I would like to extend my loan
         can I keep the book longer
         renew my loans
         extend all my books by a week
         I have not finished reading, how do I extend
         is it possible to renew
         a few more days for my novel please
         push back the due date
         I want to keep my books a bit longer
         loan extension
         can the lending period be extended
         I need more time to finish it",
    );
    add(
        &mut bot,
        "en",
        "opening_hours",
        "what are your opening hours
         when do you open
         are you open on Sunday
         when does the [central library](branch) close
         what time do you close
         hours for [Linden](branch)
         until when is the [harbour branch](branch) open
         opening times
         are you closed on Mondays
         when does [Old Harbour](branch) open
         do you open early in the morning
         are you open on public holidays",
    );
    add(
        &mut bot,
        "en",
        "transfer_book",
        "bring this book from [Linden](origin:branch) to [Old Harbour](destination:branch)
         I want to transfer a book from the [central library](origin:branch) to [Linden](destination:branch)
         transfer to [Old Harbour](destination:branch) from [Linden](origin:branch)
         send my reservation to [Linden](destination:branch)
         can you move the book from [Old Harbour](origin:branch)
         ship a volume from [Old Harbour](origin:branch) to the [central library](destination:branch)
         I would like it delivered to [Old Harbour](destination:branch)
         transfer from [Linden](origin:branch) to the [central library](destination:branch)
         the book is at [Linden](origin:branch), send it to [Old Harbour](destination:branch)
         a transfer from the [central library](origin:branch) please
         forward my books to the [central library](destination:branch)
         transfer from [Old Harbour](origin:branch) to [Linden](destination:branch)",
    );
    add(
        &mut bot,
        "en",
        "pay_fine",
        "how much do I owe
         pay my late fees
         I returned a book late, what does it cost
         settle a fine
         I want to pay what I owe
         what is the amount of my fine
         where can I pay the fine
         I got a bill for a late book
         how do I pay my fees online
         do I have a debt
         payment of late fees
         do I owe the library money",
    );
    add(
        &mut bot,
        "en",
        "greet",
        "hello
         hi
         hey there
         good evening everybody
         good morning
         hello, how are you
         greetings
         hiya
         hi you
         good day sir
         good afternoon
         yo",
    );
    bot
}
