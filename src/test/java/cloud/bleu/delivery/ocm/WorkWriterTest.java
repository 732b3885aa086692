package cloud.bleu.delivery.ocm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.affinity.ObjectLabels;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.Ensured;
import cloud.bleu.faults.Answer;
import cloud.bleu.faults.Fault;
import cloud.bleu.faults.Request;
import cloud.bleu.faults.ScriptedServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each write of a ManifestWork, by what stands there and what the hub answers. */
class WorkWriterTest {

  private static final String HOME = "uid-hub";

  /** What the hub answers in place of its own answers, by method. */
  private static final Map<String, Answer> ANSWERS = new ConcurrentHashMap<>();

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /** What was asked with the last deletion. */
  private static volatile String deletion;

  private static ScriptedServer server;
  private static KubernetesClient admin;
  private static KubernetesClient client;

  private final WorkWriter writer = new WorkWriter(client);

  /** Each case has a work of its own. */
  private final String name = "web-" + NUMBERS.incrementAndGet();

  @BeforeAll
  static void start() {
    server =
        new ScriptedServer(
            ManagedClusterCrds.all(),
            new Fault() {
              @Override
              public Answer instead(Request request) {
                if (request.method().equals("DELETE")) {
                  deletion = new String(request.body(), StandardCharsets.UTF_8);
                }
                return ANSWERS.get(request.method());
              }
            });
    admin = server.admin();
    client = server.client();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void answerAll() {
    ANSWERS.clear();
  }

  /** A work that asks for replicas of a Deployment; none: for a ConfigMap alone. */
  private GenericKubernetesResource work(Integer replicas) {
    return work(replicas, Map.of(Labels.HOME, HOME));
  }

  private GenericKubernetesResource work(Integer replicas, Map<String, String> labels) {
    String deployment =
        replicas == null
            ? ""
            : ", {apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: "
                + replicas
                + ", paused: true}}";
    GenericKubernetesResource work =
        Serialization.unmarshal(
            """
            apiVersion: work.open-cluster-management.io/v1
            kind: ManifestWork
            metadata: {name: %s, namespace: m}
            spec:
              deleteOption: {propagationPolicy: Foreground}
              workload: {manifests: [{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}%s]}
            """
                .formatted(name, deployment),
            GenericKubernetesResource.class);
    work.getMetadata().setLabels(new HashMap<>(labels));
    return work;
  }

  private GenericKubernetesResource live() {
    return admin
        .genericKubernetesResources(ManifestWork.KIND)
        .inNamespace("m")
        .withName(name)
        .get();
  }

  private String version() {
    GenericKubernetesResource live = live();
    return live == null ? "nothing" : live.getMetadata().getResourceVersion();
  }

  private GenericKubernetesResource stands(Integer replicas) {
    return admin.resource(work(replicas)).create();
  }

  private void edit(String patch) {
    admin.resource(live()).patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  private static Answer answer(int code, String words) {
    return Answer.json(
        code,
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":%d,\"message\":\"%s\"}"
            .formatted(code, words));
  }

  private static void answering(String method, int code) {
    ANSWERS.put(
        method,
        answer(
            code,
            code == 403
                ? "manifestworks is forbidden: User bleu cannot " + verb(method) + " resource"
                : "made up"));
  }

  private static String verb(String method) {
    return switch (method) {
      case "POST" -> "create";
      case "GET" -> "get";
      default -> method.toLowerCase(Locale.ROOT);
    };
  }

  private static String words(Ensured ensured) {
    return ensured.result() + (ensured.problem() == null ? "" : " " + ensured.problem().code());
  }

  /** What stands there already is never written over: that is another write, over its version. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // label of what is there, whether it is being deleted; what came of it
        "-, false, WRITTEN",
        "uid-hub, false, STALE",
        "uid-hub, true, STALE",
        "uid-other, false, REFUSED NameConflict",
        "uid-other, true, REFUSED NameConflict",
        "'', false, REFUSED NameConflict",
      })
  void whatIsCreatedWasNotThere(String label, boolean ending, String result) {
    if (label != null) {
      GenericKubernetesResource other =
          work(7, label.isEmpty() ? Map.of() : Map.of(Labels.HOME, label));
      other.getMetadata().setFinalizers(List.of("somebody/else"));
      admin.resource(other).create();
      if (ending) {
        admin.resource(other).delete();
      }
    }
    String before = version();
    Ensured created = writer.create(work(2), HOME);
    assertEquals(result, words(created));
    if (label == null) {
      assertEquals(2, ManifestWork.replicas(live()));
      assertEquals(HOME, ObjectLabels.get(live(), Labels.HOME));
    } else {
      assertEquals(before, version());
      assertEquals(7, ManifestWork.replicas(live()));
    }
    if (created.problem() != null) {
      assertTrue(created.problem().message().contains(name), created.toString());
      assertTrue(created.problem().message().contains("namespace m"), created.toString());
      assertEquals(false, created.problem().canPassByItself(), "a person must act");
    }
  }

  /** One that is gone when it is looked at may be created by the next try. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // answer to the creation, and to who looks what is there; what came of it, and who says it
        "409, -, STALE, -",
        "409, 404, STALE, -",
        // A right is a matter of a person, and no other zone waits for that.
        "409, 403, REFUSED DeliveryRefused, cannot get resource",
        "403, -, REFUSED DeliveryRefused, cannot create resource",
        "422, -, REFUSED DeliveryRefused, made up",
        // The namespace of the cluster is gone, or its kind: nothing tells when it is back.
        "404, -, REFUSED DeliveryRefused, made up",
        "404, 404, REFUSED DeliveryRefused, made up",
      })
  void whatTheHubAnswersToACreation(int code, Integer read, String result, String why) {
    answering("POST", code);
    if (read != null) {
      answering("GET", read);
    }
    Ensured created = writer.create(work(2), HOME);
    assertEquals(result, words(created));
    if (why != null) {
      assertTrue(created.problem().message().contains(why), created.toString());
      assertTrue(created.problem().message().contains("ManifestWork " + name), created.toString());
      assertTrue(created.problem().canPassByItself(), created.toString());
    }
    assertNull(live());
  }

  /** Nobody knows what came of it: the workload is looked at again. */
  @ParameterizedTest
  @CsvSource({"POST, 500", "POST, 503", "GET, 500"})
  void aHubThatDoesNotAnswerIsNoRefusal(String method, int code) {
    if (method.equals("GET")) {
      answering("POST", 409);
    }
    answering(method, code);
    assertThrows(KubernetesClientException.class, () -> writer.create(work(2), HOME));
  }

  /** Over the version that was seen, and as a whole. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // replicas that stand, changed by somebody since, asked; what came of it, replicas then
        "2, false, 3, WRITTEN, 3",
        "2, false, 2, UNCHANGED, 2",
        "2, true, 3, STALE, 2",
        "2, true, 2, STALE, 2",
        "-, false, 2, WRITTEN, 2",
      })
  void whatIsAppliedIsOverTheVersionThatWasSeen(
      Integer stands, boolean changed, int asked, String result, int then) {
    writer.create(work(stands), HOME);
    GenericKubernetesResource seen = live();
    if (changed) {
      edit("{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}");
    }
    assertEquals(result, words(writer.apply(work(asked), seen)));
    assertEquals(then, ManifestWork.replicas(live()));
  }

  /** Nothing is written that would change nothing and be called a write: no event would tell. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // replicas that stand, changed by somebody since, asked; what came of it, replicas then
        "2, false, 3, WRITTEN, 3",
        "2, false, 0, WRITTEN, 0",
        "2, false, 2, UNCHANGED, 2",
        // Somebody has taken out what was to have them.
        "-, false, 3, UNCHANGED, 0",
        "2, true, 3, STALE, 2",
      })
  void whatIsScaledIsTheVersionThatWasSeen(
      Integer stands, boolean changed, int asked, String result, int then) {
    GenericKubernetesResource seen = stands(stands);
    if (changed) {
      edit("{\"metadata\":{\"labels\":{\"placement.bleu.cloud/home\":null}}}");
    }
    assertEquals(result, words(writer.scale(seen, asked)));
    assertEquals(then, ManifestWork.replicas(live()));
    List<?> manifests = ManifestWork.manifests(live());
    assertEquals(stands == null ? 1 : 2, manifests.size(), "what goes along stays");
    if (stands != null) {
      Map<?, ?> spec = (Map<?, ?>) ((Map<?, ?>) manifests.get(1)).get("spec");
      assertEquals(true, spec.get("paused"), "and so does the rest of the Deployment");
    }
    assertEquals("Foreground", live().get("spec", "deleteOption", "propagationPolicy"));
  }

  /** So that what somebody writes meanwhile is not deleted with it. */
  @Test
  void whatIsDeletedIsTheVersionThatWasSeen() {
    GenericKubernetesResource seen = stands(2);
    assertEquals(Ensured.WRITTEN, writer.delete(seen));
    assertNull(live());
    Map<?, ?> options = Serialization.unmarshal(deletion, Map.class);
    assertEquals(
        seen.getMetadata().getResourceVersion(),
        ((Map<?, ?>) options.get("preconditions")).get("resourceVersion"));
  }

  /** A write over a version, by what the hub answers. */
  @ParameterizedTest
  @CsvSource({
    "PATCH, 404, STALE",
    "PATCH, 409, STALE",
    "PATCH, 403, REFUSED DeliveryRefused",
    "PATCH, 422, REFUSED DeliveryRefused",
    "DELETE, 409, STALE",
    "DELETE, 403, REFUSED DeliveryRefused",
  })
  void whatTheHubAnswersToAChange(String method, int code, String result) {
    GenericKubernetesResource seen = stands(2);
    String before = version();
    answering(method, code);
    if (method.equals("DELETE")) {
      assertEquals(result, words(writer.delete(seen)));
    } else {
      assertEquals(result, words(writer.scale(seen, 3)));
      assertEquals(result, words(writer.apply(work(3), seen)));
    }
    assertEquals(before, version());
  }

  @Test
  void whatIsGoneIsNotMadeAnew() {
    GenericKubernetesResource seen = stands(2);
    admin.resource(live()).delete();
    assertEquals(Ensured.STALE, writer.scale(seen, 3));
    Ensured deleted = writer.delete(seen);
    assertNull(deleted.problem(), deleted.toString());
    assertNull(live());
  }

  /** Of this hub, this workload and this cluster, whatever its zone. */
  @Test
  void worksOfAWorkloadAreThoseOfThisHub() {
    String workload = "app-" + name;
    Map<String, Map<String, String>> labels =
        Map.of(
            "ours", Map.of(),
            "zone", Map.of(Labels.ZONE, "other"),
            "home", Map.of(Labels.HOME, "uid-other"),
            "namespace", Map.of(ManifestWork.NAMESPACE, "other"),
            "workload", Map.of(Labels.WORKLOAD, "other"));
    labels.forEach(
        (one, other) -> {
          Map<String, String> all =
              new HashMap<>(
                  Map.of(
                      Labels.HOME,
                      HOME,
                      ManifestWork.NAMESPACE,
                      "shop",
                      Labels.WORKLOAD,
                      workload,
                      Labels.ZONE,
                      "far"));
          all.putAll(other);
          GenericKubernetesResource work = work(1, all);
          work.getMetadata().setName(name + "-" + one);
          admin.resource(work).create();
        });
    GenericKubernetesResource elsewhere =
        work(
            1,
            Map.of(Labels.HOME, HOME, ManifestWork.NAMESPACE, "shop", Labels.WORKLOAD, workload));
    elsewhere.getMetadata().setNamespace("n");
    admin.resource(elsewhere).create();

    Set<String> found =
        writer.list("m", HOME, "shop", workload).stream()
            .map(work -> work.getMetadata().getName())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(name + "-ours", name + "-zone"), found);
  }
}
