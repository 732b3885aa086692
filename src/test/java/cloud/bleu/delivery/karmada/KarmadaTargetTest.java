package cloud.bleu.delivery.karmada;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.Deliveries;
import cloud.bleu.delivery.Delivery;
import cloud.bleu.delivery.DeliveryOrder;
import cloud.bleu.delivery.DeliveryReport;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.zone.ClusterWideTarget;
import cloud.bleu.delivery.zone.Clusters;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One binding of Karmada: what is written to it for a decision, and what of its status counts. */
@Tag("wiring")
class KarmadaTargetTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Reach REACHED =
      new Reach(Reach.State.REACHED, NOON, "ClusterReady", "Karmada reaches it");
  private static final Reach AWAY =
      new Reach(Reach.State.UNREACHED, NOON, "ClusterNotReady", "Karmada does not reach it");

  /** Of which only what a scheduler reads is stated. */
  private static final String BINDING =
      """
      apiVersion: work.karmada.io/v1alpha2
      kind: ResourceBinding
      metadata: {name: api-deployment, namespace: shop}
      spec:
        resource: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: api}
        replicas: 2
        schedulerName: %s
      """;

  private final Map<String, Reach> reached = new ConcurrentHashMap<>();
  private final Seen seen = new Seen();
  private final BleuWorkload workload =
      Serialization.unmarshal(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: web, namespace: shop, uid: uid-web}
          spec:
            dataClasses: [Ordinary]
            workload: {karmada: {bindingOf: {kind: Deployment, name: api}}}
          """,
          BleuWorkload.class);
  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Clock clock =
      new Clock() {
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
          return now.get();
        }
      };
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private KubernetesClient overtaking;
  private Delivery delivery;

  /** Zones za, zb, zc are clusters a, b, c; the binding is read when it is asked for. */
  private final class Seen implements KarmadaObjects {
    private Reach bindings = REACHED;
    private long generation = 1;
    private String decider = "web";
    private List<Taint> taints = List.of();
    private final Map<String, Reach> barred = new HashMap<>();
    private GenericKubernetesResource stale;

    /** Whether the cache of bindings is empty, as when a process begins. */
    private boolean hidden;

    @Override
    public String cluster(String zone) {
      return zone.startsWith("z") ? zone.substring(1) : null;
    }

    @Override
    public String zone(String cluster) {
      return Set.of("a", "b", "c").contains(cluster) ? "z" + cluster : null;
    }

    @Override
    public Reach barred(String zone) {
      return barred.get(zone);
    }

    @Override
    public Set<String> clusters() {
      return Set.of("a", "b", "c");
    }

    @Override
    public KarmadaCluster seen(String cluster) {
      return new KarmadaCluster(
          cluster,
          null,
          Map.of("name", cluster),
          Map.of("region", "north"),
          List.of(),
          cluster.equals("a") ? taints : List.of());
    }

    @Override
    public Reach bindings() {
      return bindings;
    }

    @Override
    public Reach reach(String cluster) {
      return bindings.isReached() ? reached.getOrDefault(cluster, REACHED) : bindings;
    }

    @Override
    public ResourceBinding binding(String subject) {
      GenericKubernetesResource found = stale == null ? live() : stale;
      if (found != null && !"bleu".equals(found.get("spec", "schedulerName"))) {
        // The cache keeps no more of a binding of another scheduler.
        found.getAdditionalProperties().remove("status");
        ((Map<?, ?>) found.get("spec")).remove("clusters");
      }
      return hidden || found == null || !ResourceBinding.subject(found).equals(subject)
          ? null
          : new ResourceBinding(found);
    }

    @Override
    public String decider(String subject) {
      return decider;
    }

    @Override
    public long generation(String namespace, String deployment) {
      return generation;
    }
  }

  @BeforeEach
  void start() {
    List<CustomResourceDefinition> kinds = new ArrayList<>(ProjectCrds.all());
    kinds.add(KarmadaCrds.binding());
    kinds.add(KarmadaCrds.work());
    server = EmbeddedApiServer.start(kinds);
    client = PatientClients.of(server);
    delivery =
        Deliveries.of(
            client,
            null,
            Clusters.one((ClusterWideTarget) null),
            new KarmadaTarget(client, seen, clock));
  }

  @AfterEach
  void stop() {
    if (overtaking != null) {
      overtaking.close();
    }
    client.close();
    server.close();
  }

  private GenericKubernetesResource live() {
    return client
        .genericKubernetesResources(ResourceBinding.KIND)
        .inNamespace("shop")
        .withName("api-deployment")
        .get();
  }

  private void create(String scheduler) {
    client
        .genericKubernetesResources(ResourceBinding.KIND)
        .inNamespace("shop")
        .resource(
            Serialization.unmarshal(BINDING.formatted(scheduler), GenericKubernetesResource.class))
        .create();
  }

  private void edit(String patch) {
    client
        .resource(live())
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(tree(patch)));
  }

  /**
   * What Karmada says of clusters, as {@code a=ready/replicas}, of a generation of the template.
   */
  private void status(int template, String... clusters) {
    report(template, 3, clusters);
  }

  /** The same, of a generation of the Deployment in the clusters. */
  private void report(int template, int generation, String... clusters) {
    StringBuilder entries = new StringBuilder();
    for (String one : clusters) {
      String[] parts = one.split("[=/]");
      entries.append(
          ("{clusterName: %s, applied: true, health: Healthy, status: {resourceTemplateGeneration:"
                  + " %d, generation: %d, observedGeneration: %d, replicas: %s, updatedReplicas: %s,"
                  + " readyReplicas: %s, availableReplicas: %s}},")
              .formatted(
                  parts[0],
                  template,
                  generation,
                  generation,
                  parts[2],
                  parts[2],
                  parts[1],
                  parts[1]));
    }
    status("{status: {aggregatedStatus: [" + entries + "]}}");
  }

  private void status(String patch) {
    client
        .resource(live())
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(tree(patch)));
  }

  private static Map<?, ?> tree(String yaml) {
    return Serialization.unmarshal("---\n" + yaml, Map.class);
  }

  private DeliveryOrder order(String decided) {
    return order(decided, Set.of());
  }

  /** A decision, as {@code a=2 b=1}. */
  private DeliveryOrder order(String decided, Set<String> lost) {
    List<Assignment> assignments = new ArrayList<>();
    Map<String, Map<String, String>> zones = new TreeMap<>();
    for (String one : decided.strip().split(" +")) {
      String[] parts = one.split("=");
      assignments.add(new Assignment("z" + parts[0], Integer.parseInt(parts[1]), null, null));
      zones.put("z" + parts[0], Map.of());
    }
    return new DeliveryOrder(workload, assignments, zones, lost, Set.of(), Set.of(), null);
  }

  private String clusters() {
    return clusters(live());
  }

  private static String clusters(GenericKubernetesResource binding) {
    TreeSet<String> words = new TreeSet<>();
    new ResourceBinding(binding).clusters().forEach((name, n) -> words.add(name + "=" + n));
    return String.join(" ", words);
  }

  private static List<String> codes(DeliveryReport report) {
    return report.problems().stream().map(DeliveryProblem::code).distinct().toList();
  }

  /**
   * By the rule of every target: successors come first, and what leaves stays until as many are
   * available elsewhere. In a lost zone nothing is kept.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // stands       | reported    | lost | decided | written
        "''             | ''          | ''   | a=2 b=1 | a=2 b=1",
        "a=2 b=1        | a=2/2 b=1/1 | ''   | a=2 b=1 | a=2 b=1",
        "a=2 b=1        | a=2/2 b=1/1 | ''   | a=3 b=3 | a=3 b=3",
        // Two of a leave, and c lacks two: all stay until c has them.
        "a=2 b=1        | a=2/2 b=1/1 | ''   | b=1 c=2 | a=2 b=1 c=2",
        "a=2 b=1 c=2    | a=2/2 b=1/1 c=1/2 | '' | b=1 c=2 | a=1 b=1 c=2",
        "a=2 b=1 c=2    | a=2/2 b=1/1 c=2/2 | '' | b=1 c=2 | b=1 c=2",
        "a=2 b=1        | a=2/2 b=1/1 | za   | b=3     | b=3",
        // A cluster that no zone is was written by somebody else.
        "a=2 x=4        | a=2/2 x=4/4 | ''   | a=2     | a=2",
      })
  void entriesFollowTheDecision(
      String stands, String reported, String lost, String decided, String written) {
    create("bleu");
    stand(stands);
    if (!reported.isEmpty()) {
      status(1, reported.split(" +"));
    }
    Set<String> gone = lost.isEmpty() ? Set.of() : Set.of(lost);
    DeliveryReport report = delivery.deliver(order(decided, gone));
    assertEquals(List.of(), report.problems());
    assertEquals(written.strip(), clusters());
  }

  /**
   * What may run where nobody sees it goes after its successors, and so does what no zone names.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // away | stands        | reported          | decided | written
        "a      | a=2 b=1       | a=2/2 b=1/1       | b=1 c=2 | a=2 b=1 c=2",
        "a      | a=2 b=1 c=2   | a=2/2 b=1/1 c=1/2 | b=1 c=2 | a=1 b=1 c=2",
        "a      | a=2 b=1 c=2   | a=2/2 b=1/1 c=2/2 | b=1 c=2 | b=1 c=2",
        "x      | a=2 x=4       | a=2/2 x=4/4       | a=6     | a=6 x=4",
        "x      | a=6 x=4       | a=6/6 x=4/4       | a=6     | a=6",
      })
  void entryThatIsNotSeenGoesAfterItsSuccessors(
      String away, String stands, String reported, String decided, String written) {
    create("bleu");
    stand(stands);
    status(1, reported.strip().split(" +"));
    reached.put(away.strip(), AWAY);
    DeliveryReport report = delivery.deliver(order(decided));
    assertEquals(List.of("TargetUnreachable"), codes(report));
    assertEquals(written.strip(), clusters());
  }

  /** What to do depends on why Karmada does it. */
  @ParameterizedTest
  @CsvSource({
    "TaintUntolerated, remove the taint of the Cluster",
    "ApplicationFailure, take spec.failover out of the policy",
  })
  void remedyOfAnEvictionIsThatOfItsReason(String reason, String remedy) {
    create("bleu");
    stand("b=1");
    status(1, "b=1/1");
    edit("{spec: {gracefulEvictionTasks: [{fromCluster: a, reason: " + reason + "}]}}");
    String message = delivery.deliver(order("a=2 b=1")).problems().get(0).message();
    assertTrue(message.contains(remedy), message);
  }

  /** As of every scheduler of Karmada: the two would undo what the other does. */
  @Test
  void nothingIsBroughtToAClusterThatKarmadaTakesItOutOf() {
    create("bleu");
    stand("b=1 c=1");
    status(1, "b=1/1", "c=1/1");
    edit(
        "{spec: {gracefulEvictionTasks: [{fromCluster: a, reason: TaintUntolerated, producer:"
            + " TaintManager}]}}");
    DeliveryReport report = delivery.deliver(order("a=2 b=1"));
    assertEquals(List.of("KarmadaEvicts"), codes(report));
    assertTrue(report.problems().get(0).message().contains("TaintUntolerated"), report.toString());
    assertEquals("b=1 c=1", clusters(), "what leaves stays for what is lacking");
    assertFalse(new ResourceBinding(live()).isConfirmed());
    edit("{spec: {gracefulEvictionTasks: null}}");
    assertEquals(List.of(), codes(delivery.deliver(order("a=2 b=1"))));
    assertEquals("a=2 b=1 c=1", clusters());
  }

  @Test
  void bindingOfTwoWorkloadsGetsTheDecisionOfTheOlder() {
    create("bleu");
    seen.decider = "older";
    String before = live().getMetadata().getResourceVersion();
    DeliveryReport report = delivery.deliver(order("a=2 b=1"));
    assertEquals(List.of("BindingTaken"), codes(report));
    assertEquals(before, live().getMetadata().getResourceVersion());
  }

  /** Karmada calls a binding scheduled once it has a place, and says so to people. */
  @Test
  void nothingIsCalledScheduledThatHasNoPlace() {
    create("bleu");
    assertTrue(delivery.deliver(order("a=0")).complete());
    assertFalse(new ResourceBinding(live()).isConfirmed());
    assertEquals("", clusters());
  }

  private void stand(String stands) {
    List<String> entries = new ArrayList<>();
    for (String one : stands.strip().split(" +")) {
      if (!one.isEmpty()) {
        entries.add("{name: " + one.replace("=", ", replicas: ") + "}");
      }
    }
    if (!entries.isEmpty()) {
      edit("{spec: {clusters: [" + String.join(", ", entries) + "]}}");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none                                     | BindingMissing",
        "{spec: {schedulerName: default-scheduler}} | BindingOfAnotherScheduler",
        "{spec: {schedulerName: null}}            | BindingOfAnotherScheduler",
        "{spec: {suspension: {scheduling: true}}} | BindingSuspended",
        "{spec: {resource: {apiVersion: other/v1}}} | BindingMissing",
      })
  void bindingThatIsNotOursIsNotTouched(String state, String code) {
    if (!state.equals("none")) {
      create("bleu");
      edit(state);
    }
    String before = state.equals("none") ? "" : live().getMetadata().getResourceVersion();
    DeliveryReport report = delivery.deliver(order("a=2 b=1"));
    assertEquals(List.of(code), codes(report));
    assertFalse(report.complete());
    assertEquals(List.of(code), codes(delivery.observe(order("a=2 b=1"))));
    if (!state.equals("none")) {
      assertEquals(before, live().getMetadata().getResourceVersion());
    }
  }

  @Test
  void numberCountsOnlyWhileKarmadaReachesTheClusterAndIsUpToDate() {
    create("bleu");
    stand("a=2 b=1");
    status(1, "a=2/2", "b=1/1");
    assertEquals(
        List.of(2, 1),
        delivery.observe(order("a=2 b=1")).children().stream().map(o -> o.ready()).toList());

    reached.put("a", AWAY);
    DeliveryReport away = delivery.deliver(order("a=2 b=1"));
    assertEquals(List.of("TargetUnreachable"), codes(away));
    assertEquals(Set.of("za"), away.unseen().keySet());
    assertEquals(List.of(0, 1), away.children().stream().map(o -> o.ready()).toList());
    assertEquals("a=2 b=1", clusters(), "nothing moves for that");
    reached.clear();
    reached.put("c", AWAY);
    assertEquals(List.of(), codes(delivery.deliver(order("a=2 b=1 c=0"))), "of c nothing is asked");
    reached.clear();

    seen.generation = 2;
    DeliveryReport behind = delivery.deliver(order("a=2 b=1"));
    assertEquals(List.of("KarmadaStatusBehind"), codes(behind));
    assertEquals(Map.of("za", NOON, "zb", NOON), behind.unseen());
    status(2, "a=2/2", "b=1/1");
    assertEquals(List.of(), codes(delivery.deliver(order("a=2 b=1"))));

    status(
        "{status: {aggregatedStatus: [{clusterName: a, applied: false, appliedMessage: no quota},"
            + " {clusterName: b}]}}");
    DeliveryReport refused = delivery.deliver(order("a=2 b=1"));
    assertEquals(List.of(DeliveryProblem.REFUSED), codes(refused));
    assertTrue(refused.problems().get(0).message().contains("no quota"), refused.toString());
  }

  @Test
  void withoutKarmadaNothingIsKnownAndNothingIsWritten() {
    create("bleu");
    seen.bindings = AWAY;
    DeliveryReport report = delivery.deliver(order("a=2"));
    assertEquals(List.of("TargetUnreachable"), codes(report));
    assertEquals("", clusters());
  }

  @Test
  void olderViewWritesOverNothing() {
    create("bleu");
    stand("a=2 b=1");
    seen.stale = live();
    stand("a=5 b=1");
    DeliveryReport report = delivery.deliver(order("a=1 b=2"));
    assertTrue(report.again());
    assertEquals("a=5 b=2", clusters(), "b is as it was seen, a is not");
  }

  /** As Karmada's own scheduler does: its graceful eviction waits for that. */
  @Test
  void schedulerSaysOfWhichGenerationItIsDone() {
    create("bleu");
    status(
        "{status: {conditions: [{type: FullyApplied, status: \"True\", reason: x, message: y,"
            + " lastTransitionTime: \"2026-11-27T11:00:00Z\"}]}}");
    delivery.deliver(order("a=2 b=1"));
    assertFalse(new ResourceBinding(live()).isConfirmed(), "what was written is not seen yet");
    assertTrue(delivery.deliver(order("a=2 b=1")).complete());
    ResourceBinding done = new ResourceBinding(live());
    assertTrue(done.isConfirmed());
    assertEquals(
        done.generation(),
        ((Number) live().get("status", "schedulerObservedGeneration")).longValue());
    assertEquals(1, done.otherConditions().size(), "those of others stay");
    assertEquals(NOON.toString(), done.scheduledSince());
    assertEquals(NOON.toString(), live().get("status", "lastScheduledTime"));
    String version = live().getMetadata().getResourceVersion();
    delivery.deliver(order("a=2 b=1"));
    assertEquals(version, live().getMetadata().getResourceVersion(), "once");

    now.set(NOON.plusSeconds(60));
    delivery.deliver(order("a=3 b=1"));
    assertTrue(delivery.deliver(order("a=3 b=1")).complete());
    ResourceBinding anew = new ResourceBinding(live());
    assertTrue(anew.isConfirmed());
    assertEquals(NOON.toString(), anew.scheduledSince(), "it was scheduled all the time");
    assertEquals(NOON.plusSeconds(60).toString(), live().get("status", "lastScheduledTime"));
  }

  /**
   * What is reported of a cluster may be of before its entry was lowered: it counts as no more than
   * the entry, and the entry is not raised before the lower number is reported. Otherwise c would
   * be drained for replicas of a that are on their way out.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // then reported        | of | seconds | written      | told
        "a=3/3 b=1/1 c=2/2      | 3  | 1       | a=1 b=1 c=2  | KarmadaReduces",
        // Fewer were ready: it may still be of before, and grow.
        "a=1/3 b=1/1 c=2/2      | 3  | 1       | a=1 b=1 c=2  | KarmadaReduces",
        // Karmada has carried it out, and more are available still.
        "a=2/2 b=1/1 c=2/2      | 4  | 1       | a=1 b=1 c=2  | KarmadaReduces",
        "a=1/1 b=1/1 c=2/2      | 4  | 1       | a=3 b=1 c=2  | ''",
        // Something else sets replicas there, and no entry is ever reported.
        "a=1/1 b=1/1 c=2/2      | 3  | 60      | a=1 b=1 c=2  | KarmadaReduces",
        "a=1/1 b=1/1 c=2/2      | 3  | 61      | a=3 b=1 c=2  | ''",
        "a=3/3 b=1/1 c=2/2      | 3  | 61      | a=1 b=1 c=2  | KarmadaReduces",
      })
  void reductionThatIsTakenBackIsReportedFirst(
      String reported, int generation, int seconds, String written, String told) {
    create("bleu");
    stand("a=3 b=1 c=2");
    report(1, 3, "a=1/3", "b=1/1", "c=2/2");
    delivery.deliver(order("a=1 b=1 c=2"));
    assertEquals("a=1 b=1 c=2", clusters());

    report(1, generation, reported.strip().split(" +"));
    now.set(NOON.plusSeconds(seconds));
    DeliveryReport report = delivery.deliver(order("a=3 b=1"));
    assertEquals(told.isEmpty() ? List.of() : List.of(told), codes(report));
    assertEquals(written, clusters(), "c stays for what a lacks");
    assertEquals(1, report.children().get(0).available());
  }

  /** The cache may have the binding as it was before: c would go for what a has given up. */
  @Test
  void whatWasGivenUpDoesNotCountThoughTheBindingIsSeenAsItWas() {
    create("bleu");
    stand("a=3 b=1 c=2");
    status(1, "a=3/3", "b=1/1", "c=2/2");
    seen.stale = live();
    delivery.deliver(order("a=1 b=1 c=2"));
    assertEquals("a=1 b=1 c=2", clusters());
    DeliveryReport report = delivery.deliver(order("a=3 b=1"));
    assertEquals("a=1 b=1 c=2", clusters());
    assertEquals(1, report.children().get(0).available());
    seen.stale = null;
    assertEquals(List.of("KarmadaReduces"), codes(delivery.deliver(order("a=3 b=1"))));
    report(1, 4, "a=1/1", "b=1/1", "c=2/2");
    assertEquals(List.of(), codes(delivery.deliver(order("a=3 b=1"))));
    assertEquals("a=3 b=1 c=2", clusters());
  }

  /** Another process may have lowered it: what is reported beyond the entry is on its way out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // stands  | reported        | decided | written     | told
        "a=1 c=2   | a=3/3 c=2/2     | a=3     | a=1 c=2     | KarmadaReduces",
        "a=1 c=2   | a=1/3 c=2/2     | a=3     | a=3 c=2     | ''",
        // The entry is gone, and its Work is not.
        "c=2       | a=3/3 c=2/2     | a=3     | c=2         | KarmadaReduces",
        "c=2       | c=2/2           | a=3     | a=3 c=2     | ''",
        // To give up more is no matter.
        "a=2 c=2   | a=3/3 c=2/2     | a=1 c=2 | a=1 c=2     | ''",
      })
  void entryIsNotRaisedWhileMoreIsReportedThanItAsks(
      String stands, String reported, String decided, String written, String told) {
    create("bleu");
    stand(stands);
    status(1, reported.strip().split(" +"));
    DeliveryReport report = delivery.deliver(order(decided));
    assertEquals(told.isEmpty() ? List.of() : List.of(told), codes(report));
    assertEquals(written.strip(), clusters());
  }

  /**
   * An autoscaler or an OverridePolicy holds more than the entry asks: that stands still, and is
   * not on its way out. Who has long been seen so takes the successors of a lost zone at once.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // stands    | reported        | seconds | then        | of | lost | decided | written |
        // told
        "a=3 b=3     | a=3/3 b=5/5     | 60      | a=3/3 b=5/5 | 3  | za   | b=6     | b=3     |"
            + " KarmadaReduces",
        "a=3 b=3     | a=3/3 b=5/5     | 61      | a=3/3 b=5/5 | 3  | za   | b=6     | b=6     |"
            + " ''",
        "a=3 b=3     | a=3/3 b=5/5     | 61      | a=3/3 b=5/5 | 3  | ''   | a=3 b=6 | a=3 b=6 |"
            + " ''",
        // What moves may be on its way out.
        "a=3 b=3     | a=3/3 b=5/5     | 61      | a=3/3 b=4/4 | 3  | za   | b=6     | b=3     |"
            + " KarmadaReduces",
        "a=3 b=3     | a=3/3 b=5/5     | 61      | a=3/3 b=5/5 | 4  | za   | b=6     | b=3     |"
            + " KarmadaReduces",
        // What has no entry any more goes, however long that takes.
        "a=3         | a=3/3 b=5/5     | 61      | a=3/3 b=5/5 | 3  | za   | b=6     | ''      |"
            + " KarmadaReduces",
      })
  void entryIsRaisedOnceMoreThanItAsksHasStoodStill(
      String stands,
      String reported,
      int seconds,
      String then,
      int generation,
      String lost,
      String decided,
      String written,
      String told) {
    create("bleu");
    stand(stands);
    report(1, 3, reported.strip().split(" +"));
    assertEquals(List.of(), codes(delivery.observe(order("a=3 b=3"))));

    now.set(NOON.plusSeconds(seconds));
    report(1, generation, then.strip().split(" +"));
    DeliveryReport report =
        delivery.deliver(order(decided, lost.isEmpty() ? Set.of() : Set.of(lost)));
    assertEquals(told.isEmpty() ? List.of() : List.of(told), codes(report));
    assertEquals(written.strip(), clusters());
  }

  /** The cluster refuses the lower number, or something there sets another. */
  @Test
  void reductionThatIsNeverCarriedOutEnds() {
    create("bleu");
    stand("a=3 b=1 c=2");
    report(1, 3, "a=3/3", "b=1/1", "c=2/2");
    delivery.deliver(order("a=1 b=1 c=2"));
    now.set(NOON.plusSeconds(1));
    assertEquals(List.of("KarmadaReduces"), codes(delivery.deliver(order("a=3 b=1"))));
    now.set(NOON.plusSeconds(61));
    assertEquals(List.of("KarmadaReduces"), codes(delivery.deliver(order("a=3 b=1"))));
    now.set(NOON.plusSeconds(62));
    assertEquals(List.of(), codes(delivery.deliver(order("a=3 b=1"))));
    assertEquals("a=3 b=1 c=2", clusters());
  }

  /** Before the first write of a binding something else is done, by another client. */
  private Delivery overtaken(Consumer<HttpRequest> first) {
    AtomicReference<Consumer<HttpRequest>> due = new AtomicReference<>(first);
    overtaking =
        SandboxClients.builder(server.config())
            .withHttpClientBuilderConsumer(
                http ->
                    http.addOrReplaceInterceptor(
                        "overtaken",
                        new Interceptor() {
                          @Override
                          public void before(
                              BasicBuilder builder, HttpRequest request, RequestTags tags) {
                            if (request.method().equals("PATCH") && due.get() != null) {
                              due.getAndSet(null).accept(request);
                            }
                          }
                        }))
            .build();
    return Deliveries.of(
        overtaking,
        null,
        Clusters.one((ClusterWideTarget) null),
        new KarmadaTarget(overtaking, seen, clock));
  }

  /** The write took effect, its answer was lost, and the client sent it again: a conflict. */
  @Test
  void reductionStandsThoughTheAnswerToItsWriteWasLost() {
    create("bleu");
    stand("a=3 b=1 c=2");
    report(1, 3, "a=1/3", "b=1/1", "c=2/2");
    Delivery one =
        overtaken(
            request ->
                client
                    .resource(live())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), request.bodyString()));
    assertTrue(one.deliver(order("a=1 b=1 c=2")).again(), "the server has a newer version");
    assertEquals("a=1 b=1 c=2", clusters());
    assertEquals(List.of("KarmadaReduces"), codes(one.deliver(order("a=3 b=1"))));
    assertEquals("a=1 b=1 c=2", clusters());
  }

  /** Somebody else wrote something else there: nothing was lowered. */
  @Test
  void conflictOfAnotherWriteLowersNothing() {
    create("bleu");
    stand("a=3 b=1 c=2");
    report(1, 3, "a=1/3", "b=1/1", "c=2/2");
    Delivery one = overtaken(request -> edit("{metadata: {labels: {x: y}}}"));
    assertTrue(one.deliver(order("a=1 b=1 c=2")).again(), "the server has a newer version");
    assertEquals("a=3 b=1 c=2", clusters());
    assertEquals(List.of(), codes(one.deliver(order("a=4 b=1 c=2"))));
    assertEquals("a=4 b=1 c=2", clusters());
  }

  /** An entry that is removed and written again gets another object in the cluster. */
  @Test
  void entryComesBackOnceKarmadaHasTakenItOut() {
    create("bleu");
    stand("a=2 b=2");
    status(1, "a=0/2", "b=2/2");
    delivery.deliver(order("b=2"));
    assertEquals("b=2", clusters());
    assertEquals(List.of("KarmadaReduces"), codes(delivery.deliver(order("a=2 b=2"))));
    status(1, "b=2/2");
    assertEquals(List.of(), codes(delivery.deliver(order("a=2 b=2"))));
    assertEquals("a=2 b=2", clusters());
  }

  /** A Work of the binding in a cluster; Karmada keeps it until the cluster has answered. */
  private GenericKubernetesResource work(String cluster, String id, String binding) {
    GenericKubernetesResource work =
        Serialization.unmarshal(
            """
            apiVersion: work.karmada.io/v1alpha1
            kind: Work
            metadata:
              name: api-%2$s
              namespace: karmada-es-%1$s
              labels: {resourcebinding.karmada.io/permanent-id: "%2$s"}
              annotations:
                resourcebinding.karmada.io/namespace: shop
                resourcebinding.karmada.io/name: %3$s
            """
                .formatted(cluster, id, binding),
            GenericKubernetesResource.class);
    return client.resource(work).create();
  }

  /**
   * What is left in a cluster that is not reached may run on: nobody knows, so the placement says
   * {@code fenced: Unconfirmed}.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // away | work        | unseen
        "a      | a 7 api-deployment   | za",
        "a      | a 7 other-deployment | ''",
        "a      | a 8 api-deployment   | ''",
        "a      | b 7 api-deployment   | ''",
      })
  void whatIsLeftInAClusterThatIsNotReachedIsTold(String away, String work, String unseen) {
    create("bleu");
    edit("{metadata: {labels: {resourcebinding.karmada.io/permanent-id: \"7\"}}}");
    stand("b=2");
    status(1, "b=2/2");
    String[] words = work.strip().split(" +");
    work(words[0], words[1], words[2]);
    reached.put(away.strip(), AWAY);
    DeliveryReport report = delivery.deliver(order("b=2"));
    assertEquals(unseen.isEmpty() ? Set.of() : Set.of(unseen), report.unseen().keySet());
    assertEquals(
        unseen.isEmpty() ? List.of() : List.of(DeliveryProblem.UNREACHABLE), codes(report));
    assertTrue(report.complete(), "the zones of the decision are as decided");
    assertTrue(report.problems().stream().allMatch(p -> p.isBehind(Set.of("zb"))));
    assertEquals(report.unseen(), delivery.observe(order("b=2")).unseen());

    seen.bindings = AWAY;
    assertEquals(
        unseen.isEmpty() ? Set.of("zb") : Set.of(unseen, "zb"),
        delivery.deliver(order("b=2")).unseen().keySet(),
        "as it was known last");
    seen.bindings = REACHED;
    reached.clear();
    assertEquals(Map.of(), delivery.deliver(order("b=2")).unseen(), "it is heard of");
  }

  /**
   * Karmada has not removed it yet, or may not: it stands, and the workload is not as decided. Of a
   * lost zone only the placement tells.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // reported | lost | decided | children     | told
        "b=2/2         | ''   | b=2     | za=2 zb=2    | Removing",
        "a=2/2 b=2/2   | ''   | b=2     | za=2 zb=2    | Removing",
        "b=2/2         | za   | b=2     | za=2 zb=2    | ''",
        // To be there again: what keeps it out is told, and that alone.
        "a=2/2 b=2/2   | ''   | a=1 b=2 | za=2 zb=2    | KarmadaReduces",
      })
  void whatKarmadaHasNotRemovedStands(
      String reported, String lost, String decided, String children, String told) {
    create("bleu");
    edit("{metadata: {labels: {resourcebinding.karmada.io/permanent-id: \"7\"}}}");
    stand("b=2");
    status(1, reported.strip().split(" +"));
    GenericKubernetesResource work = work("a", "7", "api-deployment");
    work.setAdditionalProperty(
        "status", tree("{conditions: [], manifestStatuses: [{status: {replicas: 2}}]}"));
    client.resource(work).patchStatus();
    DeliveryOrder order = order(decided, lost.isEmpty() ? Set.of() : Set.of(lost));
    for (DeliveryReport report : List.of(delivery.deliver(order), delivery.observe(order))) {
      Map<String, Integer> exist = new TreeMap<>();
      report.children().forEach(one -> exist.merge(one.zone(), one.exist(), Integer::sum));
      assertEquals(children.strip(), exist.toString().replaceAll("[{},]", ""), report::toString);
    }
    DeliveryReport report = delivery.deliver(order);
    assertEquals(told.isEmpty() ? List.of() : List.of(told), codes(report));
    assertEquals(told.isEmpty(), report.complete());

    client.resource(work).delete();
    status(1, "b=2/2");
    now.updateAndGet(at -> at.plusSeconds(2));
    assertEquals(1, delivery.observe(order("b=2")).children().size());
    assertEquals(List.of(), codes(delivery.deliver(order("b=2"))));
  }

  /** What leaves would run on, so nothing is brought or moved, be it that a zone is lost. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // spec                             | stands | reported    | lost | decided | told
        "preserveResourcesOnDeletion: true  | ''      | ''          | ''   | a=2 b=1 | PolicyPreserves",
        "preserveResourcesOnDeletion: true  | a=2 b=1 | a=2/2 b=1/1 | ''   | a=2 b=1 | PolicyPreserves",
        "preserveResourcesOnDeletion: true  | a=2 b=1 | a=2/2 b=1/1 | ''   | b=1     | PolicyPreserves",
        "preserveResourcesOnDeletion: true  | a=2 b=1 | a=2/2 b=1/1 | za   | b=3     | PolicyPreserves",
        "suspension: {scheduling: true}     | ''      | ''          | ''   | a=2 b=1 | BindingSuspended",
        "suspension: {scheduling: true}     | a=2 b=1 | a=2/2 b=1/1 | ''   | a=2 b=1 | BindingSuspended",
        "suspension: {scheduling: true}     | a=2 b=1 | a=2/2 b=1/1 | ''   | b=1     | BindingSuspended",
        "suspension: {scheduling: true}     | a=2 b=1 | a=2/2 b=1/1 | za   | b=3     | BindingSuspended",
        "schedulerName: default-scheduler   | ''      | ''          | ''   | a=2 b=1 | BindingOfAnotherScheduler",
        "schedulerName: default-scheduler   | a=2 b=1 | a=2/2 b=1/1 | ''   | a=2 b=1 | BindingOfAnotherScheduler",
        "schedulerName: default-scheduler   | a=2 b=1 | a=2/2 b=1/1 | ''   | b=1     | BindingOfAnotherScheduler",
        "schedulerName: default-scheduler   | a=2 b=1 | a=2/2 b=1/1 | za   | b=3     | BindingOfAnotherScheduler",
      })
  void bindingThatStaysAsItIsIsSeen(
      String spec, String stands, String reported, String lost, String decided, String told) {
    create("bleu");
    edit("{spec: {" + spec + "}}");
    stand(stands);
    if (!reported.isEmpty()) {
      status(1, reported.strip().split(" +"));
    }
    DeliveryOrder order = order(decided, lost.isEmpty() ? Set.of() : Set.of(lost));
    String before = live().getMetadata().getResourceVersion();
    DeliveryReport report = delivery.deliver(order);
    assertEquals(List.of(told), codes(report));
    assertEquals(false, report.complete());
    assertEquals(List.of(told), codes(delivery.observe(order)));
    assertEquals(stands.strip(), clusters());
    assertEquals(before, live().getMetadata().getResourceVersion(), "nothing is written");
    assertEquals(
        stands.isEmpty() ? List.of() : List.of("za 2 of 2 ready", "zb 1 of 1 ready"),
        report.children().stream()
            .map(one -> one.zone() + " " + one.ready() + " of " + one.exist() + " ready")
            .toList(),
        "what stands is seen");
  }

  /** It is asked for all the same, and only who is behind is told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // suspension                                   | reported    | of | told
        "{dispatching: true}                            | b=1/1       | 1 | KarmadaDispatchSuspended",
        "{dispatching: true}                            | a=1/1 b=1/1 | 1 | KarmadaDispatchSuspended",
        "{dispatching: true}                            | a=2/2 b=1/1 | 1 | ''",
        "{dispatchingOnClusters: {clusterNames: [a]}}   | a=1/1 b=1/1 | 1 | KarmadaDispatchSuspended",
        "{dispatchingOnClusters: {clusterNames: [b]}}   | a=1/1 b=1/1 | 1 | ''",
        // Of the template before, so that no number counts.
        "{dispatchingOnClusters: {clusterNames: [a, b]}} | a=2/2 b=1/1 | 2 | KarmadaDispatchSuspended",
        "{dispatching: false}                           | a=2/2 b=1/1 | 2 | KarmadaStatusBehind",
      })
  void whoIsBehindBecauseDispatchingIsSuspendedIsTold(
      String suspension, String reported, long generation, String told) {
    create("bleu");
    edit("{spec: {suspension: " + suspension + "}}");
    stand("b=1");
    status(1, "b=1/1");
    delivery.deliver(order("a=2 b=1"));
    assertEquals("a=2 b=1", clusters());
    status(1, reported.strip().split(" +"));
    seen.generation = generation;
    for (DeliveryReport report :
        List.of(delivery.deliver(order("a=2 b=1")), delivery.observe(order("a=2 b=1")))) {
      assertEquals(told.isEmpty() ? List.of() : List.of(told), codes(report));
      assertEquals(told.isEmpty(), report.complete());
    }
  }

  /** Absent from the placement would read as heard of. */
  @Test
  void whatIsLeftIsToldByAProcessThatBeginsWhileKarmadaIsSilent() {
    create("bleu");
    edit("{metadata: {labels: {resourcebinding.karmada.io/permanent-id: \"7\"}}}");
    stand("b=2");
    status(1, "b=2/2");
    work("a", "7", "api-deployment");
    seen.bindings = AWAY;
    assertEquals(Set.of("za", "zb"), delivery.observe(order("b=2")).unseen().keySet());
    assertEquals(Set.of("za", "zb"), delivery.deliver(order("b=2")).unseen().keySet());
    assertEquals("b=2", clusters());

    edit("{spec: {schedulerName: somebody}}");
    delivery.forgetWorkload("shop", "web");
    assertEquals(
        Set.of("za", "zb"),
        delivery.observe(order("b=2")).unseen().keySet(),
        "whoever schedules it by now");
  }

  /**
   * Neither Karmada nor its API answers: what the status says of a zone that was left holds until
   * they do. Absent it would read as heard of.
   */
  @Test
  void whatIsLeftIsToldByAProcessThatBeginsWhileNothingOfKarmadaAnswers() {
    create("bleu");
    edit("{metadata: {labels: {resourcebinding.karmada.io/permanent-id: \"7\"}}}");
    stand("b=2");
    status(1, "b=2/2");
    seen.bindings = AWAY;
    seen.hidden = true;
    Instant since = Instant.parse("2026-11-27T09:00:00Z");
    DeliveryOrder order = order("b=2");
    DeliveryOrder begun =
        new DeliveryOrder(
            workload,
            order.assignments(),
            () -> 2,
            order.selectors(),
            Set.of(),
            Set.of(),
            Set.of(),
            Map.of("za", since),
            null,
            () -> 0);
    assertEquals(Set.of("za", "zb"), delivery.observe(begun).unseen().keySet());
    assertEquals(since, delivery.deliver(begun).unseen().get("za"));
    assertEquals(Set.of("zb"), delivery.observe(order).unseen().keySet());

    seen.bindings = REACHED;
    seen.hidden = false;
    assertEquals(Map.of(), delivery.observe(begun).unseen(), "the cluster is heard of");
    seen.bindings = AWAY;
    assertEquals(Set.of("zb"), delivery.observe(begun).unseen().keySet(), "as it was known last");
  }

  /** The entry was to go, and stands: nobody knows what runs there. */
  @Test
  void entryThatTheDecisionHasLeftIsToldWhileKarmadaIsSilent() {
    create("bleu");
    stand("b=2 c=2 x=1");
    seen.bindings = AWAY;
    DeliveryReport report = delivery.deliver(order("b=2"));
    assertEquals(Set.of("zb", "zc"), report.unseen().keySet());
    assertEquals("b=2 c=2 x=1", clusters());
  }

  /** As Karmada's own scheduler does: its taint manager would take it out again and again. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // taint         | clusterTolerations                                   | stands  | written
        "NoExecute       | []                                                   | b=1     | b=1",
        "NoSchedule      | []                                                   | b=1     | b=1",
        "NoExecute       | [{key: gpu, operator: Exists}]                       | b=1     | a=2"
            + " b=1",
        "NoExecute       | [{operator: Exists}]                                 | b=1     | a=2"
            + " b=1",
        "NoExecute       | [{key: gpu, value: only}]                            | b=1     | a=2"
            + " b=1",
        "NoExecute       | [{key: gpu, value: other}]                           | b=1     | b=1",
        "NoExecute       | [{key: gpu, operator: Exists, effect: NoSchedule}]   | b=1     | b=1",
        // For a time only: after it Karmada evicts it.
        "NoExecute       | [{key: gpu, operator: Exists, tolerationSeconds: 9}] | b=1     | b=1",
        "NoSchedule      | [{key: gpu, operator: Exists, tolerationSeconds: 9}] | b=1     | a=2"
            + " b=1",
        // What is there is Karmada's to evict.
        "NoExecute       | []                                                   | a=1 b=1 | a=2"
            + " b=1",
      })
  void nothingNewIsBroughtToAClusterWhoseTaintThePolicyDoesNotTolerate(
      String effect, String tolerations, String stands, String written) {
    create("bleu");
    edit("{spec: {placement: {clusterTolerations: " + tolerations + "}}}");
    stand(stands);
    seen.taints = List.of(new Taint(effect.strip(), "gpu", null, "only"));
    DeliveryReport report = delivery.deliver(order("a=2 b=1"));
    assertEquals(written.strip(), clusters());
    assertEquals(
        clusters().startsWith("a=2") ? List.of() : List.of("ClusterTainted"), codes(report));
    assertEquals(codes(report), codes(delivery.observe(order("a=2 b=1"))));
  }

  /** What the zone held before it became a cluster of Karmada may run on where it was. */
  @ParameterizedTest
  @CsvSource({"b=1, a=2 b=1, b=1", "a=1 b=1, a=2 b=1, a=1 b=1", "a=2 b=1, a=1 b=1, a=2 b=1"})
  void nothingIsChangedInAZoneThatHoldsSomethingElsewhere(
      String stands, String decided, String written) {
    create("bleu");
    stand(stands);
    seen.barred.put("za", new Reach(Reach.State.UNREACHED, NOON, "AnotherCluster", "it is in m"));
    DeliveryReport report = delivery.deliver(order(decided));
    assertEquals(written, clusters());
    assertEquals(List.of("AnotherCluster"), codes(report));
    assertEquals(codes(report), codes(delivery.observe(order(decided))));
    seen.barred.clear();
    assertEquals(List.of(), codes(delivery.deliver(order(decided))));
    assertEquals(decided, clusters());
  }

  /** Karmada evicts by a taint; when it is done nothing is put back: the loop ends there. */
  @Test
  void whatATaintHasEvictedDoesNotComeBack() {
    create("bleu");
    seen.taints = List.of(new Taint("NoExecute", "gpu", null, null));
    stand("b=1");
    status(1, "b=1/1");
    edit("{spec: {gracefulEvictionTasks: [{fromCluster: a, reason: TaintUntolerated}]}}");
    assertEquals(List.of("KarmadaEvicts"), codes(delivery.deliver(order("a=2 b=1"))));
    edit("{spec: {gracefulEvictionTasks: null}}");
    assertEquals(List.of("ClusterTainted"), codes(delivery.deliver(order("a=2 b=1"))));
    assertEquals("b=1", clusters());
    seen.taints = List.of();
    assertEquals(List.of(), codes(delivery.deliver(order("a=2 b=1"))));
    assertEquals("a=2 b=1", clusters());
  }

  /** The policy of the user and the decision contradict each other: a person is told. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // placement                                                             | stands  | written
        "{}                                                                      | b=1     | a=2"
            + " b=1",
        "{clusterAffinity: {clusterNames: [a, b]}}                               | b=1     | a=2"
            + " b=1",
        "{clusterAffinity: {clusterNames: [b]}}                                  | b=1     | b=1",
        "{clusterAffinity: {exclude: [a]}}                                       | b=1     | b=1",
        "{clusterAffinity: {exclude: [a]}}                                       | a=1 b=1 | a=1"
            + " b=1",
        "{clusterAffinity: {clusterNames: [a, b], exclude: [a]}}                 | b=1     | b=1",
        "{clusterAffinity: {labelSelector: {matchExpressions: [{key: name, operator: In, values: [a,"
            + " b]}]}}} | b=1 | a=2 b=1",
        "{clusterAffinity: {labelSelector: {matchLabels: {name: b}}}}            | b=1     | b=1",
        "{clusterAffinity: {fieldSelector: {matchExpressions: [{key: region, operator: In, values:"
            + " [north]}]}}} | b=1 | a=2 b=1",
        "{clusterAffinity: {fieldSelector: {matchExpressions: [{key: region, operator: In, values:"
            + " [south]}]}}} | b=1 | b=1",
        "{clusterAffinities: [{affinityName: x, clusterNames: [b]}]}             | b=1     | b=1",
        "{clusterAffinities: [{clusterNames: [b]}, {clusterNames: [a]}]}         | b=1     | a=2"
            + " b=1",
        "{clusterAffinities: [{clusterNames: [b], overflowAffinities: [{clusterNames: [a]}]}]} |"
            + " b=1 | a=2 b=1",
      })
  void clusterThatThePolicyLeavesOutGetsNothingMoreAndThatIsTold(
      String placement, String stands, String written) {
    create("bleu");
    edit("{spec: {placement: " + placement + "}}");
    stand(stands);
    DeliveryReport report = delivery.deliver(order("a=2 b=1"));
    assertEquals(written.strip(), clusters());
    assertEquals(
        clusters().startsWith("a=2") ? List.of() : List.of("PolicyExcludesCluster"), codes(report));
    assertTrue(
        report.problems().stream()
            .allMatch(p -> p.message().endsWith("that workload, with onViolation: MoveNow")),
        report::toString);
    assertEquals(codes(report), codes(delivery.observe(order("a=2 b=1"))));
  }

  @Test
  void zoneThatIsNoClusterOfKarmadaAnyMoreIsTold() {
    create("bleu");
    DeliveryOrder order = order("a=2");
    List<Assignment> assignments = new ArrayList<>(order.assignments());
    assignments.add(new Assignment("elsewhere", 1, null, null));
    DeliveryReport report =
        delivery.deliver(
            new DeliveryOrder(
                workload, assignments, order.selectors(), Set.of(), Set.of(), Set.of(), null));
    assertEquals(List.of("KarmadaTargetNeeded"), codes(report));
    assertEquals("a=2", clusters(), "the others go on");
  }
}
