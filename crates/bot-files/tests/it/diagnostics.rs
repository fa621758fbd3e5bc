//! Every mistake is found where it is, and the remedy says what to do.

use std::collections::BTreeMap;

use model::Diagnostic;

const BOT: &str = "name = \"b\"\nnamespace = \"app\"\nlocales = [\"en\"]\n";
const INTENTS: &str = "# book\nentities: town:origin, number:count\n\n## en\n\n- from [Lyon](origin)\n\n# hello\n\n## en\n\n- hi\n";
const ENTITIES: &str = "[town]\nvalues = [\n  { value = \"lyon\", en = [\"Lyon\"] },\n]\n";
const STORIES: &str = "[book]\nstarters = [\"book\"]\nanswers = [\"done\"]\n\n[[book.mandatory]]\nentity = \"origin\"\nask = [\"where\"]\n\n[hello]\nkind = \"unknown\"\nstarters = [\"hello\"]\nanswers = [\"hi\"]\n";
const ANSWERS: &str = "done = \"Done\"\nhi = \"Hi\"\nwhere = \"Where?\"\n";

fn base() -> BTreeMap<String, String> {
    [
        ("bot.toml", BOT),
        ("intents/a.md", INTENTS),
        ("entities/town.toml", ENTITIES),
        ("stories/a.toml", STORIES),
        ("answers/en.toml", ANSWERS),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into()
}

fn findings(files: &BTreeMap<String, String>) -> Vec<Diagnostic> {
    bot_files::read_files(files).1
}

/// Replaces `from` by `to` in a file (an empty `from` appends, or makes the file), and looks for
/// the finding and its line.
#[track_caller]
fn check(file: &str, from: &str, to: &str, code: &str, line: usize, remedy: &str) {
    let mut files = base();
    let text = files.entry(file.to_owned()).or_default();
    if from.is_empty() {
        text.push_str(to);
    } else {
        assert!(text.contains(from), "{file} does not hold {from}");
        *text = text.replacen(from, to, 1);
    }
    let found = findings(&files);
    let is_it = |finding: &&Diagnostic| {
        finding.code == code
            && finding.place.as_deref() == Some(file)
            && finding.line == (line > 0).then_some(line)
    };
    let Some(finding) = found.iter().find(is_it) else {
        panic!("no `{code}` at {file}:{line} in {found:#?}");
    };
    assert!(finding.remedy.contains(remedy), "{finding}");
    assert!(!finding.message.is_empty() && !finding.remedy.is_empty());
}

#[test]
fn the_base_of_these_tests_is_sound() {
    assert_eq!(findings(&base()), []);
}

#[test]
fn mistakes_of_the_bot() {
    check("bot.toml", "name =", "nam =", "unknown-key", 1, "did you mean `name`?");
    check("bot.toml", "name = \"b\"\n", "", "missing-key", 1, "add `name = ");
    check("bot.toml", "\"b\"", "\"a b\"", "wrong-value", 1, "");
    check("bot.toml", "\"b\"", "7", "wrong-type", 1, "a text in quotes");
    check("bot.toml", "\"b\"", "\"b", "toml-syntax", 1, "");
    check("bot.toml", "[\"en\"]", "\"en\"", "wrong-type", 3, "a list in square brackets");
    check("bot.toml", "[\"en\"]", "[\"english\"]", "wrong-value", 3, "");
    check("bot.toml", "[\"en\"]", "[]", "no-locale", 3, "locales");
    check("bot.toml", "", "time_zone = \"Europe/Pariss\"", "unknown-time-zone", 4, "Europe/Paris");
    check("bot.toml", "", "[settings]\nunknown_threshold = 35", "out-of-range", 4, "probability");
    check("bot.toml", "", "[branding]\ncolor = \"red\"", "wrong-value", 4, "#rrggbb");
    check("bot.toml", "", "[branding]\ntext_color = \"#12\"", "wrong-value", 4, "#rrggbb");
    check("bot.toml", "", "[branding]\ntheme = \"drak\"", "wrong-value", 4, "`dark`");
    check("bot.toml", "", "[branding]\nposition = \"lefft\"", "wrong-value", 4, "`left`");
    check("bot.toml", "", "story_order = [\"bok\"]", "unknown-story", 4, "`book`");
    check("notes.txt", "", "x", "unread-file", 0, "a bot is");
    check("storys/a.toml", "", "x", "unread-file", 0, "`stories/`");
    check("intents/a.txt", "", "x", "unread-file", 0, ".md");
}

#[test]
fn mistakes_of_entities() {
    let file = "entities/town.toml";
    check(file, "values", "valeus", "unknown-key", 2, "`values`");
    check(file, "value =", "name =", "missing-key", 3, "value");
    check(file, "en =", "english =", "unknown-key", 3, "locales");
    check(file, "{ value = \"lyon\", en = [\"Lyon\"] },", "", "empty-dictionary", 1, "add values");
    check(file, "[\"Lyon\"]", "[\"\"]", "empty-word", 3, "remove");
    check(file, "},\n", "},\n  \"lyon\",\n", "duplicate-value", 4, "join");
    check(file, "},\n", "},\n  { value = \"x\", en = [\"lyón\"] },\n", "ambiguous-word", 4, "keep");
    check(file, "", "[day]\ndimension = \"datetme\"\n", "unknown-dimension", 6, "`datetime`");
    check(file, "", "[datetime]\n", "hidden-dimension", 5, "dimension = \"datetime\"");
    check(file, "", "[x]\nsub_entities = [\"towm\"]\n", "unknown-entity-type", 5, "`town`");
    check(file, "", "minimum_similarity = 80", "out-of-range", 1, "between");
    check(file, "en = [\"Lyon\"]", "de = [\"Lyon\"]", "unspoken-locale", 1, "locales");
}

#[test]
fn mistakes_of_intents() {
    let file = "intents/a.md";
    check(file, "](origin)", "](orign)", "unknown-entity-type", 6, "`origin`");
    check(file, "](origin)", "](town:destination)", "undeclared-entity", 6, "entities:");
    check(file, "](origin)", "]", "bad-mark", 6, "\\[");
    check(file, "](origin)", "", "bad-mark", 6, "[words](entity)");
    check(file, "town:origin", "toun:origin", "unknown-entity-type", 2, "`town`");
    check(file, "entities:", "entites:", "unknown-key", 2, "`entities`");
    check(file, "## en", "## english", "wrong-value", 4, "## fr");
    check(file, "## en", "", "misplaced-line", 6, "## fr");
    check(file, "# book", "# bo?ok", "wrong-value", 1, "name_of_the_intent");
    check(file, "- hi", "hi", "misplaced-line", 12, "- sentence");
    check(file, "- hi", "- h\\i", "stray-backslash", 12, "\\\\");
    check(file, "- hi", "- hi\n- Hi", "duplicate-sentence", 13, "remove");
    check(file, "- hi", "- hi\n- from Lyon", "contradicting-sentence", 13, "one of the two");
    check(file, "- hi", "-", "empty-sentence", 12, "remove");
    check(file, "\n- hi", "", "no-sentences", 8, "a dozen");
    check(file, "## en\n\n- hi", "## de\n\n- hi", "unspoken-locale", 12, "locales");
    check(file, "", "\n# lonely\n\n## en\n\n- alone\n", "no-story", 14, "starters");
}

#[test]
fn mistakes_of_stories() {
    let file = "stories/a.toml";
    check(file, "starters", "startres", "unknown-key", 2, "`starters`");
    check(file, "[\"book\"]", "[\"bok\"]", "unknown-intent", 2, "`book`");
    check(file, "[\"done\"]", "[\"dome\"]", "unknown-label", 3, "`done`");
    check(file, "\"origin\"", "\"orign\"", "unknown-entity-type", 5, "`origin`");
    check(file, "\"origin\"", "\"town:origine\"", "unknown-role", 5, "`origin`");
    check(file, "ask = [\"where\"]", "ask = []", "no-question", 5, "ask");
    check(file, "\"unknown\"", "\"unknwon\"", "wrong-value", 10, "`unknown`");
    check(file, "", "ends_with = \"bok\"\n", "unknown-story", 13, "`book`");
    check(file, "", "redirects_to = \"hello\"\n", "story-cycle", 13, "circle");
    check(
        file,
        "",
        "[x]\nstarters = [\"hello\"]\nanswers = [\"hi\"]",
        "contradicting-stories",
        14,
        "",
    );
    check(file, "", "[x]\nanswers = [\"hi\"]", "unreachable-story", 13, "starters");
    check(file, "answers = [\"done\"]\n", "", "silent-story", 1, "answers");
    check(file, "", "[[hello.steps]]\nanswers = [\"hi\"]", "missing-key", 13, "name");
    check(file, "", "[[hello.steps]]\nname = \"s\"", "unreachable-step", 13, "trigger");
    check(
        file,
        "",
        "[[hello.steps]]\nname = \"s\"\ntarget = \"bok\"",
        "unknown-intent",
        15,
        "`book`",
    );
    let step = "[[hello.steps]]\nname = \"s\"\ntitle = \"hi\"\n";
    check(file, "", &format!("{step}{step}"), "duplicate-step", 13, "another name");
    let trigger = |trigger: &str| format!("{step}trigger = {{ {trigger} }}");
    check(file, "", &trigger("role = \"orgin\""), "unknown-role", 16, "`origin`");
    check(file, "", &trigger("role = \"origin\", value = \"lyn\""), "unknown-value", 16, "`lyon`");
    check(file, "", &trigger("value = \"lyon\""), "missing-key", 16, "role");
    check(file, "", "x = 1", "unknown-key", 13, "");
}

#[test]
fn mistakes_of_answers() {
    let check = |answer: &str, code: &str, remedy: &str| {
        check("stories/a.toml", "[\"done\"]", &format!("[{answer}]"), code, 3, remedy);
    };
    check("{ txt = \"done\" }", "missing-key", "text");
    check(
        "{ text = \"done\", file = { url = \"/x\", media = \"image\" } }",
        "wrong-value",
        "two answers",
    );
    check("{ file = { url = \"x\", media = \"image\" } }", "wrong-url", "https://");
    check("{ file = { url = \"/x\", media = \"imgae\" } }", "wrong-value", "`image`");
    check("{ carousel = [] }", "empty-carousel", "add cards");
    check("{ card = {} }", "empty-card", "add one");
    check("{ custom = { connector = \"web\", payload = \"{\" } }", "wrong-value", "JSON");
    check("{ http = { url = \"ftp://x\" } }", "wrong-url", "https://");
    check("{ http = { url = \"https://x.org\", timeout_ms = 99999 } }", "out-of-range", "waits");
    check("{ set = { variable = \"a b\", value = \"1\" } }", "wrong-value", "letters");
    check("{ forget = [\"orign\"] }", "unknown-role", "`origin`");
    let button =
        |action: &str| format!("{{ text = \"done\", buttons = [{{ title = \"hi\"{action} }}] }}");
    check(&button(""), "missing-key", "`intent`");
    check(&button(", intent = \"bok\""), "unknown-intent", "`book`");
    check(&button(", intent = \"book\", step = \"x\""), "unknown-step", "write the step");
    check(
        &button(", intent = \"book\", parameters = { orign = \"x\" }"),
        "unknown-role",
        "`origin`",
    );
    check(
        &button(", intent = \"book\", parameters = { origin = \"lyn\" }"),
        "unknown-value",
        "`lyon`",
    );
    check(&button(", url = \"javascript:x\""), "wrong-url", "https://");
    check(&button(", call = \"ring\""), "wrong-value", "+33");
    check(&button(", url = \"/x\", say = \"hi\""), "wrong-value", "keep one");
}

#[test]
fn mistakes_of_labels() {
    let file = "answers/en.toml";
    check(file, "\"Done\"", "[]", "missing-text", 1, "write a text");
    check(file, "\"Done\"", "\" \"", "empty-text", 1, "remove");
    check(file, "\"Done\"", "[\"a\", \"a\"]", "duplicate-variant", 1, "remove");
    check(file, "\"Done\"", "[{ say = [\"a\"] }]", "missing-key", 1, "interface");
    check(file, "", "spare = \"x\"", "unused-label", 4, "remove");
    check("answers/english.toml", "", "x = \"y\"", "wrong-file-name", 1, "rename");
    check("answers/descriptions.toml", "", "x = \"y\"", "missing-text", 1, "answers/");
}

#[test]
fn mistakes_of_dialogs() {
    let check = |text: &str, code: &str, line: usize, remedy: &str| {
        check("tests/a.dialog", "", text, code, line, remedy);
    };
    check("now: tomorrow\n> hi\n< Hi\n", "wrong-value", 1, "2026-03-02T09:00");
    check("time_zone: Mars\n> hi\n< Hi\n", "unknown-time-zone", 1, "IANA");
    check("lcoale: en\n> hi\n< Hi\n", "unknown-key", 1, "`locale`");
    check("locale: de\n> hi\n< Hi\n", "unspoken-locale", 1, "locale");
    check("> hi\n= helo\n", "unknown-intent", 2, "`hello`");
    check("> hi\nhello\n", "bad-line", 2, "begin it with");
    check("> (dance)\n", "bad-line", 1, "(start)");
    check("> [One] [Two]\n", "bad-line", 1, "one per line");
    check("> hi\n< [One\n", "bad-line", 2, "\\[");
    check("> hi\n< [One]\n", "misplaced-line", 2, "< *");
    check("> (start)\n= hello\n", "misplaced-line", 2, "words");
    check("locale: en\n", "empty-dialog", 1, "> what");
}

#[test]
fn a_secret_is_reported() {
    check("bot.toml", "", "api_key = \"0123456789\"\n", "secret", 4, "renew");
}

#[test]
fn a_language_without_texts_is_reported_where_the_label_is() {
    let mut files = base();
    files.insert("bot.toml".into(), BOT.replace("[\"en\"]", "[\"en\", \"fr\"]"));
    let found = findings(&files);
    let missing: Vec<_> = found.iter().filter(|finding| finding.code == "missing-text").collect();
    assert_eq!(missing.len(), 3, "{found:#?}");
    assert_eq!(missing[0].place.as_deref(), Some("answers/en.toml"));
    assert!(missing[0].remedy.contains("answers/fr.toml"));
}

#[test]
fn a_story_in_two_files_is_read_twice_and_reported() {
    let mut files = base();
    files.insert("stories/b.toml".into(), "[book]\nanswers = [\"hi\"]".into());
    let (bot, found) = bot_files::read_files(&files);
    assert_eq!(bot.stories.len(), 3);
    assert!(found.iter().any(|finding| finding.code == "duplicate-story"));
}

#[test]
fn one_reading_reports_all_mistakes() {
    let mut files = base();
    files.insert("stories/b.toml".into(), "[a]\nx = \n[b]\nanswers = [\"no\"]\n".into());
    files.insert("tests/a.dialog".into(), "what\n> hi\n= nothing\n".into());
    files.insert("entities/b.toml".into(), "[x\n[y]\nvalues = 3\n".into());
    let found = findings(&files);
    for code in ["toml-syntax", "unknown-label", "bad-line", "unknown-intent", "wrong-type"] {
        assert!(found.iter().any(|finding| finding.code == code), "{code} in {found:#?}");
    }
}

#[test]
fn mistakes_of_rules_and_keywords() {
    let file = "stories/a.toml";
    let cycle = "[book.channels.alexa]\nredirects_to = \"hello\"\n[hello.channels.alexa]\nredirects_to = \"book\"\n";
    check(file, "", cycle, "story-cycle", 13, "remove one");
    check(file, "", "[book.channels.web]\nends_with = \"helo\"\n", "unknown-story", 13, "`hello`");
    check(file, "", "[book.channels.\"a b\"]\n", "wrong-value", 13, "");
    check(file, "", "[book.channels.web]\nenabled = true\n", "unknown-key", 14, "disabled");
    check(file, "", "[x]\nkeywords = [\"\"]\nanswers = [\"hi\"]\n", "empty-word", 14, "remove");
    let twice = "[x]\nkeywords = [\"Stop\"]\nanswers = [\"hi\"]\n[y]\nkeywords = [\"stop\"]\nanswers = [\"hi\"]\n";
    check(file, "", twice, "contradicting-stories", 17, "one of the two");
    check(
        file,
        "answers = [\"done\"]",
        "answers = [\"done\"]\ninsists = true",
        "useless-insists",
        4,
        "ask_again",
    );
    check(
        file,
        "answers = [\"done\"]",
        "answers = [\"done\"]\nswitches_bot = \"offf\"",
        "wrong-value",
        4,
        "`off`",
    );
    check(
        file,
        "answers = [\"done\"]",
        "answers = [\"done\"]\nbare_values = \"never\"",
        "wrong-value",
        4,
        "`nowhere`",
    );
    check(
        file,
        "answers = [\"done\"]",
        "answers = [\"done\"]\nflag = \"f\"",
        "unknown-flag",
        4,
        "flags.toml",
    );
    check("bot.toml", "", "[settings]\nadmin_keywords = [\"web\"]", "open-keywords", 4, "testers");
}

#[test]
fn mistakes_of_flags() {
    let file = "flags.toml";
    check(file, "", "[f]\nfrom = \"soon\"", "wrong-value", 1, "2026-03-02");
    check(file, "", "[f]\npercent = 120", "out-of-range", 1, "of a hundred");
    check(
        file,
        "",
        "[f]\nfrom = \"2026-03-02\"\nuntil = \"2026-03-01\"",
        "empty-period",
        1,
        "exchange",
    );
    check(file, "", "[f]\nenable = true", "unknown-key", 2, "`enabled`");
    check(file, "", "[\"a b\"]\n", "wrong-value", 1, "");
    check(file, "", "f = true", "wrong-type", 1, "a table");
}

#[test]
fn mistakes_of_the_faq() {
    let file = "faq/a.md";
    check(file, "", "# q\n\n## en\n\n- what?\n", "no-answer", 1, "> text");
    check(
        file,
        "",
        "# q\nends_with: helo\n\n## en\n\n- what?\n\n> that\n",
        "unknown-story",
        2,
        "`hello`",
    );
    check(file, "", "# q\ntag: a\n", "unknown-key", 2, "`tags`");
    check(file, "", "# q\ndisabled: yes\n", "wrong-value", 2, "`true`");
    check(
        file,
        "",
        "# hello\n\n## en\n\n- hi you\n\n> that\n",
        "contradicting-stories",
        1,
        "remove",
    );
    check(file, "", "# q\n\n## en\n\n- what?\n\n> \\x\n", "stray-backslash", 7, "");
    let settings = "[settings]\nfaq_ends_with = \"nothing\"";
    check("bot.toml", "", settings, "unknown-story", 4, "write the story");
}

#[test]
fn mistakes_of_new_answers() {
    let file = "stories/a.toml";
    let answer = |answer: &str| format!("[x]\nkeywords = [\"x\"]\nanswers = [{answer}]\n");
    check(
        file,
        "",
        &answer("{ remember = { name = \"a b\", value = \"1\" } }"),
        "wrong-value",
        15,
        "letters",
    );
    check(file, "", &answer("{ remember = { name = \"a\" } }"), "missing-key", 15, "value");
    check(
        file,
        "",
        &answer("{ notify = { user = \"u\", intent = \"bok\" } }"),
        "unknown-intent",
        15,
        "`book`",
    );
    check(file, "", &answer("{ hand_over = { topic = \"nothing\" } }"), "unknown-label", 15, "");
    check(
        file,
        "",
        &answer("{ text = \"hi\", footnotes = [{ title = \"hi\", url = \"x\" }] }"),
        "wrong-url",
        15,
        "https://",
    );
}
