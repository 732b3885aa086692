package cloud.bleu.operator;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.PlacementGate;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What the life of a workload in three zones (placed, grown, deleted) costs the API server in
 * writes, kind by kind, and the order in which they come. How many statuses are written on the way
 * depends on the moments at which the operator looks, see {@code StatusPaceTest}.
 */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WritesOfOneLifeTest {

  private static final int ZONES = 3;
  private static final int EXTERNALS = 12;

  private final Writes writes = new Writes();
  private KubernetesClient client;
  private OperatorUnderTest.@Nullable Running operator;
  private Scene scene;

  /** How many writes there were before the test. */
  private int begin;

  @BeforeEach
  void start(KubernetesClient client, FakeNodes nodes, OperatorAccount account) {
    if (operator == null) {
      this.client = client;
      scene = new Scene(client, nodes);
      scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
      operator = OperatorUnderTest.running(writes.client(account.config()));
    }
    scene.settled(writes);
    begin = writes.done().size();
  }

  @AfterEach
  void clear() {
    if (operator != null) {
      governed("null");
      scene.clear();
      scene.until("nothing is held", () -> isFree() && gate() == null);
    }
  }

  @AfterAll
  void stop() {
    if (operator != null) {
      operator.close();
    }
  }

  /** What was written since the test began. */
  private List<String> written() {
    return writes.done(begin);
  }

  /**
   * Without those that came too late: how many they are is the machine's matter, as long as none is
   * sent again and again.
   */
  private List<String> tookEffect() {
    List<String> effective = writes.tookEffect(begin);
    List<String> all = written();
    int inVain = all.size() - effective.size();
    assertTrue(2 * inVain <= all.size(), () -> inVain + " were in vain of " + byKind(all));
    return effective;
  }

  @Test
  void noKindIsWrittenMoreOftenThanItHasNews() {
    AtomicInteger rooms = new AtomicInteger();
    SharedIndexInformer<AvailabilityZone> zones = rooms(rooms);
    scene.until("the zones are seen", () -> isSeen(zones));
    long started = System.nanoTime();
    scene.workload("web", 3, OperatorPlaneTest.SURVIVES_A_SITE);
    scene.awaitReady("web");
    scene.settled(writes);
    client.resources(BleuWorkload.class).withName("web").scale(6);
    scene.awaitReady("web");
    scene.settled(writes);
    // Everything that is not a flip is written once a second at most.
    int seconds = 1 + (int) ((System.nanoTime() - started) / 1_000_000_000L);
    client.resources(BleuWorkload.class).withName("web").delete();
    awaitGone();
    scene.until("the zones are seen as they are", () -> isSeen(zones));
    zones.close();

    Map<String, Integer> seen = byKind(tookEffect());
    int decisions = 3; // two that assign, and the withdrawal
    // Each decision is committed, and leaves the ledger once it is carried out.
    most(seen, "PUT decisionledgers", 2 * decisions);
    // Written with each decision that assigns; deleted with the withdrawal, by whoever comes first.
    most(seen, "POST workloadplacements", 1);
    most(seen, "PUT workloadplacements", 1);
    most(seen, "DELETE workloadplacements", 1);
    // Created, then scaled; they go with their owner.
    most(seen, "POST deployments", ZONES);
    most(seen, "PATCH deployments", ZONES);
    most(seen, "POST poddisruptionbudgets", 1);
    // Once, for the replicas that came.
    most(seen, "PATCH poddisruptionbudgets", 1);
    // The finalizer comes and goes.
    most(seen, "PATCH availabilityzones", 2 * ZONES);
    // Every decision changes what the zones hold; the room of the pods that are left is free later,
    // pod by pod where they end one after the other. No write says what the one before it said.
    int left = 6;
    int said = rooms.get();
    assertTrue(said <= decisions * ZONES + left, () -> said + " rooms were said");
    most(seen, "PATCH availabilityzones/status", said);
    // Twice: decided and not ready, ready.
    most(seen, "PATCH bleuworkloads/status", 2 * 2 + seconds);
    // Twice: decided, delivered, available.
    most(seen, "PATCH workloadplacements/status", 2 * 3 + seconds);
    assertEquals(Map.of(), seen, "kinds that should not be written at all");
  }

  /** Counts how often a zone says that it holds something else than before, from now on. */
  private SharedIndexInformer<AvailabilityZone> rooms(AtomicInteger rooms) {
    return client
        .resources(AvailabilityZone.class)
        .inform(
            new ResourceEventHandler<AvailabilityZone>() {
              @Override
              public void onAdd(AvailabilityZone zone) {}

              @Override
              public void onUpdate(AvailabilityZone before, AvailabilityZone zone) {
                rooms.addAndGet(room(before).equals(room(zone)) ? 0 : 1);
              }

              @Override
              public void onDelete(AvailabilityZone zone, boolean unknown) {}
            });
  }

  private static String room(AvailabilityZone zone) {
    return zone.getStatus().allocated() + " " + zone.getStatus().available();
  }

  private boolean isSeen(SharedIndexInformer<AvailabilityZone> zones) {
    return versions(zones.getStore().list())
        .equals(versions(client.resources(AvailabilityZone.class).list().getItems()));
  }

  private static Set<String> versions(List<AvailabilityZone> zones) {
    return zones.stream().map(z -> z.getMetadata().getResourceVersion()).collect(toSet());
  }

  @Test
  void placementThatGoesWithItsWorkloadIsNotWrittenAgain() {
    scene.workload("web", 3, OperatorPlaneTest.THREE_SITES);
    scene.awaitReady("web");
    client
        .resources(BleuWorkload.class)
        .withName("web")
        .withPropagationPolicy(DeletionPropagation.FOREGROUND)
        .delete();
    awaitGone();
    assertEquals(1, byKind(written()).get("POST workloadplacements"));
  }

  private void awaitGone() {
    scene.until(
        "nothing is left",
        () ->
            scene.workload("web") == null
                && scene.placement("web") == null
                && scene.pods("web").isEmpty()
                && isFree());
    scene.settled(writes);
  }

  private boolean isFree() {
    return scene.ledger().getSpec().entries().isEmpty()
        && client.resources(AvailabilityZone.class).list().getItems().stream()
            .allMatch(z -> z.getMetadata().getFinalizers().isEmpty());
  }

  /** The level of the namespace, in JSON. */
  private void governed(String level) {
    client
        .namespaces()
        .withName(client.getNamespace())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"placement.bleu.cloud/governed\":%s}}}".formatted(level));
  }

  private @Nullable PlacementGate gate() {
    return client.resources(PlacementGate.class).withName("decisions").get();
  }

  /** A decision is committed before it is published, and published before anything acts on it. */
  @Test
  void ledgerThenPlacementThenGateThenChildrenAndTheEntryIsRemoved() {
    governed("\"Audit\"");
    // Its gate comes with the label, before anything is decided for it.
    scene.until("there is a gate", () -> gate() != null);
    scene.settled(writes);
    begin = writes.done().size();
    scene.workload("ordered", 2, "{spread: [{over: Site, min: 2, maxSkew: 1}]}");
    scene.awaitReady("ordered");
    scene.until("its entry is removed", () -> isRemovedAfter("POST workloadplacements"));
    List<String> created = List.copyOf(written());
    assertOrder(
        created,
        "PUT decisionledgers",
        "POST workloadplacements",
        "PUT placementgates",
        "POST deployments");

    client.resources(BleuWorkload.class).withName("ordered").scale(4);
    scene.awaitReady("ordered");
    scene.until("its entry is removed", () -> isRemovedAfter("PUT workloadplacements"));
    List<String> scaled = writes.done(begin + created.size());
    assertOrder(
        scaled,
        "PUT decisionledgers",
        "PUT workloadplacements",
        "PUT placementgates",
        "PATCH deployments");
  }

  /** From their creation until they are Ready and nothing more is written. */
  @Test
  void eachObjectOfNewWorkloadsIsCreatedOnce() {
    // The ledger is there then, whatever ran before.
    external("first");
    scene.awaitReady("first");
    scene.settled(writes);

    List<String> names = IntStream.range(0, EXTERNALS).mapToObj(i -> "e" + i).toList();
    begin = writes.done().size();
    names.forEach(this::external);
    names.forEach(scene::awaitReady);
    scene.settled(writes);
    List<String> external = List.copyOf(written());
    assertEquals(Map.of("POST workloadplacements", EXTERNALS), created(tookEffect()));
    List<Event> events = client.events().v1().events().list().getItems();
    names.forEach(name -> assertReadyEventOnlyOfAFlip(events, name, external));

    begin = writes.done().size();
    for (String name : List.of("c0", "c1")) {
      scene.workload(name, 2, "{spread: [{over: Site, min: 2, maxSkew: 1}]}");
    }
    scene.awaitReady("c0");
    scene.awaitReady("c1");
    scene.settled(writes);
    Map<String, Integer> created = created(tookEffect());
    assertEquals(2, created.get("POST workloadplacements"), created.toString());
    assertEquals(2 * 2, created.get("POST deployments"), created.toString());
    assertEquals(2, created.get("POST poddisruptionbudgets"), created.toString());
  }

  private void external(String name) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: %s}
        spec:
          replicas: 2
          workload: {external: {kind: VM, requests: {cpu: 50m, memory: 4Mi}}}
          dataClasses: [Ordinary]
          resilience: {tolerate: [{of: Site, keep: 1, recover: Reserved}]}
        """
            .formatted(name));
  }

  private static Map<String, Integer> created(List<String> writes) {
    return byKind(writes.stream().filter(write -> write.startsWith("POST ")).toList());
  }

  /** That it was ready at the first look is said by its condition, and by no Event. */
  private static void assertReadyEventOnlyOfAFlip(
      List<Event> events, String name, List<String> writes) {
    long statuses =
        writes.stream()
            .filter(write -> write.startsWith("PATCH "))
            .filter(write -> write.endsWith("/bleuworkloads/" + name + "/status"))
            .count();
    List<String> ready =
        events.stream()
            .filter(event -> event.getRegarding().getKind().equals("BleuWorkload"))
            .filter(event -> event.getRegarding().getName().equals(name))
            .filter(event -> event.getReason().equals("PlacedAndAvailable"))
            .map(Event::getNote)
            .toList();
    if (statuses == 1) {
      assertEquals(List.of(), ready, name);
    }
  }

  private static void most(Map<String, Integer> seen, String kind, int bound) {
    Integer count = seen.remove(kind);
    assertTrue(
        count == null || count <= bound,
        () -> kind + " " + count + " times, " + bound + " would do");
  }

  /** {@code PATCH bleuworkloads/status}, and how often. */
  private static Map<String, Integer> byKind(List<String> writes) {
    Map<String, Integer> kinds = new TreeMap<>();
    for (String write : writes) {
      String[] parts = write.substring(write.indexOf('/') + 1).split("/");
      int kind = parts[3].equals("namespaces") ? 5 : 3;
      String sub = parts.length > kind + 2 ? "/" + parts[kind + 2] : "";
      kinds.merge(
          write.substring(0, write.indexOf(' ')) + " " + parts[kind] + sub, 1, Integer::sum);
    }
    return kinds;
  }

  /** The first write of each kind comes after the first of the kind before it. */
  private static void assertOrder(List<String> writes, String... kinds) {
    int before = -1;
    for (String kind : kinds) {
      int first = index(writes, kind, 0);
      assertTrue(first > before, () -> kind + " is missing, or too early, in " + writes);
      before = first;
    }
  }

  /** Whether the ledger was written once more after the placement: its entry is carried out. */
  private boolean isRemovedAfter(String published) {
    List<String> writes = written();
    int at = index(writes, published, 0);
    return at >= 0 && index(writes, "PUT decisionledgers", at) >= 0;
  }

  private static int index(List<String> writes, String kind, int from) {
    String[] words = kind.split(" ", -1);
    for (int i = from; i < writes.size(); i++) {
      String write = writes.get(i);
      if (write.startsWith(words[0] + " ")
          && write.contains("/" + words[1])
          && !write.endsWith("/status")) {
        return i;
      }
    }
    return -1;
  }
}
