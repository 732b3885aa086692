package cloud.bleu.cli.french;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.HospitalWithFloodMap;
import cloud.bleu.cli.Typed;
import cloud.bleu.placement.explain.ExplanationWords;
import cloud.bleu.placement.message.MessageBundle;
import java.io.IOException;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bleu explain --lang fr}: the same decision and the same codes, in French words. */
class ExplainFrenchTest {

  private static final String[] STORY = {
    "explain",
    "sante/codage-nuit",
    "-f",
    HospitalWithFloodMap.DIRECTORY,
    "-f",
    "examples/policies/no-flood-basin.yaml"
  };

  @BeforeAll
  static void write() throws IOException {
    HospitalWithFloodMap.write();
  }

  private static Typed typed(String... more) {
    String[] all = java.util.Arrays.copyOf(STORY, STORY.length + more.length);
    System.arraycopy(more, 0, all, STORY.length, more.length);
    return Typed.bleu(all);
  }

  @Test
  void theBatchInFrench() {
    Typed french = typed("--lang", "fr");
    assertEquals(2, french.code(), french.err());
    String told = french.out().replaceAll("\\s+", " ");
    for (String sentence :
        new String[] {
          "sante/codage-nuit : 0 réplica placé sur 20, sous france-only, no-flood-basin,"
              + " public-facts-for-learning InsufficientCapacity : Les zones autorisées n'ont pas"
              + " assez de place pour tous les réplicas : vides, elles portent 13 réplicas sur 20 (cpu :"
              + " ct-az07 13), et chaque zone utilisée garde la place d'un réplica de plus pour un"
              + " déploiement (il y a de la place dans des zones exclues :"
              + " ct-az05, ct-az06 ; motifs : ExpressionFalse selon no-flood-basin de no-flood-basin) ;",
          "Ce qui suffirait spec.replicas : 13 au lieu de 20",
          "ExpressionFalse : zone ct-az05 can be flooded by the seine ; choisissez une zone où la"
              + " règle est satisfaite. règle no-flood-basin de no-flood-basin,"
              + " claimed:11.3.a, imposée, déclaré, source : presse du 2026-11-24 : ct-az05",
          "FieldMissing : zone.failureDomains.flood n'est pas renseigné ; renseignez-le, ou dites avec"
              + " has() ce qui vaut sans lui.",
          "ProviderNotAllowed : Le fournisseur outscale n'est pas parmi cloud-temple ;"
              + " choisissez une zone de cette liste. règle providers (la charge de travail elle-même),"
              + " imposée, déclaré : osc-gov-a, osc-gov-b",
          "Ce qui changera, et quand 2026-12-31 : SecNumCloud 3.2 de l'offre cloudgouv de outscale prend"
              + " probablement fin (supposé : accordée pour 3 ans, depuis le 2023-12-31 ; aucune fin n'est"
              + " déclarée) : osc-gov-a, osc-gov-b",
        }) {
      assertTrue(told.contains(sentence), () -> sentence + "\n" + french.out());
    }
  }

  @Test
  void codesAreThoseOfTheEnglishText() {
    assertEquals(codes(typed().out()), codes(typed("--lang", "fr").out()));
    assertEquals(typed("-o", "json").out(), typed("-o", "json", "--lang", "fr").out());
  }

  private static TreeSet<String> codes(String text) {
    TreeSet<String> codes = new TreeSet<>();
    Pattern.compile("(?m)^ +([A-Z][A-Za-z]+) ?: ")
        .matcher(text)
        .results()
        .forEach(m -> codes.add(m.group(1)));
    return codes;
  }

