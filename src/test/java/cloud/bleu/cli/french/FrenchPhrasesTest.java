package cloud.bleu.cli.french;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the answers of rules found, in French. */
class FrenchPhrasesTest {

  private final FrenchPhrases phrases = new FrenchPhrases(new French());

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "backup zone zb: the zone is stated to lie in DE, accepted: FR (location of p-1)"
            + " => zone de sauvegarde zb : la zone est déclarée en DE, accepté : FR (location de p-1)",
        "backup zone zb: it is on site s3, where replicas would run, backup zone zb: nothing is"
            + " known of the holders of provider good (ownership of p-1)"
            + " => zone de sauvegarde zb : elle est sur le site s3, où des réplicas tourneraient ;"
            + " zone de sauvegarde zb : on ne sait rien des associés ou actionnaires de good (ownership de p-1)",
        "backup zone zb: Orange, controlled from US, has 76 % of the capital of good"
            + " (interpretation: who is controlled from outside counts in full; multiplied along"
            + " the chain it is 0 %), accepted: 24 (ownership of p-1)"
            + " => zone de sauvegarde zb : Orange, contrôlé depuis US, a 76 % du capital de good"
            + " (interprétation : qui est contrôlé de l'extérieur compte en entier ; en multipliant"
            + " le long de la chaîne : 0 %), accepté : 24 (ownership de p-1)",
        "dependency pg2 (trusted of good): the offering does not have service svc.nope"
            + " => dépendance pg2 (trusted de good) : l'offre n'a pas le service svc.nope",
        "no dependency accounts for core.windows.net (variable B of container c, asks a service"
            + " azure.* of Microsoft itself, whose public cloud it is)"
            + " => aucune dépendance ne déclare core.windows.net (la variable B du conteneur c,"
            + " ce qui demande une dépendance avec un service azure.* chez Microsoft même, dont"
            + " c'est le cloud public)",
        "image busybox of init container i from docker.io, image b:1 of container j from b is of no"
            + " registry that the zone pulls from: r:5000"
            + " => l'image busybox du conteneur d'initialisation i venant de docker.io, l'image b:1"
            + " du conteneur j venant de b n'est d'aucun registre dont la zone tire : r:5000",
        "it is in force from 2026-12-01T00:00:00Z on"
            + " => elle est en vigueur à partir du 2026-12-01T00:00:00Z",
        "in grace: SecNumCloud qualification of offering t (2026-11-01) until 2028-01-05, egress of"
            + " the zone (2026-11-01) until 2028-01-05"
            + " => délai de grâce : la qualification SecNumCloud de l'offre t (2026-11-01) jusqu'au"
            + " 2028-01-05, les appels des nœuds de la zone (2026-11-01) jusqu'au 2028-01-05",
        "the version of SecNumCloud of offering t is not known"
            + " => on ne connaît pas la version de SecNumCloud de l'offre t",
        "init container setup => le conteneur d'initialisation setup",
        "claim template data => la demande de volume data"
      })
  void findingsInFrench(String english, String french) {
    assertEquals(french, phrases.turned(english));
  }

  /** How far is enough nobody states: then nobody says that it is far enough. */
  @Test
  void aSentenceSaysAllThatWasFound() {
    assertEquals(
        "Les sauvegardes vont dans des zones où toutes les règles imposées sont respectées ; quelle"
            + " distance suffirait, personne ne le précise.",
        phrases.sentence(
            "backups go where every enforced rule holds; how far is far enough nobody states"));
    assertEquals(
        "SecNumCloud 3.2 de l'offre azure est en cours d'évaluation pour la couche IaaS.",
        phrases.sentence("SecNumCloud 3.2 of offering azure is InEvaluation for layer IaaS"));
  }

  /** Only the clause with the phrase is quoted, where it stands. */
  @Test
  void whatIsNotKnownIsQuoted() {
    assertEquals(
        "zone de sauvegarde zb : « whatever the zone does », accepté : FR (x de p-1)",
        phrases.turned("backup zone zb: whatever the zone does, accepted: FR (x of p-1)"));
    assertNull(phrases.sentence("whatever the zone does"));
  }
}
