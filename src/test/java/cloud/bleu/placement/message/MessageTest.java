package cloud.bleu.placement.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.model.Zone;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts in words, in English and in French. */
class MessageTest {
  private static final Message PLACE =
      Message.of("country.notAccepted", "country", "DE", "accepted", List.of("FR"));

  private static String french(Message message) {
    return MessageBundle.FRENCH.text(message);
  }

  private static void assertSays(String english, String french, Message message) {
    assertEquals(english, message.text());
    assertEquals(french, french(message));
  }

  /** Who has shares outside the Union and of whom nobody is recorded are not the same holders. */
  @Test
  void theHoldersOfHoldersAreNotThoseOutsideTheUnion() {
    assertSays(
        "of holders outside the EU 1 and 2 of p are recorded; who holds 5 of the holders is not"
            + " recorded",
        "part enregistrée des associés ou actionnaires hors de l'UE dans p : 1 et 2 ; qui détient 5"
            + " des associés ou actionnaires n'est pas enregistré",
        Message.of(
            "ownership.holds",
            "capital",
            "1",
            "votes",
            "2",
            "provider",
            "p",
            "ends",
            List.of(),
            "many",
            5));
  }

  @Test
  void partsAreMessagesThemselves() {
    assertSays(
        "backup zone zb: the zone is stated to lie in DE, accepted: FR (place of p-1)",
        "zone de sauvegarde zb : la zone est déclarée en DE, accepté : FR (place de p-1)",
        Message.of(
            "part.backup",
            "zone",
            "zb",
            "finding",
            Message.of("part.ofRule", "finding", PLACE, "rule", "place", "policy", "p-1")));
    assertSays(
        "the zone is stated to lie in DE, accepted: FR (place)",
        "la zone est déclarée en DE, accepté : FR (place)",
        Message.of("part.ofRule", "finding", PLACE, "rule", "place", "policy", null));
  }

  @ParameterizedTest
  @CsvSource({"0, false, true", "1, true, true", "2, false, false", "21, false, false"})
  void frenchTellsNoneInTheSingular(long count, boolean english, boolean french) {
    assertEquals(english, MessageBundle.ENGLISH.isSingular(count));
    assertEquals(french, MessageBundle.FRENCH.isSingular(count));
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    assertSays(
        "Orange, controlled from US, has 76.5 % of the capital of good (interpretation: who is"
            + " controlled from outside counts in full; multiplied along the chain it is 0 %),"
            + " accepted: 24",
        "Orange, contrôlé depuis US, a 76.5 % du capital de good (interprétation : qui est contrôlé"
            + " de l'extérieur compte en entier ; en multipliant le long de la chaîne : 0 %),"
            + " accepté : 24",
        alone(List.of("US"), Message.of("ownership.reading", "percent", BigDecimal.ZERO)));
    assertSays(
        "Orange has 76.5 % of the capital of good, accepted: 24",
        "Orange a 76.5 % du capital de good, accepté : 24", alone(List.of(), null));
  }

  private static Message alone(List<String> from, @Nullable Message reading) {
    return Message.of(
        "ownership.alone",
        "holder",
        "Orange",
        "from",
        from,
        "percent",
        new BigDecimal("76.5"),
        "kind",
        "capital",
        "provider",
        "good",
        "reading",
        reading,
        "accepted",
        new BigDecimal("2.4E+1"));
  }

  @Test
  void oneAndSeveralDiffer() {
    assertSays(
        "layer IaaS is one of offering a, which no HDS qualification covers in region r",
        "la couche IaaS relève de l'offre a, qu'aucune qualification HDS ne couvre dans la région r",
        used(List.of("a")));
    assertSays(
        "layer IaaS is one of offerings a, b, which no HDS qualification covers in region r",
        "la couche IaaS relève des offres a, b, qu'aucune qualification HDS ne couvre dans la région r",
        used(List.of("a", "b")));
  }

