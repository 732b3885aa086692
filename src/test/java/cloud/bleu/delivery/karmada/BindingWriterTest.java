package cloud.bleu.delivery.karmada;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.SandboxClients;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written in a ResourceBinding, over which version, and what came of a failed write. */
class BindingWriterTest {

  private static final String BINDING =
      """
      apiVersion: work.karmada.io/v1alpha2
      kind: ResourceBinding
      metadata: {name: api-deployment, namespace: shop}
      spec:
        resource: {apiVersion: apps/v1, kind: Deployment, namespace: shop, name: api}
        replicas: 4
        schedulerName: bleu
        clusters: [%s]
      """;

  private static EmbeddedApiServer server;
  private static KubernetesClient client;

  /** Of an API server that does not answer. */
  private static KubernetesClient away;

  private final BindingWriter writer = new BindingWriter(client);

  @BeforeAll
  static void start() {
    server = EmbeddedApiServer.start(List.of(KarmadaCrds.binding()));
    client = PatientClients.of(server);
    away =
        SandboxClients.of(
            new ConfigBuilder(server.config())
                .withMasterUrl("http://127.0.0.1:1")
                .withRequestRetryBackoffLimit(0)
                .build());
  }

  @AfterAll
  static void stop() {
    away.close();
    client.close();
    server.close();
  }

  @AfterEach
  void clear() {
    live().delete();
  }

  private static Resource<GenericKubernetesResource> live() {
    return client
        .genericKubernetesResources(ResourceBinding.KIND)
        .inNamespace("shop")
        .withName("api-deployment");
  }

  /** A binding with entries, as {@code a=3 b=1}. */
  private static ResourceBinding stands(String clusters) {
    return new ResourceBinding(
        client
            .resource(
                Serialization.unmarshal(
                    BINDING.formatted(entries(clusters)), GenericKubernetesResource.class))
            .create());
  }

  private static String entries(String clusters) {
    return map(clusters).entrySet().stream()
        .map(one -> "{name: " + one.getKey() + ", replicas: " + one.getValue() + "}")
        .collect(Collectors.joining(", "));
  }

  private static Map<String, Integer> map(String clusters) {
    Map<String, Integer> map = new LinkedHashMap<>();
    for (String one : clusters.strip().split(" +")) {
      if (!one.isEmpty()) {
        map.put(one.substring(0, one.indexOf('=')), Integer.parseInt(one.split("=")[1]));
      }
    }
    return map;
  }

