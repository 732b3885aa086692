package cloud.bleu.placement.check;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.check.Plans.codes;
import static cloud.bleu.placement.check.Plans.decided;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Decision.Cause;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What moves in force bring, where several events answer for what was lost. */
class CheckerRecoveryTest {

  /** One replica in z2 of site s: to z4 if the site is lost, and to z3 if only the zone is. */
  private static EstateBuilder lost(ZoneState first) {
    return estate()
        .zone(
            zone("z1").site("s").cpu(4).state(first),
            zone("z2").site("s").cpu(8).state(ZoneState.Lost))
        .zone(zone("z3").cpu(4), zone("z4").cpu(4))
        .workload(
            workload("w")
                .cpu(1)
                .replicas(2)
                .affinity("t", Scope.ZONE, true)
                .tolerate(Scope.SITE)
                .tolerate(Scope.ZONE))
        .placement(
            new Placement(
                Estates.id("w"),
                null,
                List.of(Assignment.of("z2", 1)),
                List.of(loss(Scope.SITE, "s", "z4"), loss(Scope.ZONE, "z2", "z3")),
                0));
  }

  private static Contingency loss(Scope scope, String value, String to) {
    return new Contingency(
        new Contingency.Event(scope, value), List.of(Plans.move("z2", to, 1)), List.of(), 0);
  }

  private static Plans.Draft moved(String... to) {
    Plans.Draft draft = decided("w").cause(Cause.ZoneState).moved("z2", to[0], 1);
    for (String zone : new TreeSet<>(List.of(to))) {
      draft = draft.in(zone, 1);
    }
    return draft.shortfall("AffinityUnsatisfiable");
  }

  private static Set<String> affinity(Set<String> codes) {
    Set<String> found = new TreeSet<>(codes);
    found.removeIf(code -> !code.startsWith("Affinity"));
    return found;
  }

  /** The site is not lost: what was proven for its loss explains nothing. */
  @ParameterizedTest
  @CsvSource({"Active, z3, ''", "Active, z4, AffinityTargetMissing"})
  void movesForALossThatDidNotHappenAreNotMade(ZoneState first, String to, String code) {
    Estate estate = lost(first).build();
    assertEquals(code, String.join(",", affinity(codes(estate, moved(to)))));
  }

  /** The rest of the site is lost or left as well, now or before: either may be carried out. */
  @ParameterizedTest
  @CsvSource({"Lost, z3", "Lost, z4", "Drained, z3", "Drained, z4"})
  void ofTwoEventsThatMayHaveHappenedEitherIsCarriedOut(ZoneState first, String to) {
    Estate estate = lost(first).build();
    assertEquals(Set.of(), affinity(codes(estate, moved(to))));
    assertEquals(Set.of("AffinityTargetMissing"), affinity(codes(estate, moved(to, "z1"))));
  }

  @Test
  void whatNoEventSentHasToBeNearWhatItIsToBeNear() {
    Estate e =
        lost(ZoneState.Active)
            .workload(workload("t").cpu(1).only("z1"))
            .running("t", "z1", 1)
            .build();
    Plans.Draft t = decided("t").in("z1", 1).cause(Cause.Unchanged);
    assertEquals(Set.of(), affinity(codes(e, t, moved("z3"))));
    assertEquals(Set.of("Affinity"), affinity(codes(e, t, moved("z3", "z4"))));
    assertEquals(Set.of(), affinity(codes(e, t, moved("z3", "z1"))));
  }
}
