package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.Deliveries;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.HeldZones;
import cloud.bleu.delivery.zone.StatedClusters;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneTarget;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.FaultProxy;
import cloud.bleu.faults.Request;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.operator.ControllerContext;
import cloud.bleu.operator.OneAnswer;
import cloud.bleu.operator.metric.OperatorMetrics;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.Finalizers;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.status.StatusEvents;
import cloud.bleu.operator.status.StatusWriter;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes of what the server answers to the finalizers of a workload in another cluster. */
@Tag("wiring")
class ElsewhereHoldTest {

  /** What the server answers to a patch that it refuses. */
  private volatile int code;

  /** What a patch must say to be taken; null: every one is refused. */
  private volatile @Nullable String kept;

  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  /** What is left in the zone. */
  private final Map<String, TargetObservation.Unseen> unseen = new HashMap<>();

  /** Zone {@code new} is in another cluster; what {@code far} was is nobody's by now. */
  private final Clusters clusters = new StatedClusters("new", "other");

  /** A workload that was held by what is let go alone, so that nobody has to remember it. */
  private static final String ENDING =
      """
      {"apiVersion": "placement.bleu.cloud/v1alpha1", "kind": "BleuWorkload",
       "metadata": {"name": "web", "namespace": "shop", "uid": "u",
                    "deletionTimestamp": "2026-11-28T12:00:00Z"}}
      """;

  private final OperatorMetrics metrics = new OperatorMetrics();
  private FaultProxy proxy;
  private KubernetesClient client;
  private EventRecorder events;
  private ElsewhereHold hold;

