package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.Deliveries;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.layers.OperatorLog;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.gate.DeliveryOrders;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.snapshot.DecidedWorkloads;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.SandboxClients;
import cloud.bleu.status.Enforcement;
import cloud.bleu.translate.EmptyTranslation;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done with a decision by its scope, and when a refusal is over. No API server answers. */
class WorkloadDeliveryTest {

  private static final WorkloadId WEB = new WorkloadId("shop", "web");
  private static final String CHILDREN = "{deployment: {template: {spec: {containers: []}}}}";
  private static final String MISSING = "{deploymentRef: {name: legacy}}";
  private static final String OTHERS = "{pods: {selector: {matchLabels: {app: web}}}}";

  private static final Translation TRANSLATION =
      EmptyTranslation.at(Instant.parse("2026-11-24T12:00:00Z"));

  private static final Snapshot SNAPSHOT =
      new Snapshot(
          TRANSLATION,
          DecidedWorkloads.NONE,
          new TreeMap<>(),
          Map.of(),
          new Enforcement(new TreeSet<>(), new TreeMap<>(), new TreeSet<>()),
          Map.of());

  @RegisterExtension private final OperatorLog said = OperatorLog.of(RefusedWrites.class);

  private final KubernetesClient nobody =
      SandboxClients.of(
          new ConfigBuilder()
              .withAutoConfigure(false)
              .withMasterUrl("http://127.0.0.1:1")
              .withRequestRetryBackoffLimit(0)
              .build());
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EventRecorder events =
      new EventRecorder(nobody, "test", Clock.systemUTC(), registry, namespace -> false);
  private final RefusedWrites refused = new RefusedWrites(registry, events);
  private final Ledger ledger = new Ledger(nobody, Clock.systemUTC());
  private final Caches caches = new Caches(nobody, (before, after) -> {});
  private final RecordedTarget recorder = new RecordedTarget();
  private boolean open;
  private boolean served;
  private final Gates gates =
      new Gates(new HubGateWriter(nobody), refused, () -> {}, plan -> {}, n -> open, Traces.NONE);
  private final WorkloadDelivery deliveries =
      new WorkloadDelivery(
          ledger,
          gates,
          new DeliveryOrders(caches, Clock.systemUTC()),
          Deliveries.of(nobody, recorder, recorder),
          new PendingClusters(zone -> false, () -> false),
          namespace -> served,
          refused);

  @AfterEach
  void close() {
    gates.close();
    ledger.close();
    caches.close();
    events.close();
    nobody.close();
  }

  private static WorkloadPlacementSpec spec(String zone) {
    return new WorkloadPlacementSpec(
        new WorkloadPlacementSpec.WorkloadRef("web", "uid"),
        List.of(new Assignment(zone, 1, null, null)),
        List.of(),
        new WorkloadPlacementSpec.Decision(7L, "sha256:0"));
  }

  /** Decides for the zone new, where the workload ran in the zone old. */
  private static @Nullable DecisionInForce decision(String state) {
    RecentMoves none = new RecentMoves(List.of());
    return switch (state) {
      case "none" -> null;
      case "first" -> new DecisionInForce("uid", spec("new"), false, none, null);
      case "committed" -> new DecisionInForce("uid", spec("new"), false, none, null, spec("old"));
      default -> new DecisionInForce("uid", spec("new"), true, none, null);
    };
  }

  /** The gates as a pass left them: shut ones are of a namespace in which none may be written. */
  private void gates(BleuWorkload workload, @Nullable DecisionInForce decision, boolean shut)
      throws LedgerConflictException {
    NamespaceBuilder shop = new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata();
    if (shut) {
      shop.editMetadata().addToLabels("placement.bleu.cloud/governed", "Enforce").endMetadata();
    }
    open = !shut;
    gates.write(
        ApiObjects.NONE
            .with(Namespace.class, List.of(shop.build()))
            .with(BleuWorkload.class, List.of(workload)),
        TRANSLATION,
        decision == null ? Map.of() : Map.of(WEB, decision));
  }

  private static String source(String runs) {
    return switch (runs) {
      case "others" -> OTHERS;
      case "missing" -> MISSING;
      default -> CHILDREN;
    };
  }

