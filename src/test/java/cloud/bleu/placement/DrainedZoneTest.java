package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.Estates.zones;
import static cloud.bleu.placement.Specified.a;
import static cloud.bleu.placement.Specified.code;
import static cloud.bleu.placement.Specified.shortfalls;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Workload.Recover;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A drained zone is planned work: it makes no hard requirement soft for what is new, and what runs
 * there leaves it whatever that does to a loss.
 */
class DrainedZoneTest {

  private static EstateBuilder third(ZoneState state) {
    return estate().zone(zone("z1").cpu(10), zone("z2").cpu(10), zone("z3").cpu(10).state(state));
  }

  private static WorkloadBuilder keepsTwo(int replicas) {
    return a(replicas).tolerate(Scope.ZONE, 2, Recover.Reserved, true);
  }

  /** Of three replicas in two zones a loss leaves one. Only a loss is a reason to do with that. */
  @ParameterizedTest
  @CsvSource({
    "Cordoned, SurvivalUnsatisfiable, ''",
    "Drained, SurvivalUnsatisfiable, ''",
    "Lost, Placed, 'z1=2, z2=1'",
  })
  void onlyALostZoneMakesSurvivalSoft(ZoneState state, String code, String where) {
    Decision decision = a(third(state).workload(keepsTwo(3)));
    assertEquals(code, code(decision));
    assertEquals(where, zones(decision));
  }

  @Test
  void whatRunsThereLeavesItAllTheSame() {
    Decision decision =
        a(third(ZoneState.Drained).workload(keepsTwo(3)).running("a", "z1", 1, "z2", 1, "z3", 1));
    assertEquals("z1=2, z2=1", zones(decision));
    assertEquals(List.of("SurvivalUnsatisfiable"), shortfalls(decision));
  }

  /** The loss of a zone leaves room for four in the other one: the fifth is new and not placed. */
  @ParameterizedTest
  @CsvSource({"4, 'z1=2, z2=2', Placed", "5, 'z1=2, z2=2', SurvivalUnsatisfiable"})
  void whatIsNewBesideItWaits(int replicas, String where, String code) {
    Decision decision =
        a(
            third(ZoneState.Drained)
                .workload(keepsTwo(replicas).perZone(0, 4))
                .running("a", "z1", 2, "z2", 1, "z3", 1));
    assertEquals(where, zones(decision));
    assertEquals(code, code(decision));
  }

  /** Nobody is in the drained zone: whatever is new is asked for what it is to keep. */
  @Test
  void growthIsAskedForWhatItKeeps() {
    Decision decision =
        a(
            third(ZoneState.Drained)
                .workload(a(5).tolerate(Scope.ZONE, 3, Recover.None, true))
                .running("a", "z1", 2, "z2", 2));
    assertEquals("z1=2, z2=2", zones(decision));
    assertEquals("SurvivalUnsatisfiable", code(decision));
  }

  /** Nor does a quorum keep a member there, nor a zone of which nothing is to be less than two. */
  @Test
  void quorumAndBoundsKeepNothingThere() {
    Decision decision =
        a(third(ZoneState.Drained).workload(a(3).quorum()).running("a", "z1", 1, "z2", 1, "z3", 1));
    assertEquals("z1=2, z2=1", zones(decision));
    Decision bounded =
        a(third(ZoneState.Drained).workload(a(3).perZone(2, 2)).running("a", "z1", 2, "z3", 1));
    assertEquals("z1=2, z2=1", zones(bounded));
  }
}
