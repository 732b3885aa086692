package cloud.bleu.placement.check;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static cloud.bleu.placement.check.Plans.codes;
import static cloud.bleu.placement.check.Plans.decided;
import static cloud.bleu.placement.check.Plans.move;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.Scope;
import cloud.bleu.placement.model.ZoneState;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which domains hold down the skew after a loss. */
class CheckerDomainsTest {

  /**
   * Of one region, z1 is lost and z2 is not back for long: the region is in service by the one zone
   * and not lost by the other, so it is the least itself.
   */
  @Test
  void aRegionWithAZoneInServiceAndAnotherThatIsNotLostCounts() {
    Estate estate =
        estate()
            .zone(zone("z1").region("r"))
            .zone(zone("z2").region("r").state(ZoneState.Active, NOW.minusSeconds(1)))
            .workload(
                workload("a")
                    .replicas(2)
                    .spread(Scope.REGION, 1, null, 1, true)
                    .tolerate(Scope.ZONE))
            .running("a", "z1", 2)
            .build();
    assertEquals(
        Set.of(),
        codes(
            estate,
            decided("a")
                .in("z1", 2)
                .loss(Scope.ZONE, "z1", move("z1", "z2", 2))
                .tolerates(Scope.ZONE)
                .tolerates(Scope.SITE)));
  }
}