  /** What a verb is about may be one or several, and the verb says which. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "storage.notEncrypted | classes | a is not encrypted | a n'est pas chiffrée",
        "storage.notEncrypted | classes | a, b are not encrypted | a, b ne sont pas chiffrées",
        "storage.encryptionUnknown | classes | it is not known whether a, b are encrypted | on ne sait"
            + " pas si a, b sont chiffrées",
        "storage.mayNotBeEncrypted | classes | a, b may not be encrypted | a, b peuvent ne pas être"
            + " chiffrées",
        "custody.noKeys | classes | a, b are not encrypted, so nobody holds keys | a, b ne sont pas"
            + " chiffrées : personne ne détient de clés",
        "image.byTag | images | a is named without a digest | a est nommée sans empreinte",
        "image.byTag | images | a, b are named without a digest | a, b sont nommées sans empreinte",
        "image.unreadable | images | a, b are no references that a container runtime accepts | a, b ne"
            + " sont pas des références qu'un moteur de conteneurs accepte",
        "companions.inOrder | secrets | Secret a would stand in a ManifestWork on the hub, where neither"
            + " the encryption nor the rights of Secrets hold | le Secret a se trouverait dans un"
            + " ManifestWork sur le hub, où ni le chiffrement ni les droits des Secrets ne s'appliquent",
        "why.outgrown | zones | one replica asks for more than a, b can hold in one place: what runs"
            + " there goes on, and no new pod of it starts there | un réplica demande plus que a, b ne"
            + " peuvent en porter d'un seul tenant : ce qui y tourne continue, et aucun nouveau pod n'y"
            + " démarre",
        "ingress.unknown | entrances | a, b bring requests in, and it is not known through whose hands |"
            + " des requêtes entrent par a, b, et on ne sait pas par quelles mains elles passent"
      })
  void verbsAgreeWithLists(String key, String name, String english, String french) {
    List<String> values = english.contains("a, b") ? List.of("a", "b") : List.of("a");
    assertSays(english, french, Message.of(key, name, values));
  }

  /** Names that stay short count as those that they stand for. */
  @ParameterizedTest
  @CsvSource({
    "1, what z1 has is not known",
    "2, 'what z1, z2 have is not known'",
    "9, others have"
  })
  void shortenedNamesAreCounted(int count, String part) {
    List<String> zones = IntStream.rangeClosed(1, count).mapToObj(i -> "z" + i).toList();
    Message tooLarge =
        Message.of(
            "why.tooLarge",
            "asked",
            "cpu 9",
            "zone",
            "z0",
            "largest",
            "cpu 3",
            "unknown",
            NameList.first(zones));
    assertTrue(tooLarge.text().contains(part), tooLarge.text());
  }

