package cloud.bleu.operator.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus.Inputs;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.pass.adoption.AdoptedRooms;
import cloud.bleu.operator.pass.plan.PassPlanner;
import cloud.bleu.operator.snapshot.LastRead;
import cloud.bleu.operator.snapshot.SnapshotBoard;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.zone.ClusterContact;
import cloud.bleu.translate.zone.ObservedState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pass reads, and when there is something to read though nothing tells. */
class EstateReaderTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final WorkloadId WEB = new WorkloadId("shop", "web");
  private static final WorkloadId API = new WorkloadId("shop", "api");

  private static final String OBJECTS =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: a}
      spec: {provider: p, region: r, site: s, capacity: {cpu: 9}, target: {nodeSelector: {zone: a}}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: shop, uid: u-web}
      spec: {replicas: 1, dataClasses: [Ordinary], workload: {external: {requests: {cpu: "1"}}}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: api, namespace: shop, uid: u-api}
      spec: {replicas: 1, dataClasses: [Ordinary], workload: {external: {requests: {cpu: "1"}}}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: web, namespace: shop}
      spec: {workloadRef: {name: web, uid: u-web}}
      status: {inputs: {digest: written}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: api, namespace: shop}
      spec: {workloadRef: {name: api, uid: u-api}}
      """;

  private final StillCaches still = new StillCaches().with(OBJECTS);
  private final Ledger ledger = new Ledger(still.nobody, Clock.fixed(NOON, ZoneOffset.UTC));
  private final SnapshotBoard board = new SnapshotBoard(id -> Map.of(), () -> {});
  private final LastRead lastRead = new LastRead();
  private final PassPlanner planner = new PassPlanner(ledger, Traces.NONE);
  private @Nullable String lag;
  private @Nullable ClusterContact contact;
  private final EstateReader reader =
      new EstateReader(
          new EstateSource(
              still.caches,
              ledger,
              () -> ObservedState.UNBROKEN,
              (zone, left) -> contact,
              new AdoptedRooms(
                  ledger::all, (id, inForce) -> Map.of(), new IdleEngine(), id -> {}, id -> false),
              namespace -> true,
              lastRead,
              (read, zones, observed) -> read),
          new NewWorkloads(ledger::inForce, namespaces -> () -> lag, () -> 0),
          planner,
          new SnapshotAssembly(),
          ledger,
          board,
          Traces.NONE);

  @AfterEach
  void stop() {
    ledger.close();
    still.close();
  }

  /** Who plans beside the pass for a day to come knows no more than the pass. */
  @ParameterizedTest
  @CsvSource({
    "2026-01-31T22:59:59Z, 2026-01-31",
    "2026-01-31T23:00:00Z, 2026-02-01", // in Europe/Paris
  })
  void itIsKeptOnWhichDayTheObjectsWereRead(Instant now, LocalDate day) {
    reader.read(now);
    assertEquals(day, lastRead.get().observed().readOn());
  }

  /** A workload waits for what governs it: nothing of the pass knows of it meanwhile. */
  @ParameterizedTest
  @CsvSource({"policies, 0", ", 2"})
  void whatWaitsForACacheIsNotThere(@Nullable String missing, int count) {
    lag = missing;
    ReadEstate read = reader.read(NOON);
    assertEquals(count, read.objects().workloads().size());
    assertEquals(count, read.workloads().size());
    assertEquals(count, read.estate().workloads().size());
    assertEquals(NOON, read.estate().now());
    assertEquals(NOON, read.dates().now());
    assertEquals(1, read.estate().zones().size());
    assertEquals(count == 0 ? Set.of() : Set.of(WEB, API), read.workloads().keySet());
  }

  /** After the start of a process the placements say; then the pass before does, of each alone. */
  @ParameterizedTest
  @CsvSource({
    // what the snapshot before says of web: what web and api were decided on
    "none, written, ",
    "nothing, , ",
    "again, again, ",
  })
  void whatItWasDecidedOnBefore(String snapshot, @Nullable String web, @Nullable String api) {
    if (!snapshot.equals("none")) {
      board.publish(
          PublicationScene.snapshot(Map.of(), Map.of(), new TreeMap<>())
              .standing(
                  Set.of(),
                  snapshot.equals("nothing")
                      ? Map.of()
                      : Map.of(WEB, new Inputs(null, snapshot, null, null, null, List.of())),
                  0));
    }
    ReadEstate read = reader.read(NOON);
    // What is published meanwhile is what this pass decides on, and not what it was before.
    board.publish(
        PublicationScene.snapshot(Map.of(), Map.of(), new TreeMap<>())
            .standing(
                Set.of(), Map.of(API, new Inputs(null, "later", null, null, null, List.of())), 0));
    assertEquals(web, digest(read, WEB));
    assertEquals(api, digest(read, API));
  }

  private static @Nullable String digest(ReadEstate read, WorkloadId id) {
    Inputs inputs = read.decidedOn().apply(id);
    return inputs == null ? null : inputs.digest();
  }

  /** What nothing tells of: a cache that catches up, and a zone that loses what it had. */
  @ParameterizedTest
  @CsvSource({
    // what is missing, state of the cluster, seconds that the pass took: seconds after it was read
    ", Reached, 10, ",
    ", , 10, ",
    "policies, Reached, 10, 11",
    "policies, Reached, 0, 1",
    ", Clearing, 10, 1",
    "policies, Clearing, 10, 1",
    "policies, Clearing, -5, -4",
  })
  void whenToReadAgain(
      @Nullable String missing,
      ClusterContact.@Nullable State state,
      int took,
      @Nullable Long after) {
    lag = missing;
    contact = state == null ? null : new ClusterContact(state, NOON);
    reader.read(NOON);
    Instant again = reader.again(NOON, NOON.plusSeconds(took));
    assertEquals(after == null ? Instant.MAX : NOON.plusSeconds(after), again);
    assertTrue(again.isAfter(NOON.minus(Duration.ofMinutes(1))));
  }

  /** What is equal is the same as was planned last, so that it is not planned again. */
  @Test
  void whatIsEqualIsSharedWithThePassBefore() {
    ReadEstate first = reader.read(NOON);
    planner.plan(first.estate(), decision -> null);
    ReadEstate second = reader.read(NOON.plusSeconds(1));
    assertEquals(first.estate().zones(), second.estate().zones());
    assertSame(first.estate().zones(), second.estate().zones());
    assertNull(board.snapshot(), "reading publishes nothing");
  }
}
