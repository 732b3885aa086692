package cloud.bleu.operator.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGateSpec;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.delivery.Deliveries;
import cloud.bleu.delivery.cluster.UndoneEdits;
import cloud.bleu.delivery.node.NodeTarget;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.evidence.chain.Chain;
import cloud.bleu.ledger.HubGateWriter;
import cloud.bleu.ledger.LaterDecision;
import cloud.bleu.ledger.Ledger;
import cloud.bleu.ledger.LedgerConflictException;
import cloud.bleu.operator.cache.Caches;
import cloud.bleu.operator.config.OperatorOptions;
import cloud.bleu.operator.gate.Gates;
import cloud.bleu.operator.leadership.Leadership;
import cloud.bleu.operator.pass.PlacementLoop;
import cloud.bleu.operator.pass.PlacementRefusals;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.operator.trace.Traces;
import cloud.bleu.operator.trigger.Triggers;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who is told of what the caches tell. In namespace {@code shop} there are {@code web}, which is
 * decided to run in the zones a and b, and {@code nightly}, which is about the pods of others; in
 * {@code books} there is {@code reader}, which calls a Service of each of the others. One pod that
 * {@code nightly} selects runs on node n1, which is of zone a; n2 is of zone b.
 */
@Tag("wiring")
class ClusterEventsTest {
  private static final WorkloadId WEB = new WorkloadId("shop", "web");
  private static final WorkloadPlacementSpec OTHER =
      new WorkloadPlacementSpec(
          new WorkloadPlacementSpec.WorkloadRef("web", "u"), List.of(), List.of(), null);

  private static EmbeddedApiServer server;
  private static KubernetesClient client;
  private static Caches caches;
  private static Ledger ledger;
  private static EventRecorder recorder;

  private final List<String> told = new ArrayList<>();
  private boolean leading = true;
  private ClusterEvents events;

  @BeforeAll
  static void start() throws LedgerConflictException {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
    create(
        AvailabilityZone.class,
        "{name: a}",
        "{provider: p, region: r, site: s, target: {nodeSelector: {zone: a}}}");
    create(Node.class, "{name: n1, labels: {zone: a}}", "{}");
    create(Node.class, "{name: n2, labels: {zone: b}}", "{}");
    create(Pod.class, "{name: p, namespace: shop, labels: {app: batch}}", "{nodeName: n1}");
    create(
        Deployment.class,
        "{name: web, namespace: shop}",
        "{replicas: 2, selector: {matchLabels: {app: web}},"
            + " template: {metadata: {labels: {app: web}}, spec: {containers:"
            + " [{name: c, resources: {requests: {cpu: 1}}}]}}}");
    create(
        BleuWorkload.class,
        "{name: web, namespace: shop}",
        "{dataClasses: [Ordinary], workload: {deploymentRef: {name: web}}}");
    create(
        BleuWorkload.class,
        "{name: nightly, namespace: shop}",
        "{dataClasses: [Ordinary], replicas: 1, requests: {cpu: 1},"
            + " workload: {pods: {selector: {matchLabels: {app: batch}}}}}");
    create(
        BleuWorkload.class,
        "{name: reader, namespace: books}",
        "{dataClasses: [Ordinary], workload: {deploymentRef: {name: reader}}, residency: {egress:"
            + " [{to: {service: {name: s, namespace: shop}}}, {to: {service: {name: t, namespace:"
            + " empty}}}]}}");
    caches = new Caches(client, (before, after) -> {});
    caches.start().join();
    ledger = new Ledger(client, Clock.systemUTC());
    ledger.recover();
    ledger.commit(
        List.of(
            LaterDecision.of(
                WEB,
                "u",
                Chain.GENESIS,
                null,
                "InputChanged",
                List.of(new Assignment("a", 1, null, null), new Assignment("b", 1, null, null)),
                List.of(),
                0)));
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    recorder = new EventRecorder(client, "test", Clock.systemUTC(), registry, namespace -> true);
  }

  private static void create(Class<? extends HasMetadata> kind, String metadata, String spec) {
    client
        .resource(Serialization.unmarshal("metadata: " + metadata + "\nspec: " + spec, kind))
        .create();
  }

