package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.layers.OperatorLog;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.Translation;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The zones of the operator, in the estate and in the log. */
class OwnZonesTest {
  @RegisterExtension private final OperatorLog log = OperatorLog.of(OwnZones.class);

  private static Translation of(String... zones) {
    return of(Estates.estate().zones(1, zones).build());
  }

  private static Translation of(Estate estate) {
    return new Translation(
        estate, List.of(), List.of(), List.of(), new TreeMap<>(), new TreeMap<>());
  }

  @Test
  void nameThatNoZoneHasIsToldOnceAndAgainOnlyWhenItIsGoneAnew() {
    OwnZones own = new OwnZones(List.of("a", "x"));
    assertEquals(List.of("a", "x"), own.in(of("a", "b")).estate().operatorZones());
    own.in(of("a", "b"));
    assertEquals(1, log.lines().size(), log::toString);
    assertEquals(
        "no AvailabilityZone is called x, where this operator was told to run: no answer says which"
            + " loss takes it there; correct --self-zone (chart: self.zones); x may be a",
        log.lines().get(0));
    own.in(of("a", "x"));
    own.in(of("a"));
    assertEquals(2, log.lines().size());
  }

  /** Whoever mistyped one is told which there is, as by the verbs. */
  @Test
  void theNearestZoneIsNamed() {
    new OwnZones(List.of("bleu-fc1", "nope")).in(of("bleu-fc-1", "bleu-fs-1"));
    String told = log.lines().get(0);
    assertTrue(told.contains("no AvailabilityZone is called bleu-fc1, nope,"), told);
    assertTrue(told.endsWith("(chart: self.zones); bleu-fc1 may be bleu-fc-1"), told);
  }

  @Test
  void whatIsLeftAfterALossIsToldOnce() {
    OwnZones own = new OwnZones(List.of("a", "b"));
    Translation calm = of("a", "b", "c");
    Translation lost =
        of(
            calm.estate()
                .withZones(
                    calm.estate().zones().stream()
                        .map(
                            z -> z.name().equals("a") ? z.withState(ZoneState.Lost, null, null) : z)
                        .toList()));
    own.in(calm);
    assertEquals(List.of(), log.lines());
    own.in(lost);
    own.in(lost);
    assertEquals(
        List.of(
            "of the zones where this operator runs only b is left: what takes that takes the"
                + " operator as well; `bleu what-if --lose` says what"),
        log.lines());
    own.in(calm);
    own.in(lost);
    assertEquals(2, log.lines().size());
  }

  @Test
  void withoutANameNothingIsSaid() {
    assertEquals(List.of(), new OwnZones(List.of()).in(of("a")).estate().operatorZones());
    assertEquals(List.of(), log.lines());
  }
}
