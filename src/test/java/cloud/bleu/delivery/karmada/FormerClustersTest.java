package cloud.bleu.delivery.karmada;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.member.Reach;
import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.delivery.zone.TargetObservation;
import cloud.bleu.delivery.zone.ZoneObservation;
import cloud.bleu.sandbox.SandboxClients;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often Works are asked for, and what becomes of those who wait when nobody answers. */
class FormerClustersTest {

  private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
  private static final Reach REACHED =
      new Reach(Reach.State.REACHED, NOON, "ClusterReady", "Karmada reaches it");
  private static final String WORK =
      """
      {"metadata": {"name": "api-7", "namespace": "karmada-es-a", "annotations": {
        "resourcebinding.karmada.io/namespace": "shop",
        "resourcebinding.karmada.io/name": "api-deployment"}}}
      """;

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
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final BleuWorkload workload =
      Serialization.unmarshal(
          """
          apiVersion: placement.bleu.cloud/v1alpha1
          kind: BleuWorkload
          metadata: {name: web, namespace: shop, uid: uid-web}
          spec: {workload: {karmada: {bindingOf: {kind: Deployment, name: api}}}}
          """,
          BleuWorkload.class);
  private final Seen seen = new Seen();
  private HttpServer server;
  private KubernetesClient client;
  private KarmadaTarget target;

  /** What the server answers to a list of Works: a code of HTTP, or 0 for none. */
  private volatile int code = 200;

  private volatile String works = WORK;

  /** Zones za and zb are clusters a and b; a is not reached, and b has the entry. */
  private static final class Seen implements KarmadaObjects {
    private int generation = 1;
    private boolean reported;
    private Reach karmada = REACHED;
    private Reach away = new Reach(Reach.State.UNREACHED, NOON, "ClusterNotReady", "it is away");

    @Override
    public String cluster(String zone) {
      return zone.substring(1);
    }

    @Override
    public String zone(String cluster) {
      return "z" + cluster;
    }

    @Override
    public Set<String> clusters() {
      return Set.of("a", "b");
    }

    @Override
    public KarmadaCluster seen(String cluster) {
      return KarmadaCluster.unseen(cluster);
    }

    @Override
    public Reach bindings() {
      return karmada;
    }

    @Override
    public Reach reach(String cluster) {
      return cluster.equals("a") ? away : REACHED;
    }

    @Override
    public ResourceBinding binding(String subject) {
      return new ResourceBinding(
          Serialization.unmarshal(
              """
              apiVersion: work.karmada.io/v1alpha2
              kind: ResourceBinding
              metadata:
                name: api-deployment
                namespace: shop
                generation: %d
                labels: {resourcebinding.karmada.io/permanent-id: "7"}
              spec:
                resource: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: api}
                schedulerName: bleu
                clusters: [{name: b, replicas: 2}]
              status: {aggregatedStatus: [%s]}
              """
                  .formatted(
                      generation,
                      reported ? "{clusterName: a, applied: true, status: {replicas: 3}}" : ""),
              GenericKubernetesResource.class));
    }

    @Override
    public String decider(String subject) {
      return "web";
    }