  @AfterAll
  static void stop() {
    recorder.close();
    caches.close();
    ledger.close();
    client.close();
    server.close();
  }

  @BeforeEach
  void listen() {
    Triggers triggers = new Triggers();
    tells("workload", triggers.workloads);
    tells("zone", triggers.zones);
    Traces wakes = saying(Traces.class, "wakes", "pass");
    RefusedWrites writes = new RefusedWrites(new SimpleMeterRegistry(), recorder);
    // It never begins: that it was woken is all that is asked here.
    PlacementLoop loop =
        new PlacementLoop(
            changed -> Instant.MAX,
            ledger,
            new Gates(
                new HubGateWriter(client), writes, () -> {}, plan -> {}, namespace -> true, wakes),
            new PlacementRefusals(ledger, writes, triggers, id -> null),
            new Leadership(client, OperatorOptions.alone(), () -> {}),
            wakes,
            Clock.systemUTC(),
            System::nanoTime);
    NodeTarget nodes = new NodeTarget(client, () -> caches, UndoneEdits.UNTOLD);
    Clusters clusters = saying(Clusters.class, "forgetWorkload", "forgotten");
    events =
        new ClusterEvents(
            () -> leading,
            () -> caches,
            () -> loop,
            triggers,
            ledger,
            Deliveries.of(client, nodes, clusters),
            nodes);
  }

  private void tells(String what, AbstractEventSource<?, ?> source) {
    source.setEventHandler(
        event ->
            told.add(
                what
                    + " "
                    + event.getRelatedCustomResourceID().getNamespace().map(n -> n + "/").orElse("")
                    + event.getRelatedCustomResourceID().getName()));
    source.start();
  }

