package cloud.bleu.placement.check;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.check.Plans.codes;
import static cloud.bleu.placement.check.Plans.decided;
import static cloud.bleu.placement.check.Plans.move;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an evacuation plan may lead: {@code a} runs in z1, which is lost. */
class CheckerContingencyTest {

  @ParameterizedTest
  @CsvSource({
    // state of z2, whether rules allow it; what is found of a plan that leads there
    "Active, true, ''",
    "Active, false, MoveTo",
    "Cordoned, true, MoveTo",
    "Drained, true, MoveTo",
  })
  void nothingNewGoesWhereNothingNewMay(ZoneState state, boolean allowed, String found) {
    assertEquals(
        found.isEmpty() ? Set.of() : Set.of(found),
        codes(
            estate()
                .zone(zone("z1"), zone("z2").state(state), zone("z3"))
                .workload(workload("a").tolerate(Scope.ZONE).only("z1", allowed ? "z2" : "z3"))
                .build(),
            decided("a").in("z1", 1).loss(Scope.ZONE, "z1", move("z1", "z2", 1))));
  }

  @ParameterizedTest
  @CsvSource({"2000, ''", "2001, RoundTrip"})
  void whatArrivesIsWithinTheRoundTripOfWhatElseArrives(long micros, String found) {
    assertEquals(
        found.isEmpty() ? Set.of() : Set.of(found),
        codes(
            estate()
                .zones(9, "z1", "z2", "z3")
                .roundTrip("z1", "z2", 1_000)
                .roundTrip("z1", "z3", 1_000)
                .roundTrip("z2", "z3", micros)
                .workload(workload("a").replicas(2).tolerate(Scope.ZONE).replication(2_000L, null))
                .build(),
            decided("a")
                .in("z1", 2)
                .loss(Scope.ZONE, "z1", move("z1", "z2", 1), move("z1", "z3", 1))));
  }
}
