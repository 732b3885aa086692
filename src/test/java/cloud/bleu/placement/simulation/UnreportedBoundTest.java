package cloud.bleu.placement.simulation;

import static cloud.bleu.placement.Estates.NOW;
import static cloud.bleu.placement.Estates.estate;
import static cloud.bleu.placement.Estates.workload;
import static cloud.bleu.placement.Estates.zone;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.EstateBuilder;
import cloud.bleu.placement.ZoneBuilder;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.LossBudget;
import cloud.bleu.placement.estate.LossBudget.Taken;
import cloud.bleu.placement.model.LossSignal;
import cloud.bleu.placement.model.ZoneState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is said of losses beyond the bound is what the operator does: only zones that somebody
 * leaves by observation ask for one, in the order in which they do. The zones a and b are of two
 * sites that have other zones, so their silence raises no doubt.
 */
class UnreportedBoundTest {

  private static final Map<String, LossSignal> WATCHED =
      Map.of(
          "a", LossSignal.Nodes,
          "b", LossSignal.Nodes,
          "x", LossSignal.Nodes,
          "y", LossSignal.Nodes,
          "z", LossSignal.Nodes);

  private static EstateBuilder web(ZoneBuilder a, LossBudget budget, Object... running) {
    return estate()
        .zone(a.cpu(9).site("s"), zone("b").cpu(9).site("t"))
        .zone(zone("x").cpu(9).site("s"), zone("y").cpu(9).site("t"), zone("z").cpu(9))
        .workload(
            workload("web").replicas(2).failover(Duration.ofMinutes(5), Duration.ofMinutes(30)))
        .losses(budget)
        .running("web", running);
  }

  /** Those of the lost zones in which a replica stays, by name. */
  private static Set<String> stay(Estate estate, Map<String, LossSignal> signals, String... lost) {
    Set<String> stay = new TreeSet<>();
    new UnreportedLoss(estate, signals, Set.of(lost))
        .atOnce()
        .forEach(effect -> stay.addAll(effect.waits().keySet()));
    return stay;
  }

  @ParameterizedTest(name = "a is {0}: {1}")
  @CsvSource({"in use, b", "empty, ''", "drained, ''", "not watched, a", "slow, a"})
  void onlyZonesThatAreLeftByObservationAsk(String a, String stay) {
    ZoneBuilder zone = zone("a");
    Map<String, LossSignal> signals = new HashMap<>(WATCHED);
    Object[] running = {"a", 1, "b", 1};
    switch (a) {
      case "empty" -> running = new Object[] {"b", 2};
      case "drained" -> zone.state(ZoneState.Drained);
      case "not watched" -> signals.remove("a");
      case "slow" -> zone.silentAfter(Duration.ofMinutes(20));
      default -> {}
    }
    Estate estate = web(zone, new LossBudget(1), running).build();
    assertEquals(stay, String.join(" ", stay(estate, signals, "a", "b")));
  }

  /** It took replicas since, so the next loss is another one. */
  @Test
  void lossOfAZoneThatWasBackIsAnotherOne() {
    Taken taken = new Taken("a", NOW.minusSeconds(900), NOW.minusSeconds(600));
    LossBudget budget = new LossBudget(1, 1, List.of(taken), List.of());
    for (int seconds : new int[] {60, 900}) {
      Instant since = NOW.minusSeconds(seconds);
      Estate estate =
          web(zone("a").state(ZoneState.Active, since).unhealthySince(since), budget, "a", 2)
              .build();
      assertEquals(seconds == 60 ? Set.of("a") : Set.of(), stay(estate, WATCHED, "a"));
    }
  }
}
