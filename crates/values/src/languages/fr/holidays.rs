//! Holidays of France, Belgium, Switzerland and Canada by their French names.

use crate::engine::pattern::Grammar;
use crate::languages::actions;
use crate::time::feasts::feast_named;

pub(super) fn rules(g: &mut Grammar) {
    for (words, name) in [
        ("(jour de l'an|nouvel an|premier de l'an)", "New Year's Day"),
        ("(saint-sylvestre|reveillon du nouvel an|reveillon du jour de l'an)", "New Year's Eve"),
        ("(epiphanie|jour des rois|fete des rois)", "Epiphany"),
        ("(chandeleur)", "Candlemas"),
        ("(saint-valentin|st-valentin|fete des amoureux)", "Valentine's Day"),
        ("(saint-patrick|st-patrick)", "St Patrick's Day"),
        ("(poisson d'avril)", "April Fools"),
        ("(fete du travail|fete du muguet)", "Labor Day (May)"),
        ("(fete de la victoire|victoire 1945|armistice 1945)", "Victory in Europe Day"),
        ("(fete nationale|prise de la bastille)", "Bastille Day"),
        ("(fete nationale belge)", "Belgian National Day"),
        ("(fete nationale suisse)", "Swiss National Day"),
        ("(fete du canada)", "Canada Day"),
        ("(saint-berchtold|st-berchtold)", "Berchtold's Day"),
        ("(saint-joseph|st-joseph)", "St Joseph's Day"),
        ("(fete de la communaute flamande)", "Flemish Community Day"),
        (
            "(fete de la communaute francaise|fete de la federation wallonie-bruxelles)",
            "French Community Day",
        ),
        ("(fete du roi)", "King's Feast"),
        ("(restauration de la republique)", "Restoration Day (Geneva)"),
        ("(lundi du jeune|lundi du jeune federal)", "Swiss Federal Fast Monday"),
        ("(jeune genevois)", "Geneva Fast"),
        ("(jour de la famille|fete de la famille)", "Family Day"),
        ("(fete de la reine|fete de victoria)", "Victoria Day"),
        ("(conge civique)", "Civic Holiday"),
        (
            "(journee nationale de la verite et de la reconciliation)",
            "National Day for Truth and Reconciliation",
        ),
        (
            "(saint-jean-baptiste|st-jean-baptiste|saint-jean|st-jean|fete nationale du quebec)",
            "Saint-Jean-Baptiste Day",
        ),
        ("(assomption)", "Assumption Day"),
        ("(toussaint)", "All Saints' Day"),
        ("(fete des morts|jour des morts)", "All Souls' Day"),
        ("(armistice|jour du souvenir)", "Armistice Day"),
        ("(saint-nicolas|st-nicolas)", "St Nicholas Day"),
        ("(immaculee conception)", "Immaculate Conception"),
        ("(veille de noel|reveillon de noel)", "Christmas Eve"),
        ("(noel|jour de noel)", "Christmas"),
        ("(lendemain de noel|saint-etienne|st-etienne)", "Boxing Day"),
        ("(halloween)", "Halloween"),
        (
            "(journee de la femme|journee des femmes|journee internationale des femmes)",
            "International Women's Day",
        ),
        ("(fete de la musique)", "Fête de la Musique"),
        ("(journees du patrimoine)", "Heritage Day (France)"),
        ("(jeune federal)", "Swiss Federal Fast"),
        ("(fete des patriotes|journee nationale des patriotes)", "Victoria Day"),
        ("(action de graces|action de grace)", "Canadian Thanksgiving"),
        ("(thanksgiving)", "Thanksgiving Day"),
        ("(black friday|vendredi noir)", "Black Friday"),
        ("(cyber monday)", "Cyber Monday"),
        ("(fete des meres)", "Mother's Day (France)"),
        ("(fete des peres)", "Father's Day"),
        ("(paques|dimanche de paques)", "Easter Sunday"),
        ("(lundi de paques)", "Easter Monday"),
        ("(vendredi saint)", "Good Friday"),
        ("(jeudi saint)", "Maundy Thursday"),
        ("(samedi saint)", "Holy Saturday"),
        ("(dimanche des rameaux|rameaux)", "Palm Sunday"),
        ("(mercredi des cendres)", "Ash Wednesday"),
        ("(mardi gras)", "Shrove Tuesday"),
        ("(lundi gras)", "Shrove Monday"),
        ("(careme)", "Lent"),
        ("(ascension|jeudi de l'ascension)", "Ascension Day"),
        ("(pentecote|dimanche de pentecote)", "Pentecost"),
        ("(lundi de pentecote)", "Whit Monday"),
        ("(trinite|dimanche de la trinite)", "Trinity Sunday"),
        ("(fete-dieu)", "Corpus Christi"),
        ("(paques orthodoxe)", "Orthodox Easter Sunday"),
    ] {
        let Some(feast) = feast_named(name) else { continue };
        g.add_n(words, feast, actions::feast);
    }
    g.add("(le|la|l'|les|ce|cette|a|a la|au|aux|pour|le jour de|le jour de la|la journee de la|la journee de|le jour de l'|la fete de) <holiday>", actions::sure);
}
