package cloud.bleu.operator.placementdecision;

import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.api.v1alpha1.Assignment;
import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.WorkloadPlacementSpec;
import cloud.bleu.ledger.DecisionInForce;
import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.operator.cache.HurriedThread;
import cloud.bleu.operator.cache.WriteBackoff;
import cloud.bleu.operator.profile.ClusterProfileCrd;
import cloud.bleu.operator.status.EventRecorder;
import cloud.bleu.operator.status.RefusedWrites;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import cloud.bleu.sandbox.SandboxClients;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PlacementDecisions on a server: what is created, changed, removed, and left alone. */
class PlacementDecisionsTest {

  private static final WorkloadId WEB = new WorkloadId("shop", "web");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Map<WorkloadId, DecisionInForce> inForce = new ConcurrentHashMap<>();
  private final List<AvailabilityZone> zones =
      List.of(
          zone("hub", "{nodeSelector: {zone: hub}}"),
          zone("a", "{clusterProfile: {name: one, namespace: fleet}}"),
          zone("b", "{clusterProfile: {name: two, namespace: fleet}}"));
  private EmbeddedApiServer server;
  private KubernetesClient client;
  private EventRecorder events;
  private PlacementDecisions published;

  @BeforeEach
  void start() throws IOException {
    List<CustomResourceDefinition> crds = new ArrayList<>(ProjectCrds.all());
    crds.add(ClusterProfileCrd.decisions());
    server = EmbeddedApiServer.start(crds);
    client = PatientClients.of(server);
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build())
        .serverSideApply();
    events = new EventRecorder(client, "test", Clock.systemUTC(), registry, namespace -> true);
    published =
        new PlacementDecisions(
            client,
            () -> Map.copyOf(inForce),
            () -> zones,
            new RefusedWrites(registry, events),
            namespace -> true,
            new HurriedThread("decisions"));
    published.start();
  }

  /** The kind is there from now on. */
  private void served() {
    CustomResourceDefinition crd = ClusterProfileCrd.decisions();
    crd.setStatus(
        Serialization.unmarshal(
            "---\nconditions: [{type: Established, status: \"True\"}]",
            CustomResourceDefinitionStatus.class));
    client.resource(crd).create();
  }

  @AfterEach
  void stop() {
    published.close();
    events.close();
    client.close();
    server.close();
  }

  private static AvailabilityZone zone(String name, String target) {
    return Serialization.unmarshal(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %s}
        spec: {provider: acme, region: north, site: s, target: %s}
        """
            .formatted(name, target),
        AvailabilityZone.class);
  }

  private void decided(String uid, boolean written, String... zones) {
    List<Assignment> assignments =
        Arrays.stream(zones).map(zone -> new Assignment(zone, 1, null, null)).toList();
    inForce.put(
        WEB,
        new DecisionInForce(
            uid,
            new WorkloadPlacementSpec(
                new WorkloadPlacementSpec.WorkloadRef("web", uid), assignments, List.of(), null),
            written,
            new RecentMoves(List.of()),
            null));
    published.decided();
  }

  private GenericKubernetesResource live() {
    return client
        .genericKubernetesResources(DecisionSlices.CONTEXT)
        .inNamespace("shop")
        .withName("web")
        .get();
  }

  /** Names of the clusters that it names, null where there is none. */
  private List<?> chosen() {
    GenericKubernetesResource live = live();
    return live == null
        ? null
        : ((List<?>) live.getAdditionalProperties().get("decisions"))
            .stream()
                .map(one -> ((Map<?, ?>) ((Map<?, ?>) one).get("clusterProfileRef")).get("name"))
                .toList();
  }

  /** Uid of the workload that it is for, null where there is none. */
  private String owner() {
    GenericKubernetesResource live = live();
    return live == null ? null : live.getMetadata().getOwnerReferences().get(0).getUid();
  }

  private double refused() {
    return registry.get("bleu.writes.refused").tag("write", "PlacementDecision").gauge().value();
  }

  private Set<String> told() {
    return client.events().v1().events().inNamespace("shop").list().getItems().stream()
        .map(event -> event.getReason() + " " + event.getRegarding().getName())
        .collect(toSet());
  }

  /** A round as if nothing had been refused before. */
  private static boolean write(PlacementDecisions decisions) {
    return decisions.work.write(new WriteBackoff(System::nanoTime));
  }

  private static void until(Callable<Boolean> state) {
    await().atMost(Duration.ofSeconds(60)).until(state);
  }

  @Test
  void decisionIsPublishedChangedAndRemoved() {
    decided("uid-1", true, "hub", "a", "b");
    served();
    until(() -> List.of("one", "two").equals(chosen()));
    assertEquals(
        "bleu uid-1 uid-1",
        live().getAdditionalProperties().get("schedulerName")
            + " "
            + live().getMetadata().getLabels().get("multicluster.x-k8s.io/decision-key")
            + " "
            + live().getMetadata().getOwnerReferences().get(0).getUid());

    decided("uid-1", true, "b");
    until(() -> List.of("two").equals(chosen()));

    // By hand: undone.
    client
        .resource(live())
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"decisions\":[],\"schedulerName\":\"x\"}");
    until(() -> List.of("two").equals(chosen()));

    // A successor of the name: another object.
    String before = live().getMetadata().getUid();
    decided("uid-2", true, "b");
    until(() -> "uid-2".equals(owner()));
    assertNotEquals(before, live().getMetadata().getUid());

    decided("uid-2", true, "hub");
    until(() -> live() == null);

    decided("uid-2", true, "a");
    until(() -> List.of("one").equals(chosen()));
    inForce.clear();
    published.decided();
    until(() -> live() == null);
    assertEquals(0, refused());
  }

  @Test
  void somebodyElsesIsNotTouchedAndIsTold() {
    served();
    GenericKubernetesResource theirs =
        Serialization.unmarshal(
            """
            apiVersion: multicluster.x-k8s.io/v1alpha1
            kind: PlacementDecision
            metadata: {name: web, namespace: shop, labels: {app.kubernetes.io/managed-by: bleu}}
            schedulerName: theirs
            decisions: [{clusterProfileRef: {name: three}}]
            """,
            GenericKubernetesResource.class);
    String version = client.resource(theirs).create().getMetadata().getResourceVersion();
    decided("uid-1", true, "a");
    until(() -> told().contains("PlacementDecisionNotWritten web"));
    assertEquals(1, refused());
    decided("uid-1", true, "hub");
    until(() -> told().contains("PlacementDecisionWritten web"));
    assertEquals(0, refused());
    assertEquals(version, live().getMetadata().getResourceVersion());

    client.resource(theirs).delete();
    decided("uid-1", true, "a");
    until(() -> List.of("one").equals(chosen()));
  }

  @Test
  void whatIsNotWrittenYetIsNotPublished() {
    served();
    decided("uid-1", false, "a");
    inForce.put(
        new WorkloadId("shop", "other"),
        new DecisionInForce(
            "uid-o",
            new WorkloadPlacementSpec(
                new WorkloadPlacementSpec.WorkloadRef("other", "uid-o"),
                List.of(new Assignment("a", 1, null, null)),
                List.of(),
                null),
            true,
            new RecentMoves(List.of()),
            null));
    published.decided();
    until(
        () ->
            client
                    .genericKubernetesResources(DecisionSlices.CONTEXT)
                    .inNamespace("shop")
                    .withName("other")
                    .get()
                != null);
    assertEquals(null, live());
    decided("uid-1", true, "a");
    until(() -> List.of("one").equals(chosen()));
  }

  /** Neither what is decided there is published, nor what was published is taken away. */
  @Test
  void ofANamespaceThatIsNotServedAllStaysAsItIs() {
    served();
    decided("uid-1", true, "a");
    until(() -> List.of("one").equals(chosen()));
    published.close();
    Map<WorkloadId, DecisionInForce> now = new HashMap<>(inForce);
    now.put(new WorkloadId("shop", "api"), inForce.get(WEB));
    try (PlacementDecisions other =
        new PlacementDecisions(
            client,
            () -> now,
            () -> zones,
            new RefusedWrites(registry, events),
            namespace -> !namespace.equals("shop"),
            new HurriedThread("decisions"))) {
      other.decided();
      other.work.begin();
      until(() -> write(other));
      assertNull(
          client
              .genericKubernetesResources(DecisionSlices.CONTEXT)
              .inNamespace("shop")
              .withName("api")
              .get());
      now.clear();
      write(other);
      assertEquals(List.of("one"), chosen());
    }
  }

  /** A new leader knows of no decision before its first pass has read them. */
  @Test
  void whatWasPublishedBeforeARestartStays() {
    served();
    decided("uid-1", true, "a");
    until(() -> List.of("one").equals(chosen()));
    published.close();
    try (PlacementDecisions next =
        new PlacementDecisions(
            client,
            Map::of,
            () -> zones,
            new RefusedWrites(registry, events),
            namespace -> true,
            new HurriedThread("decisions"))) {
      next.work.begin();
      until(() -> write(next));
      assertEquals(List.of("one"), chosen());
      next.decided();
      write(next);
      assertNull(live(), "a pass has ended, and it is not in force");
    }
  }

  @Test
  void labelThatSomebodyTookIsPutBack() {
    served();
    decided("uid-1", true, "a");
    until(() -> List.of("one").equals(chosen()));
    client
        .resource(live())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"app.kubernetes.io/managed-by\":null}}}");
    until(() -> "bleu".equals(live().getMetadata().getLabels().get(DecisionSlices.MANAGED_BY)));
    assertEquals(0, refused());
  }

  /**
   * Another one, of which some requests are refused with a code, each sent once.
   *
   * @param refuses which, by method and path; asked each time
   * @param code the answer
   * @param refused takes what the body of each is about
   */
  private void through(
      BiPredicate<String, String> refuses,
      int code,
      List<String> refused,
      Consumer<PlacementDecisions> then)
      throws IOException {
    published.close();
    HttpServer refusing = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    refusing.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          refused.add(
              body.isEmpty()
                  ? exchange.getRequestMethod()
                  : Serialization.unmarshal(body, GenericKubernetesResource.class)
                      .getMetadata()
                      .getName());
          exchange.sendResponseHeaders(code, -1);
          exchange.close();
        });
    refusing.start();
    Interceptor detour =
        new Interceptor() {
          @Override
          public void before(
              BasicBuilder builder, HttpRequest request, Interceptor.RequestTags tags) {
            if (request.uri().getPath().contains("/placementdecisions")
                && refuses.test(request.method(), request.uri().getPath())) {
              builder.uri(URI.create("http://localhost:" + refusing.getAddress().getPort() + "/"));
            }
          }
        };
    try (KubernetesClient other =
            SandboxClients.builder(
                    new ConfigBuilder(client.getConfiguration())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .withHttpClientBuilderConsumer(b -> b.addOrReplaceInterceptor("detour", detour))
                .build();
        PlacementDecisions next =
            new PlacementDecisions(
                other,
                () -> Map.copyOf(inForce),
                () -> zones,
                new RefusedWrites(new SimpleMeterRegistry(), events),
                namespace -> true,
                new HurriedThread("decisions"))) {
      next.decided();
      next.work.begin();
      then.accept(next);
    } finally {
      refusing.stop(0);
    }
  }

  @Test
  void rightThatIsGrantedLaterIsUsedWithoutARestart() throws IOException {
    decided("uid-1", true, "a");
    List<String> refused = new CopyOnWriteArrayList<>();
    AtomicBoolean granted = new AtomicBoolean();
    through(
        (method, path) -> !granted.get(),
        403,
        refused,
        next -> {
          until(() -> !refused.isEmpty());
          assertFalse(write(next));
          granted.set(true);
          until(() -> write(next));
          assertEquals(List.of("one"), chosen());
        });
  }

  /** A round a second for an hour, as in a cluster in which something changes all the time. */
  @Test
  void whatIsRefusedIsTriedOnceAMinuteAtMostUntilItChanges() throws IOException {
    decided("uid-1", true, "a");
    inForce.put(new WorkloadId("shop", "api"), inForce.get(WEB));
    List<String> refused = new CopyOnWriteArrayList<>();
    AtomicBoolean granted = new AtomicBoolean();
    AtomicLong nanos = new AtomicLong();
    WriteBackoff backoff = new WriteBackoff(nanos::get);
    through(
        (method, path) -> method.equals("POST") && !granted.get(),
        403,
        refused,
        next -> {
          until(
              () -> {
                next.work.write(backoff);
                return !refused.isEmpty();
              });
          for (int second = 0; second < 3600; second++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertFalse(next.work.write(backoff));
          }
          // After 0, 1, 3, 7, 15, 31 and 63 s, then once a minute.
          assertEquals(65, Collections.frequency(refused, "web"));
          assertEquals(65, Collections.frequency(refused, "api"));
          // Another decision is written at once, and that of the other stays refused.
          decided("uid-1", true, "b");
          next.work.write(backoff);
          assertEquals(66, Collections.frequency(refused, "web"));
          assertEquals(65, Collections.frequency(refused, "api"));
          granted.set(true);
          nanos.addAndGet(Duration.ofMinutes(1).toNanos());
          until(() -> next.work.write(backoff));
          assertEquals(List.of("two"), chosen());
        });
  }

  @Test
  void roundEndsWithTheFirstWriteThatIsNotAnsweredAndTheNextBeginsAfterIt() throws IOException {
    decided("uid-1", true, "a");
    inForce.put(new WorkloadId("shop", "api"), inForce.get(WEB));
    inForce.put(new WorkloadId("shop", "zoo"), inForce.get(WEB));
    List<String> refused = new CopyOnWriteArrayList<>();
    AtomicBoolean back = new AtomicBoolean();
    through(
        (method, path) -> method.equals("POST") && !back.get(),
        503,
        refused,
        next -> {
          until(() -> failed(next));
          assertEquals(List.of("api"), refused);
          for (int i = 0; i < 3; i++) {
            assertThrows(KubernetesClientException.class, () -> write(next));
          }
          assertEquals(List.of("api", "web", "zoo", "api"), refused);
          back.set(true);
          until(() -> write(next));
          assertEquals(List.of("one"), chosen());
        });
  }

  /** Whether a round was broken off; there is none before the watch has listed. */
  private static boolean failed(PlacementDecisions decisions) {
    try {
      write(decisions);
      return false;
    } catch (KubernetesClientException e) {
      return true;
    }
  }
}
