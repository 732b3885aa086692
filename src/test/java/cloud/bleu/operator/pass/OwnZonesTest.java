package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import cloud.bleu.placement.Estates;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.ZoneState;
import cloud.bleu.translate.Translation;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The zones of the operator, in the estate and in the log. */
class OwnZonesTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(OwnZones.class);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void deafen() {
    logger.detachAppender(log);
  }

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
    assertEquals(1, log.list.size(), log.list + "");
    assertEquals(
        "no AvailabilityZone is called x, where this operator was told to run: no answer says which"
            + " loss takes it there; correct --self-zone (chart: self.zones); x may be a",
        log.list.get(0).getFormattedMessage());
    own.in(of("a", "x"));
    own.in(of("a"));
    assertEquals(2, log.list.size());
  }

  /** Whoever mistyped one is told which there is, as by the verbs. */
  @Test
  void theNearestZoneIsNamed() {
    new OwnZones(List.of("bleu-fc1", "nope")).in(of("bleu-fc-1", "bleu-fs-1"));
    String told = log.list.get(0).getFormattedMessage();
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
    assertEquals(0, log.list.size(), log.list + "");
    own.in(lost);
    own.in(lost);
    assertEquals(
        List.of(
            "of the zones where this operator runs only b is left: what takes that takes the"
                + " operator as well; `bleu what-if --lose` says what"),
        log.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
    own.in(calm);
    own.in(lost);
    assertEquals(2, log.list.size());
  }

  @Test
  void withoutANameNothingIsSaid() {
    assertEquals(List.of(), new OwnZones(List.of()).in(of("a")).estate().operatorZones());
    assertEquals(0, log.list.size());
  }
}
