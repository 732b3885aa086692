package cloud.bleu.operator.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.MigrationPlan;
import cloud.bleu.api.v1alpha1.MigrationPlanStatus;
import cloud.bleu.migration.MigrationFault;
import cloud.bleu.migration.MigrationOrder;
import cloud.bleu.migration.MigrationSamples;
import cloud.bleu.migration.MigrationStatus;
import cloud.bleu.operator.snapshot.LastRead;
import cloud.bleu.status.Conditions;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.zone.ObservedState;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When plans are read, and what comes of faults. */
class MigrationTurnsTest {

  private static final LastRead.Objects TARGET =
      new LastRead.Objects(
          MigrationSamples.objects(
              MigrationSamples.text(
                  """
                  {apiVersion: placement.bleu.cloud/v1alpha1, kind: AvailabilityZone, metadata: {name: p-1}, spec: {provider: p, region: r, site: s, capacity: {cpu: '8', memory: 64Gi}, target: {nodeSelector: {zone: p-1}}}}
                  ---
                  {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
                  """)),
          ObservedState.UNBROKEN);

  private Instant now = Instant.parse("2026-11-24T08:00:00Z");
  private final List<String> readings = new ArrayList<>();
  private final List<String> written = new ArrayList<>();
  private MigrationTurns.Reading reading = this::planned;
  private boolean isRefused;
  private MigrationTurns turns;