    @Override
    public long generation(String namespace, String deployment) {
      return 1;
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    Config config = Config.empty();
    config.setMasterUrl("http://127.0.0.1:" + server.getAddress().getPort());
    config.setRequestRetryBackoffLimit(0);
    client = SandboxClients.of(config);
    target = new KarmadaTarget(client, seen, clock);
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().getPath());
    if (code != 0) {
      byte[] body = "{\"items\": [%s]}".formatted(works).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private void forward(Duration by) {
    now.updateAndGet(at -> at.plus(by));
  }

  private TargetObservation observe() {
    return target.observe(workload, Set.of("zb"));
  }

  private void look(int times, Set<String> unseen) {
    assertEquals(unseen, observe().unseen().keySet());
    assertEquals(times, asked.size());
  }

  /** A thousand workloads that were moved away are looked at again and again. */
  @Test
  void answerServesForAWhileAndAsLongAsNothingElseSaysThatItIsAnother() {
    look(1, Set.of("za"));
    assertEquals(List.of("/apis/work.karmada.io/v1alpha1/works"), asked);
    forward(Duration.ofSeconds(29));
    look(1, Set.of("za"));
    forward(Duration.ofSeconds(1));
    look(2, Set.of("za"));

    seen.generation = 2;
    look(3, Set.of("za"));
    seen.reported = true;
    look(4, Set.of("za"));
    seen.away = new Reach(Reach.State.UNREACHED, now.get(), "ClusterMissing", "it is gone");
    look(5, Set.of("za"));
    Reach away = seen.away;
    seen.away = REACHED;
    look(6, Set.of());
    seen.away = away;
    look(7, Set.of("za"));

    works = "";
    forward(Duration.ofSeconds(30));
    look(8, Set.of());
    forward(Duration.ofHours(1));
    look(8, Set.of());
    target.forget("shop", "web");
    look(9, Set.of());
  }

  /** Karmada reaches the cluster, and may not delete there, or is about to. */
  @Test
  void whatIsLeftInAClusterThatIsReachedStandsUntilItsWorkIsGone() {
    seen.away = REACHED;
    works = standing("");
    TargetObservation one = observe();
    assertEquals(Map.of("za", 2), ending(one));
    assertEquals(1, one.ending().get(0).ready());
    assertEquals(0, one.ending().get(0).available(), "it makes up for nothing");
    assertEquals(Set.of(), one.unseen().keySet());
    DeliveryProblem problem = one.obstacles().get("za");
    assertEquals(DeliveryProblem.REMOVING, problem.code());
    assertEquals(
        "Deployment api still stands in zone za: Karmada has not removed it yet; if that lasts, see"
            + " its Work in namespace karmada-es-a, and whether Karmada may delete in the cluster",
        problem.message());

    works =
        standing(
            "{\"type\": \"Applied\", \"status\": \"False\", \"message\": \"it is forbidden\"}");
    assertEquals(problem, observe().obstacles().get("za"));
    forward(Duration.ofSeconds(2));
    String told = observe().obstacles().get("za").message();
    assertTrue(told.contains("not removed it yet and says of it: it is forbidden; if"), told);
    assertEquals(2, asked.size());

    // Its last numbers stand in the binding for a while, and are of nothing.
    seen.reported = true;
    works = "";
    assertEquals(Map.of(), ending(observe()));
    assertEquals(Map.of(), observe().obstacles());
    assertEquals(3, asked.size());
    // The other way round: Karmada reports no cluster of which the Work is being deleted.
    seen.reported = false;
    works = standing("");
    assertEquals(Map.of("za", 2), ending(observe()));
    TargetObservation again = target.observe(workload, Set.of("za", "zb"));
    assertEquals(Map.of(), again.obstacles(), "it is to be there");
    assertEquals(0, again.ending().get(0).ready(), "and that is not this");
  }

  /** Then what Karmada reports in the binding is all that is known. */
  @Test
  void whatKarmadaReportsStandsWhileWorksCannotBeListed() {
    seen.away = REACHED;
    code = 403;
    assertEquals(Map.of(), ending(observe()));
    seen.reported = true;
    assertEquals(Map.of("za", 3), ending(observe()));
    assertEquals(Set.of("za"), observe().obstacles().keySet());
    assertEquals(Set.of(), observe().unseen().keySet());
  }

  /** It may run on, and nobody tells. */
  @Test
  void whatWasLeftIsNotKnownWhileKarmadaIsSilent() {
    seen.away = REACHED;
    works = standing("");
    assertEquals(Set.of(), observe().unseen().keySet());
    seen.karmada = new Reach(Reach.State.UNREACHED, NOON, "KarmadaSilent", "it is silent");
    assertEquals(Set.of("za", "zb"), observe().unseen().keySet());
  }

  private static String standing(String condition) {
    return WORK.strip().substring(0, WORK.strip().length() - 1)
        + ", \"status\": {\"conditions\": ["
        + condition
        + "], \"manifestStatuses\": [{\"status\": {\"replicas\": 2, \"readyReplicas\": 1}}]}}";
  }

  private static Map<String, Integer> ending(TargetObservation seen) {
    return seen.ending().stream()
        .collect(Collectors.toMap(ZoneObservation::zone, ZoneObservation::exist));
  }

  /** What b is to have does not wait for an answer about a. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "403 | set karmada.enabled of the chart",
        "404 | answered 404",
        "429 | answered 429",
        "500 | answered 500",
        "504 | answered 504",
        "0   | did not answer",
      })
  void silenceAboutOneClusterHoldsUpNoOther(int failure, String told) {
    code = failure;
    TargetObservation one = observe();
    assertEquals(Set.of("za"), one.unseen().keySet());
    DeliveryProblem problem = one.unseen().get("za").problem();
    assertEquals(DeliveryProblem.UNREACHABLE, problem.code());
    assertTrue(problem.isBehind(Set.of("zb")));
    assertTrue(problem.message().contains("zone za"), problem.message());
    assertTrue(problem.message().contains(told.strip()), problem.message());
    assertEquals(NOON, one.unseen().get("za").since());
    assertEquals(1, one.zones().size(), "b is seen");

    int before = asked.size();
    assertEquals(one.unseen(), observe().unseen());
    assertEquals(before, asked.size(), "a server that does not answer is left alone for a while");
    code = 200;
    works = "";
    forward(Duration.ofSeconds(30));
    assertEquals(Set.of(), observe().unseen().keySet());
  }
}
