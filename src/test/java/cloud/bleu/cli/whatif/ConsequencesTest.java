package cloud.bleu.cli.whatif;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.placement.simulation.RestState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the figures of what-if count while nothing is heard of a zone. */
class ConsequencesTest {

  private static RestState state(ZoneState state, boolean silent) {
    ZoneBuilder z3 = zone("z3").cpu(9).state(state);
    Estate estate =
        estate()
            .zone(zone("z1").cpu(9), zone("z2").cpu(9))
            .zone(silent ? z3.unhealthySince(NOW.minusSeconds(1800)) : z3)
            .workload(workload("a").replicas(3).dataBound())
            .running("a", "z1", 1, "z2", 1, "z3", 1)
            .build();
    return RestState.of(estate);
  }

  private static Consequences of(RestState before, RestState after) {
    return new Consequences(before, after, null);
  }

  @ParameterizedTest
  @CsvSource({"Active, false, 0", "Active, true, 1", "Drained, true, 1", "Lost, true, 0"})
  void replicasInSilentZonesAreToldApart(ZoneState state, boolean silent, long unheard) {
    Consequences told = of(state(ZoneState.Active, false), state(state, silent));
    assertEquals(0, told.unheard(Consequences.When.BEFORE));
    assertEquals(unheard, told.unheard(Consequences.When.AFTER));
  }

  @Test
  void figuresNameThemWhereThereAreSome() {
    RestState heard = state(ZoneState.Active, false);
    String line = "of these in silent zones  0       1";
    assertFalse(WhatIfText.figures(of(heard, heard)).contains("silent"));
    String told = WhatIfText.figures(of(heard, state(ZoneState.Active, true)));
    assertTrue(told.replaceAll(" +", " ").contains(line.replaceAll(" +", " ")), told);
  }
}