  @BeforeEach
  void begin() {
    turns =
        new MigrationTurns(
            MigrationSamples.CATALOGUE,
            (plan, order, target, forbidden, at) -> {
              readings.add(
                  plan.getMetadata().getName() + (forbidden == null ? "" : " " + forbidden));
              return reading.read(plan, order, target, forbidden, at);
            },
            this::write,
            clock());
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  private static MigrationPlan plan(String name) {
    MigrationPlan plan = MigrationSamples.plan("{target: p, namespaces: [shop], interval: 1h}");
    plan.getMetadata().setName(name);
    plan.getMetadata().setUid(name);
    return plan;
  }

  private MigrationTurns.Outcome planned(
      MigrationPlan plan,
      MigrationOrder order,
      LastRead.Objects target,
      InventoryReader.Place forbidden,
      Instant at) {
    List<Manifest> nothing = List.of();
    return new MigrationTurns.Outcome(
        MigrationStatus.of(plan, order, MigrationSamples.planned(order, nothing, target.objects())),
        true,
        null);
  }

  private MigrationTurns.Outcome failed(MigrationPlan plan, InventoryReader.Place place) {
    return new MigrationTurns.Outcome(
        MigrationStatus.of(plan, new MigrationFault("Fault", "m", false), now), true, place);
  }

  private Duration write(MigrationPlan plan, MigrationPlanStatus status) {
    if (isRefused) {
      return Duration.ofSeconds(20);
    }
    Condition ready = Conditions.find(status.conditions(), "Ready");
    written.add(plan.getMetadata().getName() + " " + ready.getReason());
    return null;
  }

  /** How often a plan is read in a time in which it has a turn each minute. */
  private int readings(Duration time, MigrationPlan... plans) throws InterruptedException {
    readings.clear();
    for (Instant end = now.plus(time); now.isBefore(end); now = now.plusSeconds(60)) {
      turns.take(List.of(plans), TARGET);
    }
    return readings.size();
  }

  @Test
  void aDefectIsToldAndTheOtherPlansGoOn() throws InterruptedException {
    reading =
        (plan, order, target, forbidden, at) -> {
          if (plan.getMetadata().getName().equals("a")) {
            throw new IllegalStateException("a defect");
          }
          if (plan.getMetadata().getName().equals("b")) {
            throw new StackOverflowError();
          }
          return planned(plan, order, target, forbidden, at);
        };
    turns.take(List.of(plan("a"), plan("b"), plan("c")), TARGET);
    assertEquals(List.of("a MigrationError", "b MigrationError", "c MigrationPlanned"), written);
    assertEquals(0, readings(Duration.ofMinutes(10), plan("a"), plan("b")));
  }

  /**
   * The spec changes each five seconds. A reading takes as many as are given: a short one has no
   * pause, and after a long one nothing is read for as long, whoever's turn it is.
   */
  @ParameterizedTest
  @CsvSource({"0, 14", "3, 9", "30, 2"})
  void aLongReadingIsFollowedByAPause(int seconds, int expected) throws InterruptedException {
    reading =
        (plan, order, target, forbidden, at) -> {
          now = now.plusSeconds(seconds);
          return planned(plan, order, target, forbidden, at);
        };
    MigrationPlan edited = plan("a");
    Instant end = now.plusSeconds(70);
    for (long generation = 1; now.isBefore(end); generation++) {
      edited.getMetadata().setGeneration(generation);
      turns.take(List.of(edited), TARGET);
      now = now.plusSeconds(5);
    }
    assertEquals(expected, readings.size());
  }

  /** At 0, 10, 30 and 70 minutes, and then once in an hour. */
  @Test
  void aLargeReadingThatFailsIsNotRepeatedAtOnce() throws InterruptedException {
    reading = (plan, order, target, forbidden, at) -> failed(plan, null);
    assertEquals(1, readings(Duration.ofMinutes(10), plan("a")));
    assertEquals(3, readings(Duration.ofMinutes(61), plan("a")));
    assertEquals(1, readings(Duration.ofMinutes(60), plan("a")));
  }

  /** One request a minute, for what was forbidden before. */
  @Test
  void aMissingRightIsTriedEachMinute() throws InterruptedException {
    reading = (plan, order, target, forbidden, at) -> failed(plan, InventoryReader.first(order));
    assertEquals(3, readings(Duration.ofMinutes(3), plan("a")));
    String probe = "a configmaps in namespace shop";
    assertEquals(List.of("a", probe, probe), readings);
  }

  @Test
  void aRefusedStatusIsWrittenLaterAndNotPlannedAgain() throws InterruptedException {
    isRefused = true;
    assertEquals(1, readings(Duration.ofMinutes(30), plan("a")));
    isRefused = false;
    assertEquals(0, readings(Duration.ofMinutes(5), plan("a")));
    assertEquals(List.of("a MigrationPlanned"), written);
  }

  /** Its cached status never says so while the write is refused. */
  @Test
  void aMendedSpecIsReadOnce() throws InterruptedException {
    MigrationPlan plan = plan("a");
    plan.setStatus(MigrationStatus.of(plan, List.of(), now));
    isRefused = true;
    assertEquals(1, readings(Duration.ofMinutes(30), plan));
  }

  /** A process begins: only a status in which admission finds nothing to go by is read at once. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          next: {wave: 1}, turnsUntil: LATER, turns: [{wave: 1, open: true, namespace: shop, kind: Deployment, names: [a]}]        | 0
          next: {wave: 1}, turnsUntil: LATER, moreTurns: 1              | 0
          next: {wave: 1}, turnsUntil: LATER                            | 1
          next: {wave: 1}, turns: [{wave: 1, open: true, namespace: shop, kind: Deployment, names: [a]}]                           | 1
          next: {wave: 1}                                               | 1
          turnsUntil: LATER                                             | 0
          """)
  void whatAnOlderOperatorWroteIsReadAtOnce(String status, int expected)
      throws InterruptedException {
    MigrationPlan plan = plan("a");
    plan.setStatus(
        Serialization.unmarshal(
            "---\n"
                + "{observedGeneration: 1, readAt: '2026-11-24T07:55:00Z', conditions: [{type:"
                + " Ready, status: 'True', reason: MigrationPlanned}], "
                + status.replace("LATER", "'2026-11-24T23:00:00Z'")
                + "}",
            MigrationPlanStatus.class));
    assertEquals(expected, readings(Duration.ofMinutes(30), plan));
  }

  /** Half past eleven in the evening in Paris: not an hour later, but on the new day. */
  @Test
  void aNewDayIsReadAsItBegins() throws InterruptedException {
    now = Instant.parse("2026-11-24T22:30:00Z");
    assertEquals(1, readings(Duration.ofMinutes(30), plan("a")));
    assertEquals(1, readings(Duration.ofMinutes(1), plan("a")));
  }
}
