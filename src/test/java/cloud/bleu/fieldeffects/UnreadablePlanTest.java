package cloud.bleu.fieldeffects;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A loss of which the plan says what to do, and nobody can read the plan. */
class UnreadablePlanTest {

  /** Replicas that may move go where there is room now; of others none does. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // the workload | where it is once zone a is lost, as planned | and where nobody can read it
        "{suspend: true} | a=3 | a=3",
        "{resilience: {tolerate: [{of: Zone, recover: None}]}} | b=3 | -3",
        "{resilience: {tolerate: [{of: Zone, recover: BestEffort}]}} | b=3 | b=2 c=1",
        "{resilience: {tolerate: [{of: Zone, recover: Reserved}]}} | b=3 | b=2 c=1",
      })
  void isAnsweredAsIfThereWereNone(String spec, String planned, String unreadable) {
    assertEquals(planned, afterLoss(spec, PackedEffects.packed("")));
    assertEquals(unreadable, afterLoss(spec, PackedEffects.packed("version: 2")));
    assertEquals(unreadable, afterLoss(spec, PackedEffects.packed("bytes: 7")));
    assertEquals(unreadable, afterLoss(spec, "{}"));
  }

  private static String afterLoss(String spec, String plan) {
    World world =
        World.base()
            .with(
                List.of(
                    new Row.Patch("BleuWorkload/web", "{spec: " + spec + "}"),
                    new Row.Patch("AvailabilityZone/a", "{spec: {state: Lost}}"),
                    new Row.Patch("WorkloadPlacement/web", EvacuationEffects.stands(plan))));
    return Decided.zones("web").of(world);
  }
}
