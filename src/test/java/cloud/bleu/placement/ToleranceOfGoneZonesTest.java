package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Replicas in a zone whose object does not exist: nobody knows where it is, or whether what is
 * there runs. So they are not left after any loss.
 */
class ToleranceOfGoneZonesTest {

  private static String tolerates(Decision decision) {
    return decision.tolerates().stream()
        .map(t -> t.scope().name())
        .collect(Collectors.joining(","));
  }

  private static String shortfalls(Decision decision) {
    return Specified.shortfalls(decision).stream()
        .distinct()
        .sorted()
        .collect(Collectors.joining(","));
  }

  /** Two are to be kept; the zone that is gone holds one or three, and is named z9. */
  @ParameterizedTest
  @CsvSource({
    "z9, 3, z1, 1, '', SurvivalUnsatisfiable",
    "z3, 3, z1, 1, '', SurvivalUnsatisfiable",
    "z9, 1, z1, 3, '', SurvivalUnsatisfiable",
    "z2, 2, z1, 2, 'Zone,Site', ''",
  })
  void whatIsInItIsNotKept(
      String one, int there, String other, int here, String tolerates, String codes) {
    Decision decision =
        Specified.a(
            estate()
                .zones(9, "z1", "z2")
                .workload(workload("a").replicas(4).tolerate(Scope.ZONE, 2, Recover.None, true))
                .running("a", one, there, other, here));
    assertEquals(tolerates, tolerates(decision));
    assertEquals(codes, shortfalls(decision));
  }

  /** All zones are gone: nothing is claimed. */
  @Test
  void nothingIsToleratedWhereNoZoneExists() {
    Decision decision =
        Specified.a(estate().workload(workload("a").replicas(2)).running("a", "z1", 1, "z2", 1));
    assertEquals("", tolerates(decision));
  }

  /** One of three members is in a zone that is gone: the loss of a zone leaves one. */
  @Test
  void aMemberInItIsNoPartOfTheMajority() {
    Decision decision =
        Specified.a(
            estate()
                .zones(9, "z1", "z2", "z3")
                .workload(workload("a").replicas(3).quorum())
                .running("a", "z1", 1, "z2", 1, "z9", 1));
    assertEquals("", tolerates(decision));
    assertEquals("QuorumUnsatisfiable", shortfalls(decision));
  }
}
