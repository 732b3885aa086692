package cloud.bleu.drill;

import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.id;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.Estates;
import cloud.bleu.placement.check.Plans;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.model.Assignment;
import cloud.bleu.placement.model.Contingency;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveViewTest {

  private static Contingency loss(Scope scope, String value, boolean evicts) {
    return new Contingency(
        new Contingency.Event(scope, value),
        List.of(Plans.move("z2", "z3", 1)),
        evicts ? List.of(new Contingency.Eviction(id("batch"), "z3", 1)) : List.of(),
        0);
  }

  /** In z2 of site s, with moves for the zone and for the site; the engine may follow either. */
  @ParameterizedTest
  @CsvSource({
    "site, z2, Active, false",
    "site, z2, Drained, true",
    "site, z1 z2, Active, true",
    "zone, z2, Active, true",
    "zone, z2, Drained, true",
    "zone, z1 z2, Active, true",
    "none, z1 z2, Active, false",
    "site, z1, Active, false"
  })
  void whatTheEngineMayFollowEvicts(String which, String zones, ZoneState first, boolean evicts) {
    Estate estate =
        estate()
            .zone(zone("z1").site("s").cpu(4).state(first), zone("z2").site("s").cpu(4))
            .zone(zone("z3").cpu(4))
            .workload(workload("w").cpu(1).tolerate(Scope.SITE), workload("batch").cpu(1))
            .placement(
                new Placement(
                    id("w"),
                    null,
                    List.of(Assignment.of("z2", 1)),
                    List.of(
                        loss(Scope.SITE, "s", which.equals("site")),
                        loss(Scope.ZONE, "z2", which.equals("zone"))),
                    0))
            .build();
    LiveView view = new LiveView(Estates.NOW, true, estate, Set.of(), Set.of(), Map.of(), null);
    assertEquals(
        evicts
            ? "default/w counts on the eviction of 1 replicas of default/batch in zone z3"
            : null,
        view.evicts(List.of(zones.split(" "))));
  }
}
