package cloud.bleu.operator.reconciler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.operator.OperatorUnderTest;
import cloud.bleu.status.fault.PodFaults;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of an API server about StatefulSets that create no pods, and what is told. */
class UncreatedPodsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  /** Paths with their queries, decoded. */
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** Notes of Events by uid of their StatefulSet, in pages. */
  private volatile List<List<String>> pages = List.of(List.of());

  /** What happens once while the server has been asked and has not answered yet. */
  private volatile Runnable meanwhile = () -> {};

  private HttpServer server;
  private KubernetesClient client;
  private UncreatedPods uncreated;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          String query = exchange.getRequestURI().getQuery();
          Runnable once = meanwhile;
          meanwhile = () -> {};
          once.run();
          asked.add(exchange.getRequestURI().getPath() + "?" + query);
          int page =
              query.contains("continue=")
                  ? Integer.parseInt(query.replaceAll(".*continue=(\\d+).*", "$1"))
                  : 0;
          byte[] body =
              """
              {"metadata": {"continue": "%s"}, "items": [%s]}
              """
                  .formatted(
                      page + 1 < pages.size() ? String.valueOf(page + 1) : "",
                      String.join(", ", pages.get(page)))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    client = OperatorUnderTest.clientOf(server.getAddress().getPort());
    uncreated = new UncreatedPods(client);
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private static String event(String uid, int second, String why) {
    return """
        {"regarding": {"kind": "StatefulSet", "uid": "%s"}, "reason": "FailedCreate",
        "deprecatedLastTimestamp": "2026-11-25T11:58:%02dZ", "note": "create Pod x failed error: %s"}
        """
        .formatted(uid, second, why);
  }

  private static StatefulSet set(String name, String namespace, int replicas) {
    return Serialization.unmarshal(
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata:
          name: %s
          namespace: %s
          uid: u-%s
          generation: 1
          labels: {placement.bleu.cloud/workload: %s, placement.bleu.cloud/zone: fr-a}
        spec: {replicas: 1}
        status: {replicas: %d, observedGeneration: 1}
        """
            .formatted(name, namespace, name, name, replicas),
        StatefulSet.class);
  }

  private PodFaults of(StatefulSet set, Instant now) {
    return uncreated.of(new PodFaults(new TreeMap<>(), null), List.of(set), List.of(), now);
  }

  private String told(StatefulSet set, Instant now) {
    var fault = of(set, now).byZone().get("fr-a");
    return fault == null ? null : fault.message();
  }

  /** Events are answered in the order of their names, which is not that of their times. */
  @Test
  void newestOfManyIsTold() {
    pages =
        List.of(
            IntStream.range(0, 30).mapToObj(i -> event("u-db", i, "quota " + i)).toList(),
            List.of(event("u-other", 50, "other"), event("u-db", 40, "webhook")));
    StatefulSet db = set("db", "shop", 0);
    assertEquals(null, told(db, NOW));
    assertEquals("webhook", told(db, NOW.plusSeconds(20)));
  }

  @Test
  void oneQuestionServesANamespaceForAWhile() {
    List<StatefulSet> sets =
        IntStream.range(0, 10).mapToObj(i -> set("db" + i, "shop", 0)).toList();
    pages = List.of(IntStream.range(0, 10).mapToObj(i -> event("u-db" + i, i, "no " + i)).toList());
    sets.forEach(set -> of(set, NOW));
    assertEquals(List.of(), asked, "they may only just have been created");
    for (int second = 20; second < 60; second++) {
      Instant now = NOW.plusSeconds(second);
      assertEquals(
          IntStream.range(0, 10).mapToObj(i -> "no " + i).toList(),
          sets.stream().map(set -> told(set, now)).collect(Collectors.toList()));
    }
    assertEquals(2, asked.size(), asked.toString());
    String question = asked.get(0);
    assertTrue(question.startsWith("/apis/events.k8s.io/v1/namespaces/shop/events?"), question);
    assertTrue(question.contains("reason=FailedCreate"), question);
    assertTrue(question.contains("regarding.kind=StatefulSet"), question);

    of(set("db", "sante", 0), NOW);
    of(set("db", "sante", 0), NOW.plusSeconds(59));
    assertEquals(3, asked.size(), "another namespace");
  }

  /** A server that does not answer holds up the one that asks, and no other workload. */
  @Test
  void nobodyWaitsForTheQuestionOfAnother() {
    StatefulSet db = set("db", "shop", 0);
    StatefulSet api = set("api", "shop", 0);
    of(db, NOW);
    of(api, NOW);
    List<PodFaults> others = new CopyOnWriteArrayList<>();
    pages = List.of(List.of(event("u-db", 1, "quota"), event("u-api", 1, "webhook")));
    meanwhile = () -> others.add(of(api, NOW.plusSeconds(20)));
    assertEquals("quota", told(db, NOW.plusSeconds(20)));
    assertEquals(1, others.size());
    assertEquals(new TreeMap<>(), others.get(0).byZone(), "nothing is known yet");
    assertEquals(NOW.plusSeconds(40), others.get(0).next(), "it looks again");

    pages = List.of(List.of(event("u-db", 2, "other"), event("u-api", 2, "other")));
    meanwhile =
        () -> {
          of(set("x", "sante", 0), NOW.plusSeconds(50));
          others.add(of(api, NOW.plusSeconds(50)));
        };
    assertEquals("other", told(db, NOW.plusSeconds(50)));
    assertEquals("webhook", others.get(1).byZone().get("fr-a").message(), "what was known stays");
    assertEquals(2, asked.size(), asked.toString());
  }

  /** What has its pods again is asked about anew only after it has stood still again. */
  @Test
  void whatGoesOnIsForgotten() {
    of(set("db", "shop", 0), NOW);
    of(set("db", "shop", 1), NOW.plusSeconds(19));
    assertEquals(NOW.plusSeconds(40), of(set("db", "shop", 0), NOW.plusSeconds(20)).next());
    assertEquals(List.of(), asked);
    assertEquals(
        "pods are not created: kubectl describe statefulset db says why",
        told(set("db", "shop", 0), NOW.plusSeconds(40)));
  }
}