  /** Says when one of its methods is called, and knows no other. */
  private <T> T saying(Class<T> type, String method, String word) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> {
              assertEquals(method, called.getName());
              told.add(word);
              return null;
            }));
  }

  @ParameterizedTest
  @CsvSource({
    // what the caches tell; who is told while this process leads
    "a change, pass",
    "the placement as decided, ''",
    "another placement than decided, pass",
    "the placement is gone, pass",
    "a placement of what is not decided, ''",
    "a gate that nobody wrote, pass",
    "no gate where none was written, ''",
    // Its workloads look again: what stood beside them may be in the way no more.
    "a neighbour in shop, workload shop/nightly; workload shop/web",
    "a neighbour in empty, ''",
    // Who calls it looks again, in any namespace; a pass, where it may lead to workloads.
    "the Service s of shop, pass; workload books/reader",
    "the Service t of empty, workload books/reader",
    "a Service of shop that nobody calls, pass",
    "a Service of empty that nobody calls, ''",
    "an entrance of shop, pass",
    "an entrance of empty, ''",
    "labels of n1, workload shop/nightly",
    "labels of n2, ''",
    "an admission policy, pass",
    "a quota where nothing was refused, ''",
    "the end of web, forgotten; zone a; zone b",
    "the end of what was not decided, forgotten",
    "the end of an object, ''",
  })
  void whoIsTold(String what, String whom) {
    tell(what);
    assertEquals(whom, told());
  }

  @ParameterizedTest
  @CsvSource({
    "a change, ''",
    "another placement than decided, ''",
    "a gate that nobody wrote, ''",
    "a neighbour in shop, ''",
    "the Service s of shop, ''",
    "an entrance of shop, ''",
    "labels of n1, ''",
    "an admission policy, ''",
    "a quota where nothing was refused, ''",
    // What is remembered of it is of no use to anybody.
    "the end of web, forgotten; zone a; zone b",
  })
  void whoIsToldWhereAnotherProcessLeads(String what, String whom) {
    leading = false;
    tell(what);
    assertEquals(whom, told());
  }

  private void tell(String what) {
    switch (what) {
      case "a change" -> events.wake();
      case "the placement as decided" -> events.placementSeen(WEB, ledger.inForce(WEB).spec());
      case "another placement than decided" -> events.placementSeen(WEB, OTHER);
      case "the placement is gone" -> events.placementSeen(WEB, null);
      case "a placement of what is not decided" ->
          events.placementSeen(new WorkloadId("shop", "nightly"), OTHER);
      case "a gate that nobody wrote" ->
          events.gateSeen("shop", new PlacementGateSpec(1L, Map.of(), Map.of()));
      case "no gate where none was written" -> events.gateSeen("shop", null);
      case "a neighbour in shop" -> events.neighbourChanged("shop");
      case "a neighbour in empty" -> events.neighbourChanged("empty");
      case "the Service s of shop" -> events.serviceChanged("shop", "s");
      case "the Service t of empty" -> events.serviceChanged("empty", "t");
      case "a Service of shop that nobody calls" -> events.serviceChanged("shop", "x");
      case "a Service of empty that nobody calls" -> events.serviceChanged("empty", "x");
      case "an entrance of shop" -> events.entranceChanged("shop");
      case "an entrance of empty" -> events.entranceChanged("empty");
      case "labels of n1" -> events.nodeRelabelled("n1");
      case "labels of n2" -> events.nodeRelabelled("n2");
      case "an admission policy" -> events.retryRefused();
      case "a quota where nothing was refused" -> events.retryRefused("shop");
      case "the end of web" -> events.workloadGone(WEB);
      case "the end of what was not decided" ->
          events.workloadGone(new WorkloadId("shop", "nightly"));
      case "the end of an object" -> events.gone("u");
      default -> throw new IllegalArgumentException(what);
    }
  }

  private static final String GATED = "schedulingGates: [{name: placement.bleu.cloud/decision}]";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "nobody's pod comes                      ||| app: theirs | nodeName: n1 | ''",
        "one that is selected comes               ||| app: batch | nodeName: n1 | pass; workload",
        "it goes            | app: batch | nodeName: n1 ||| pass; workload",
        "its containers change, not where it is   | app: batch | nodeName: n1"
            + "| app: batch | 'nodeName: n1, hostname: h' | workload",
        "its gate opens     | app: batch | gated | app: batch | nodeName: n1 | pass; workload",
        "it is selected no more | app: batch | nodeName: n1 | app: x | nodeName: n1"
            + "| pass; workload",
        "a label of a workload outweighs the selector ||"
            + "| 'app: batch, placement.bleu.cloud/workload: web' | | ''",
        "one of a decision that nothing controls  ||"
            + "| 'placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: a'"
            + "| nodeName: n1 | pass",
        "in another zone                          ||"
            + "| 'placement.bleu.cloud/workload: web, placement.bleu.cloud/zone: a'"
            + "| nodeName: n2 | pass",
        "a pod whose workload is gone takes room  ||"
            + "| 'placement.bleu.cloud/workload: gone' | requests | pass",
        "and gives it back   | 'placement.bleu.cloud/workload: gone' | requests ||| pass",
      })
  void whoIsToldOfAPod(
      String what,
      @Nullable String labelsBefore,
      @Nullable String before,
      @Nullable String labelsAfter,
      @Nullable String after,
      String whom) {
    events.podChanged(pod(labelsBefore, before), pod(labelsAfter, after));
    assertEquals(whom.replace("workload", "workload shop/nightly"), told());
    told.clear();
    leading = false;
    events.podChanged(pod(labelsBefore, before), pod(labelsAfter, after));
    assertEquals("", told(), "where another process leads");
  }

  private static @Nullable Pod pod(@Nullable String labels, @Nullable String spec) {
    if (labels == null) {
      return null;
    }
    String written =
        switch (spec == null ? "" : spec) {
          case "gated" -> GATED;
          case "requests" ->
              "nodeName: n1, containers: [{name: c, resources: {requests: {cpu: 1}}}]";
          default -> spec == null ? "" : spec;
        };
    return Serialization.unmarshal(
        "metadata: {name: q, namespace: shop, uid: q, labels: {%s}}\nspec: {%s}\n"
            .formatted(labels, written),
        Pod.class);
  }

  /** Each once: to be told twice is no more work. */
  private String told() {
    return String.join("; ", told.stream().distinct().sorted().toList());
  }
}
