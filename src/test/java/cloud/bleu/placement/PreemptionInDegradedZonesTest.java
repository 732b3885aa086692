package cloud.bleu.placement;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.of;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.model.Health;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a degraded zone has no room for leaves it, or stays as it is. It evicts nobody there: a
 * workload that does not move because nodes are silent is not evicted because of them either.
 */
class PreemptionInDegradedZonesTest {
  private static final Duration M5 = Duration.ofMinutes(5);
  private static final Duration M30 = Duration.ofMinutes(30);

  /** Why a lower priority does not move because nodes are silent. */
  enum Stays {
    VOLUMES {
      @Override
      WorkloadBuilder of(WorkloadBuilder low) {
        return low.dataBound().failover(M5, M30);
      }
    },
    WAITS {
      @Override
      WorkloadBuilder of(WorkloadBuilder low) {
        return low.failover(M5, M30).waits(M5);
      }
    },
    NO_FAILOVER {
      @Override
      WorkloadBuilder of(WorkloadBuilder low) {
        return low;
      }
    };

    abstract WorkloadBuilder of(WorkloadBuilder low);
  }

  private static WorkloadBuilder high(int replicas) {
    return workload("high").replicas(replicas).cpu(2).priority(10).failover(M5, M30);
  }

  /** The zones other than z2 have room for one of the two that have no room in z2. */
  private static EstateBuilder degraded(WorkloadBuilder high, Stays stays) {
    return estate()
        .zone(
            zone("z0").cpu(6),
            zone("z2").cpu(3).health(Health.Signal.Degraded, NOW.minus(Duration.ofHours(1))))
        .workload(high, stays.of(workload("low").replicas(1).cpu(2)))
        .running("high", "z0", 2, "z2", 2)
        .running("low", "z2", 1);
  }

  @ParameterizedTest
  @EnumSource
  void nobodyEvictsToStay(Stays stays) {
    Plan plan = Specified.plan(degraded(high(4), stays));
    assertEquals("z0=3, z2=1", Estates.zones(of(plan, "high")));
    assertEquals("z2=1", Estates.zones(of(plan, "low")));
  }

  /** More replicas do not come to a zone that has no room for those that are there. */
  @ParameterizedTest
  @EnumSource
  void nobodyEvictsToGrowThere(Stays stays) {
    Plan plan = Specified.plan(degraded(high(5), stays));
    assertEquals("z0=3, z2=1", Estates.zones(of(plan, "high")));
    assertEquals("z2=1", Estates.zones(of(plan, "low")));
  }

  /** Another zone is taken from a lower priority as ever. */
  @Test
  void theyEvictElsewhere() {
    Plan plan =
        Specified.plan(
            degraded(high(4), Stays.VOLUMES)
                .zone(zone("z3").cpu(2))
                .workload(workload("other").replicas(1).cpu(2).only("z3"))
                .running("other", "z3", 1));
    assertEquals("z0=3, z3=1", Estates.zones(of(plan, "high")));
    assertEquals("z2=1", Estates.zones(of(plan, "low")));
    assertEquals("", Estates.zones(of(plan, "other")));
  }
}