  @BeforeEach
  void start() {
    Fault refusal =
        new Fault() {
          @Override
          public Answer instead(Request request) {
            String body = new String(request.body(), StandardCharsets.UTF_8);
            if (request.about("events")) {
              told.add(Serialization.unmarshal(body, Event.class).getReason());
              return Answer.json(201, body);
            }
            String needed = kept;
            return needed == null || !body.contains(needed)
                ? Answer.status(code, "MadeUp")
                : Answer.json(200, ENDING);
          }
        };
    proxy = FaultProxy.toNobody(refusal);
    client = proxy.client();
    events =
        new EventRecorder(client, "test", Clock.systemUTC(), metrics.registry, namespace -> true);
    RefusedWrites refused = new RefusedWrites(metrics.registry, events);
    hold =
        new ElsewhereHold(
            clusters,
            zone -> "its-uid",
            Deliveries.of(
                null,
                OneAnswer.to(
                    ZoneTarget.class,
                    "observe",
                    () -> new TargetObservation(List.of(), Map.of(), unseen)),
                clusters),
            namespace -> true,
            new Finalizers(client, "test", refused),
            new WorkloadStatusWriter(
                new StatusWriter(client, metrics, refused, () -> 0), new StatusEvents(events)),
            Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    events.close();
    client.close();
    proxy.close();
  }

  /** It is left and empty: it may be let go, and nothing waits for that. */
  @Test
  void zoneThatCannotBeLetGoHoldsNothingUp() {
    code = 403;
    assertEquals(
        new HoldOutcome(Finalizers.Outcome.NOTHING, List.of(), List.of(), true),
        hold.hold(workload(), decision(), ControllerContext.managed()));
  }

  /** Until it is published the workload stays where it is, whatever is decided. */
  @ParameterizedTest
  @CsvSource({"false, ''", "true, TargetUnreachable"})
  void zoneIsLeftOnceTheDecisionIsPublished(boolean published, String left) {
    unseen.put("far", away());
    DecisionInForce decided = decision();
    HoldOutcome held =
        hold.hold(
            workload(),
            published
                ? decided
                : new DecisionInForce(
                    "u", decided.spec(), false, decided.recent(), null, decision("far").spec()),
            ControllerContext.managed());
    assertEquals(Finalizers.Outcome.NOTHING, held.outcome());
    assertEquals(published, held.leaving());
    assertEquals(
        left, held.left().stream().map(DeliveryProblem::code).collect(Collectors.joining(" ")));
  }

  private static TargetObservation.Unseen away() {
    return new TargetObservation.Unseen(
        DeliveryProblem.unseenZone("why; what to do", "far"), Instant.EPOCH);
  }

  /** Nothing could be found there again once the workload is gone. */
  @ParameterizedTest
  @ValueSource(strings = {"new", "far new"})
  void zoneThatCannotBeHeldHoldsEverythingUp(String zones) {
    code = 403;
    HoldOutcome held =
        hold.hold(workload(), decision(zones.split(" ")), ControllerContext.managed());
    assertEquals(Finalizers.Outcome.NOTHING, held.outcome());
    assertEquals(
        List.of("FinalizerNotWritten"),
        held.refused().stream().map(DeliveryProblem::code).toList());
    assertEquals(!zones.contains("far"), held.leaving());
  }

  /**
   * As by a policy that keeps the finalizer of a zone: another one is delivered to all the same.
   */
  @Test
  void zoneIsHeldThoughAnotherCannotBeLetGo() throws InterruptedException {
    code = 403;
    kept = HeldZones.finalizer("far", "their-uid");
    HoldOutcome held = hold.hold(workload(), decision("new"), ControllerContext.managed());
    assertEquals(List.of(), held.refused());
    assertEquals(Finalizers.Outcome.WRITTEN, held.outcome());

    BleuWorkload both = workload();
    both.getMetadata()
        .setFinalizers(
            List.of(
                HeldZones.finalizer("far", "their-uid"), HeldZones.finalizer("new", "its-uid")));
    HoldOutcome next = hold.hold(both, decision("new"), ControllerContext.managed());
    assertEquals(
        new HoldOutcome(Finalizers.Outcome.NOTHING, List.of(), List.of(), true),
        next,
        "it is delivered, and its deletion waits");
    assertEquals("FinalizerNotWritten", told.poll(30, TimeUnit.SECONDS));
  }

  @ParameterizedTest
  @CsvSource({"409, OUTDATED", "404, WRITTEN"})
  void workloadThatIsAnotherOneIsLookedAtAnew(int answer, Finalizers.Outcome outcome) {
    code = answer;
    assertEquals(outcome, hold.hold(workload(), decision(), ControllerContext.managed()).outcome());
    assertEquals(
        outcome, hold.hold(workload(), decision("new"), ControllerContext.managed()).outcome());
  }

  @Test
  void answerThatIsNoRefusalIsAFailure() {
    code = 410;
    assertThrows(
        KubernetesClientException.class,
        () -> hold.hold(workload(), decision(), ControllerContext.managed()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "it may not be let go,                   '',       403, 20000",
    "it is newer than it was read,           '',       409, 1000",
    "it is gone,                             '',       404, ",
    "what is left cannot say so yet,         NoRight,  409, 1000",
    "what is left may never say so,          NoRight,  403, 20000",
    "what is on its way out may not say so,  Removing, 403, 1000",
    "what is left is about one that is gone, NoRight,  404, 20000",
  })
  void deletionComesAgainAfter(String what, String left, int answer, Long after) {
    code = answer;
    if (!left.isEmpty()) {
      unseen.put(
          "far",
          new TargetObservation.Unseen(
              DeliveryProblem.passing(left, "why; what to do"), Instant.EPOCH));
    }
    assertEquals(
        after,
        hold.release(workload(), ControllerContext.managed())
            .getScheduleDelay()
            .map(Long::valueOf)
            .orElse(null));
  }

  private static DecisionInForce decision(String... zones) {
    return new DecisionInForce(
        "u",
        new WorkloadPlacementSpec(
            new WorkloadPlacementSpec.WorkloadRef("web", "u"),
            Arrays.stream(zones).map(zone -> new Assignment(zone, 1, null, null)).toList(),
            List.of(),
            new WorkloadPlacementSpec.Decision(1L, "sha256:0")),
        true,
        new RecentMoves(List.of()),
        null);
  }

  private static BleuWorkload workload() {
    BleuWorkload workload =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: BleuWorkload
            metadata: {name: web, namespace: shop, uid: u, resourceVersion: "7", generation: 1}
            spec: {dataClasses: [Ordinary], workload: {deployment: {template: {}}}}
            """,
            BleuWorkload.class);
    workload.getMetadata().setFinalizers(List.of(HeldZones.finalizer("far", "their-uid")));
    return workload;
  }
}