  private static void edit(String yaml) {
    live()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(Serialization.unmarshal("---\n" + yaml, Map.class)));
  }

  private static String now() {
    return new ResourceBinding(live().get())
        .clusters().entrySet().stream()
            .map(one -> one.getKey() + "=" + one.getValue())
            .collect(Collectors.joining(" "));
  }

  /** These clusters and no others; of the rest of the binding nothing is another. */
  @ParameterizedTest
  @CsvSource({
    "'', a=2",
    "a=2, a=2 b=1",
    "a=2 b=1, b=3",
    "a=2 b=1, a=2 b=0",
    "a=2 b=1, ''",
    // In the order in which they are given: what stood keeps its place.
    "b=1 a=2, b=1 a=3 c=1",
  })
  void entriesAreWrittenAsAWhole(String stands, String written) {
    ResourceBinding binding = stands(stands);
    writer.write(binding, map(written));
    assertEquals(written, now());
    assertEquals(4, (Integer) live().get().get("spec", "replicas"));
    assertEquals("bleu", live().get().get("spec", "schedulerName"));
  }

  /** Karmada, people and other schedulers write there too: what they wrote stands. */
  @Test
  void nothingIsWrittenOverANewerVersion() {
    ResourceBinding binding = stands("a=3");
    edit("{metadata: {labels: {x: y}}}");
    for (Runnable write :
        List.<Runnable>of(
            () -> writer.write(binding, Map.of("a", 1)),
            () -> writer.confirm(binding, "web", Instant.EPOCH))) {
      KubernetesClientException refused = assertThrows(KubernetesClientException.class, write::run);
      assertEquals(409, refused.getCode());
    }
    assertEquals("a=3", now());
    assertNull(live().get().get("status"));
  }

  @Test
  void whatIsGoneIsReadAsNothingAndNotWrittenAnew() {
    ResourceBinding binding = stands("a=3");
    assertEquals("a=3", entry(writer.read(binding)));
    live().delete();
    assertNull(writer.read(binding));
    for (Runnable write :
        List.<Runnable>of(
            () -> writer.write(binding, Map.of("a", 1)),
            () -> writer.confirm(binding, "web", Instant.EPOCH))) {
      KubernetesClientException gone = assertThrows(KubernetesClientException.class, write::run);
      assertEquals(404, gone.getCode());
    }
    assertNull(live().get());
  }

  private static String entry(ResourceBinding binding) {
    return binding == null ? "nothing" : "a=" + binding.clusters().get("a");
  }

  /**
   * A was lowered from 3 to 1. The client sends a write again whose answer was lost: what is
   * answered then, be it a conflict, a right that an API server does not know yet as it starts, or
   * that it has too much to do, says nothing of the first time. What stands there does.
   */
  @ParameterizedTest
  @CsvSource({
    // answer, the entry of a by now, whether the write changed nothing
    "409, 3, true",
    "409, 1, false",
    "409, 2, false",
    "409, none, false",
    "409, gone, true",
    "409, away, false",
    "403, 3, true",
    "403, 1, false",
    "404, gone, true",
    "422, 3, true",
    "422, 1, false",
    "429, 3, true",
    "429, 1, false",
    "400, away, false",
    // It may still be done.
    "500, 3, false",
    "503, 3, false",
    "504, 3, false",
    "504, gone, false",
    "0, 3, false",
  })
  void whetherAFailedWriteChangedNothing(int code, String entry, boolean without) {
    ResourceBinding before = stands("a=3 b=1");
    switch (entry) {
      case "gone" -> live().delete();
      case "none" -> edit("{spec: {clusters: [{name: b, replicas: 1}]}}");
      case "away" -> {}
      default -> edit("{spec: {clusters: [{name: a, replicas: " + entry + "}]}}");
    }
    BindingWriter asking = entry.equals("away") ? new BindingWriter(away) : writer;
    assertEquals(without, asking.isWithoutEffect(failure(code), before, "a"));
  }

  /** The same of an entry that was to be written anew: there was none. */
  @ParameterizedTest
  @CsvSource({"409, '', true", "409, c=2, false", "403, c=2, false"})
  void whetherAFailedWriteMadeNoEntry(int code, String more, boolean without) {
    ResourceBinding before = stands("a=3");
    edit("{spec: {clusters: [" + entries("a=3 " + more) + "]}}");
    assertEquals(without, writer.isWithoutEffect(failure(code), before, "c"));
  }

  private static KubernetesClientException failure(int code) {
    return code == 0
        ? new KubernetesClientException("the connection broke")
        : new KubernetesClientException(
            "made up", code, new StatusBuilder().withCode(code).withMessage("made up").build());
  }

  /** As `pkg/scheduler` of Karmada says that it is done; since when it is so stays. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // conditions before | since when it is scheduled then | conditions of others then
        "[]                                                     | 12:00 | ''",
        "[{type: Scheduled, status: 'True', lastTransitionTime: '2026-11-28T11:00:00Z'}]  | 11:00 | ''",
        "[{type: Scheduled, status: 'False', lastTransitionTime: '2026-11-28T11:00:00Z'}] | 12:00 | ''",
        "[{type: Scheduled, status: 'True'}]                    | 12:00 | ''",
        "[{type: FullyApplied, status: 'True', lastTransitionTime: '2026-11-28T10:00:00Z'}] | 12:00 | FullyApplied",
        "[{type: FullyApplied, status: 'False'}, {type: Scheduled, status: 'True', lastTransitionTime: '2026-11-28T11:00:00Z'}] | 11:00 | FullyApplied",
      })
  void thatItIsScheduledIsSaidOnce(String before, String since, String others) {
    stands("a=2");
    status("{status: {schedulerObservedGeneration: 0, conditions: " + before + "}}");
    status("{status: {aggregatedStatus: [{clusterName: a}]}}");
    ResourceBinding binding = new ResourceBinding(live().get());
    writer.confirm(binding, "web", Instant.parse("2026-11-28T12:00:00.987Z"));

    GenericKubernetesResource now = live().get();
    List<Map<String, Object>> scheduled = conditions(now, true);
    assertEquals(
        List.of(
            Map.of(
                "type",
                "Scheduled",
                "status",
                "True",
                "reason",
                "Success",
                "message",
                "placed by the decision in force of BleuWorkload web",
                "lastTransitionTime",
                "2026-11-28T" + since + ":00Z")),
        scheduled);
    assertEquals(
        others,
        conditions(now, false).stream()
            .map(one -> String.valueOf(one.get("type")))
            .collect(Collectors.joining(" ")));
    assertEquals("2026-11-28T12:00:00Z", now.get("status", "lastScheduledTime"));
    assertEquals(
        binding.generation(),
        ((Number) now.get("status", "schedulerObservedGeneration")).longValue());
    assertEquals("a=2", now(), "what is decided is not another");
    assertEquals(List.of(Map.of("clusterName", "a")), now.get("status", "aggregatedStatus"));
  }

  private static List<Map<String, Object>> conditions(
      GenericKubernetesResource binding, boolean scheduled) {
    List<Map<String, Object>> all = binding.get("status", "conditions");
    return all.stream().filter(one -> "Scheduled".equals(one.get("type")) == scheduled).toList();
  }

  private static void status(String yaml) {
    live()
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(Serialization.unmarshal("---\n" + yaml, Map.class)));
  }
}