  /** The API server has refused a child before; it takes everything now. */
  @ParameterizedTest
  @CsvSource({
    // what it runs, decision, in the way; what is asked, problems, whether a child is still refused
    "children, none, '', '', '', 0",
    "children, first, '', '', '', 1",
    "children, committed, '', 'sees old, looks', '', 1",
    "children, published, '', 'sees new, writes', '', 0",
    "children, published, refuses, 'sees new, writes', DeliveryRefused, 1",
    // Nothing was written, or nobody sees what came of it.
    "missing, published, '', 'sees new, writes', TemplateMissing, 1",
    "children, published, new-away, 'sees new, writes', TargetUnreachable, 1",
    "children, published, old-away, 'sees new, writes', TargetUnreachable, 1",
    // What waits for its gate was not tried, so nothing is over.
    "children, published, shut, 'sees new, looks', '', 1",
    "children, published, held, 'sees new, looks', held, 1",
    "children, published, held shut, 'sees new, looks', held, 1",
    // What is not wanted any more is refused no more.
    "children, published, frozen, 'sees new, looks', '', 0",
    "children, published, suspended, 'sees new, looks', '', 0",
    "children, committed, suspended, 'sees old, looks', '', 0",
    "children, published, suspended shut, 'sees new, looks', '', 0",
    "children, published, unserved, 'sees new, looks', '', 0",
    "children, published, unserved shut, 'sees new, looks', '', 0",
    "others, none, '', '', '', 0",
    "others, committed, '', '', '', 1",
    "others, published, '', writes, '', 0",
    "others, published, refuses, writes, DeliveryRefused, 1",
    "others, published, frozen, looks, '', 0",
    "others, published, suspended, looks, '', 0",
    "others, published, shut, '', '', 1",
    "others, published, unread, '', '', 1",
    "others, published, unserved, '', '', 0",
  })
  void whatIsDoneWithADecision(
      String runs, String state, String obstacles, String asked, String problems, int refusals)
      throws LedgerConflictException {
    Set<String> way = Set.of(obstacles.split(" "));
    BleuWorkload workload =
        Serialization.unmarshal(
            "---\n{metadata: {namespace: shop, name: web, uid: uid}, spec: {suspend: "
                + way.contains("suspended")
                + ", workload: "
                + source(runs)
                + "}}",
            BleuWorkload.class);
    DecisionInForce decision = decision(state);
    served = !way.contains("unserved");
    if (!way.contains("unread")) {
      gates(workload, decision, way.contains("shut"));
    }
    way.stream()
        .filter(word -> word.endsWith("-away"))
        .forEach(word -> recorder.goAway(word.substring(0, word.indexOf('-'))));
    recorder.refuses = way.contains("refuses");
    refused.refused(RefusedWrites.Write.Child, EventRecorder.reference(workload), "refused before");

    DeliveryPlan plan =
        deliveries.plan(
            workload,
            decision,
            way.contains("frozen"),
            way.contains("held")
                ? HoldOutcome.refused(DeliveryProblem.passing("held", "made up"))
                : HoldOutcome.NONE);
    DeliveryReport report = deliveries.carryOut(plan, workload, SNAPSHOT);
    assertEquals(asked, String.join(", ", recorder.asked));
    assertEquals(
        problems,
        report.problems().stream().map(DeliveryProblem::code).collect(Collectors.joining(" ")));
    assertEquals(
        refusals,
        registry.get("bleu.writes.refused").tag("write", "Child").gauge().value(),
        "children that are refused");
  }

  /** Whoever deletes a namespace knows, and each workload in it would say so. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusalIsToldUnlessItIsThatTheNamespaceIsBeingDeleted(boolean isEnding)
      throws LedgerConflictException {
    BleuWorkload workload =
        Serialization.unmarshal(
            "---\n{metadata: {namespace: shop, name: web, uid: uid}, spec: {workload: "
                + source("children")
                + "}}",
            BleuWorkload.class);
    DecisionInForce decision = decision("published");
    served = true;
    gates(workload, decision, false);
    recorder.refuses = true;
    recorder.isEnding = isEnding;
    deliveries.carryOut(
        deliveries.plan(workload, decision, false, HoldOutcome.NONE), workload, SNAPSHOT);
    assertEquals(isEnding ? 0 : 1, said.lines().size(), said::toString);
    assertEquals(1.0, registry.get("bleu.writes.refused").tag("write", "Child").gauge().value());
  }
}