  /** A French sentence has no English word, but the code that a reader has to write. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Listed | le support de p depuis l'extérieur de l'UE est encadré et listé dans la convention"
            + " (Listed)",
        "Unrestricted | le support de p depuis l'extérieur de l'UE est sans encadrement (Unrestricted)"
      })
  void aValueHasItsFrenchName(String form, String french) {
    assertEquals(french, french(Message.of("support.holds", "provider", "p", "form", form)));
  }

  @Test
  void waysAndKeysHaveFrenchNames() {
    assertEquals(
        "s : ses propres compétences (OwnSkills)",
        french(Message.of("autonomy.way", "supplier", "s", "way", "OwnSkills")));
    assertEquals(
        "la classe c, dont les clés sont chez le client, hors du fournisseur (CustomerExternal)",
        french(
            Message.of(
                "custody.of",
                "class",
                Message.of("storage.class", "class", "c"),
                "custody",
                Zone.KeyCustody.CustomerExternal)));
  }

  private static Message used(List<String> offerings) {
    return Message.of(
        "use.notCovered",
        "use",
        Message.of("use.layer", "name", "IaaS"),
        "offerings",
        offerings,
        "scheme",
        "HDS",
        "region",
        "r");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "container web|le conteneur web|du conteneur web",
        "init container i|le conteneur d'initialisation i|du conteneur d'initialisation i",
        "ephemeral container e|le conteneur éphémère e|du conteneur éphémère e",
        "claim template data|la demande de volume data|de la demande de volume data",
        "volume v|le volume v|du volume v",
        "volume v (claim c)|le volume v (demande c)|du volume v (demande c)",
        "volume v (a path of the node)|le volume v (un chemin du nœud)|du volume v (un chemin du nœud)",
        "volume v (nfs)|le volume v (nfs)|du volume v (nfs)",
        "ephemeral volume v|le volume éphémère v|du volume éphémère v",
        "variable B of container c|la variable B du conteneur c|de la variable B du conteneur c",
        "arguments of init container c|les arguments du conteneur d'initialisation c|des arguments du"
            + " conteneur d'initialisation c",
        "host port 80 of container c|le port de l'hôte 80 du conteneur c|du port de l'hôte 80 du conteneur c",
        "egress api|la sortie api|de la sortie api",
        "Service front of type LoadBalancer|Service front de type LoadBalancer|de Service front de type"
            + " LoadBalancer",
        "Service front with externalIPs|Service front avec externalIPs|de Service front avec externalIPs",
        "Ingress i to Service s|Ingress i vers Service s|de Ingress i vers Service s",
        "HTTPRoute r of namespace n to Service s|HTTPRoute r de l'espace de noms n vers Service s|de"
            + " HTTPRoute r de l'espace de noms n vers Service s",
        "the network of the node (hostNetwork)|le réseau du nœud (hostNetwork)|du réseau du nœud (hostNetwork)",
        "what nobody foresaw|what nobody foresaw|de what nobody foresaw"
      })
  void aPartOfATemplateHasItsNameInBothLanguages(String english, String name, String genitive) {
    Message part = TemplatePart.recorded(english);
    assertSays(english, name, part);
    assertEquals(genitive, french(Message.of("template.of", "user", part)));
  }

  @Test
  void aSentenceBeginsWithACapitalUnlessWithAName() {
    assertEquals(
        "La zone est déclarée en DE, accepté : FR ; choisissez une zone dans l'un d'eux.",
        MessageBundle.FRENCH.sentence(PLACE.advising(Message.of("do.zoneThere"))));
    assertEquals(
        "zone-a is not encrypted.",
        MessageBundle.ENGLISH.sentence(Message.of("storage.notEncrypted", "classes", "zone-a")));
  }

  /** A state stands where it agrees with the qualification, however many are accepted. */
  @Test
  void theStateOfAQualificationAgreesWithIt() {
    Message qualification =
        Message.of("qualification", "scheme", "SecNumCloud", "version", "3.2", "offering", "s3ns");
    assertEquals(
        "La qualification SecNumCloud 3.2 de l'offre s3ns est en cours d'évaluation et n'est acceptée"
            + " que si elle est acquise.",
        MessageBundle.FRENCH.sentence(refused(qualification, List.of("Qualified"))));
    assertEquals(
        "la qualification SecNumCloud 3.2 de l'offre s3ns est en cours d'évaluation et n'est acceptée"
            + " que si elle est acquise ou suspendue",
        french(refused(qualification, List.of("Qualified", "Suspended"))));
  }

  private static Message refused(Message qualification, List<String> accepted) {
    return Message.of(
        "qualification.stateNotAccepted",
        "qualification",
        qualification,
        "state",
        "InEvaluation",
        "accepted",
        accepted);
  }

  /** What a library, or a defect, says in English is a quotation. */
  @Test
  void whatIsSaidInEnglishOnlyIsQuotedInFrench() {
    assertEquals(
        "la règle r a échoué, sa réponse est inconnue, signalez-le : « java.lang.Error: no such »",
        french(Message.of("rule.failed", "rule", "r", "error", "java.lang.Error: no such")));
    assertEquals(
        "l'expression ne peut être évaluée : « divide by zero »",
        french(Message.of("expression.failed", "why", Message.recorded("divide by zero"))));
  }

  @Test
  void whatWasRecordedIsQuotedInFrench() {
    Message recorded = Message.recorded("it ended; renew it");
    assertSays("it ended; renew it", "« it ended; renew it »", recorded);
    assertTrue(recorded.isRecorded());
    assertFalse(PLACE.isRecorded());
    assertEquals(recorded, recorded.fact());
    assertEquals(Message.NOTHING, recorded.next());
  }

  @Test
  void factAndAdviceComeApart() {
    Message next = Message.of("do.zoneThere");
    Message finding = PLACE.advising(next);
    assertEquals(PLACE, finding.fact());
    assertEquals(next, finding.next());
    assertEquals(PLACE.text() + "; " + next.text(), finding.text());
  }

  @Test
  void equalFactsAreEqualMessages() {
    LocalDate day = LocalDate.parse("2026-11-01");
    Message one =
        Message.of("age.unknown", "facts", List.of(Message.of("window.from", "day", day)));
    Message same =
        Message.of(
            "age.unknown", "facts", new TreeSet<>(List.of(Message.of("window.from", "day", day))));
    assertEquals(one, same);
    assertEquals(one.hashCode(), same.hashCode());
    assertNotEquals(one, Message.of("age.future", "facts", List.of()));
  }
}