  /** Every name, figure, date and identifier of the English text stands in the French one. */
  @ParameterizedTest
  @CsvSource({
    "sante/dossier-base, examples/hospital",
    "sante/dossier-web, examples/hospital",
    "sante/codage-nuit, examples/hospital",
    "communication/site-public, examples/hospital",
    "demarches/web, examples/ministry"
  })
  void nothingIsLost(String workload, String directory) {
    String english = Typed.bleu("explain", workload, "-f", directory).out();
    String french = Typed.bleu("explain", workload, "-f", directory, "--lang", "fr").out();
    TreeSet<String> lost = values(english);
    lost.removeAll(values(french));
    // A provider may stand by the name that people know: S3NS for s3ns.
    lost.removeIf(word -> french.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)));
    // And a value of a field by what it is called in French.
    lost.removeIf(word -> isTold(french, word));
    lost.removeIf(word -> !word.matches(".*([0-9]|[a-z][A-Z]).*"));
    assertEquals(new TreeSet<>(), lost);
    assertTrue(entries(english, "rule ") <= entries(french, "règle "), french);
  }

  private static boolean isTold(String text, String value) {
    ExplanationWords french = ExplanationWords.FRENCH;
    String unwrapped = text.replaceAll("\\s+", " ");
    return Stream.of(MessageBundle.FRENCH.value(value), french.word("result." + value))
        .anyMatch(told -> !told.equals(value) && unwrapped.contains(told));
  }

  private static TreeSet<String> values(String text) {
    TreeSet<String> values = new TreeSet<>();
    for (String word : text.split("[\\s,;:()%\"«»=]+")) {
      values.add(word.replaceFirst("\\.$", ""));
    }
    return values;
  }

  /** How many answers there are: what differs is not merged. */
  private static long entries(String text, String rule) {
    return text.lines().filter(line -> line.startsWith("    " + rule)).count();
  }

  @Test
  void theProofStandsInFrench() {
    String french =
        Typed.bleu("explain", "sante/dossier-base", "-f", "examples/hospital", "--lang", "fr")
            .out()
            .replaceAll("\\s+", " ");
    for (String sentence :
        new String[] {
          "Pourquoi ici Satisfaite : La zone est déclarée en FR. règle countries (la charge de travail elle-même),"
              + " imposée, déclaré, source : presse du 2026-08-20 : ct-az05, ct-az06, ct-az07",
          "Repose sur site de la zone ct-az05 : presse, github.com/Cloud-Temple/docs",
          ", au 2026-08-20 ",
        }) {
      assertTrue(french.contains(sentence), () -> sentence + "\n" + french);
    }
  }

  /** Of what holds the finding is told, not what the rule asks for at best. */
  @ParameterizedTest
  @CsvSource({
    "sante-repetition/dossier-web, en vigueur,"
        + " 'SecNumCloud 3.2 de l''offre azure est déclarée en cours d''évaluation pour la couche '",
    "sante/dossier-base, aucun registre, Chaque image vient d'un registre accepté (règle découlant de"
        + " spec.residency.registries). ",
    "sante/dossier-base, assez loin,"
        + " 'toutes les règles imposées sur les lieux, les fournisseurs et le stockage sont respectées, au moins à la distance demandée (règle découlant de"
        + " spec.resilience.backup). '"
  })
  void whatHoldsIsToldAsItWasFound(String workload, String claimed, String found) {
    String french =
        Typed.bleu("explain", workload, "-f", "examples/hospital", "--lang", "fr")
            .out()
            .replaceAll("\\s+", " ");
    String here = french.substring(french.indexOf("Pourquoi ici"));
    here = here.substring(0, here.indexOf("Pourquoi pas ailleurs"));
    assertTrue(here.contains(found), here);
    assertFalse(here.contains(claimed), here);
  }

  /** What has no French is quoted; nothing of what is shipped is. */
  @ParameterizedTest
  @CsvSource({
    "sante/dossier-base, examples/hospital",
    "sante/dossier-web, examples/hospital",
    "sante/codage-nuit, examples/hospital",
    "sante-repetition/dossier-base, examples/hospital",
    "sante-repetition/dossier-web, examples/hospital",
    "communication/site-public, examples/hospital",
    "demarches/api, examples/ministry",
    "demarches/web, examples/ministry",
    "mairie/etat-civil, examples/migration"
  })
  void nothingShippedIsQuoted(String workload, String directory) {
    Typed french = Typed.bleu("explain", workload, "-f", directory, "--lang", "fr");
    assertTrue(french.out().contains("Pourquoi ici"), french.err());
    assertFalse(french.out().contains("«"), french.out());
    String stands = french.out();
    String basis = "Ce sur quoi elle repose";
    stands = stands.contains(basis) ? stands.substring(stands.lastIndexOf(basis)) : stands;
    stands = stands.split("\nRepose sur", 2)[0];
    for (String english : new String[] {"container ", "claim template", "Pods ", "Cidr "}) {
      assertFalse(stands.contains(english), english + ": " + stands);
    }
  }

  @Test
  void theLinkThatFailedIsToldInFrench() {
    Typed typed =
        Typed.bleu(
            "explain",
            "sante/courrier",
            "-f",
            "examples/hospital",
            "-f",
            "examples/mail",
            "--lang",
            "fr");
    String french = typed.out().replaceAll("\\s+", " ");
    assertTrue(
        french.contains(
            "DependencyRefused : Dépendance mail (microsoft-365 de bleu) : aucune"
                + " qualification SecNumCloud de l'offre microsoft-365 n'est enregistrée (qualified-offering de"
                + " public-facts-for-learning) (règle découlant de spec.dependencies) ; remplacez-la par une"
                + " offre qui les"),
        typed.err() + typed.out());
    assertFalse(french.contains("«"), typed.out());
  }

  @Test
  void anotherLanguageIsRefused() {
    Typed typed = typed("--lang", "de");
    assertEquals(1, typed.code());
    assertTrue(typed.err().contains("accepted: en, fr"), typed.err());
  }

  @Test
  void whatChangesWithTheDaysIsToldWithItsDate() {
    // Two years on, the facts of the example grow too old one after the other.
    String[] later = {"--at", "2028-06-01"};
    String english = typed(later).out().replaceAll("\\s+", " ");
    assertTrue(english.contains(" Ahead "), english);
    assertTrue(
        english.matches(".*2028-\\d\\d-\\d\\d: rule freshness of \\S+: InGrace, then TooOld: .*"),
        english);
    String french = typed("--at", "2028-06-01", "--lang", "fr").out().replaceAll("\\s+", " ");
    assertTrue(
        french.matches(
            ".*2028-\\d\\d-\\d\\d : règle freshness de \\S+ : InGrace, puis TooOld : .*"),
        french);
  }
}
