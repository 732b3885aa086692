package cloud.bleu.delivery.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.delivery.zone.DeliveryProblem;
import cloud.bleu.sandbox.EmbeddedApiServer;
import cloud.bleu.sandbox.PatientClients;
import cloud.bleu.sandbox.ProjectCrds;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each write on a Deployment that is as it was read, and on one that somebody changed since. */
@Tag("wiring")
class ClusterWriterTest {
  private static EmbeddedApiServer server;
  private static KubernetesClient client;
  private static ClusterWriter writer;
  private static int count;

  private Deployment desired;

  @BeforeAll
  static void start() {
    server = EmbeddedApiServer.start(ProjectCrds.all());
    client = PatientClients.of(server);
    writer = new ClusterWriter(client);
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @BeforeEach
  void name() {
    desired = deployment("d-" + ++count);
  }

  private static Deployment deployment(String name) {
    return Serialization.unmarshal(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %s, namespace: shop, labels: {app: d}, annotations: {kept: "1"}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: d}}
          template: {metadata: {labels: {app: d}}, spec: {containers: [{name: c, image: one}]}}
        """
            .formatted(name),
        Deployment.class);
  }

  private @Nullable Deployment now() {
    return client.resource(desired).get();
  }

  /** What a write is, in one word. */
  private static void write(String what, Deployment desired, Deployment live) {
    Map<String, @Nullable String> gone = new HashMap<>();
    gone.put("kept", null);
    switch (what) {
      case "apply" -> {
        desired.getSpec().setReplicas(3);
        writer.apply(desired, live);
      }
      case "patch" ->
          writer.patch(
              live, List.of(Map.of("op", "replace", "path", "/spec/replicas", "value", 3)));
      case "label" -> {
        Map<String, @Nullable String> labels = new HashMap<>();
        labels.put("app", null);
        labels.put("new", "x");
        writer.label(live, labels);
      }
      case "scale" -> writer.scale(live, 3, gone);
      case "change" -> writer.change(live, gone, Map.of("minReadySeconds", 5));
      case "delete" -> writer.delete(live);
      case "deleteExactly" -> writer.deleteExactly(live);
      case "deleteAfterItsOwn" -> writer.deleteAfterItsOwn(live);
      default -> throw new IllegalArgumentException(what);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // the write; replicas, labels, annotations and minReadySeconds that are there then
    "apply, '3, {app=d}, {kept=1}, null'",
    "patch, '3, {app=d}, {kept=1}, null'",
    "label, '2, {new=x}, {kept=1}, null'",
    "scale, '3, {app=d}, {}, null'",
    "change, '2, {app=d}, {}, 5'",
    "delete, gone",
    "deleteExactly, gone",
  })
  void changesWhatItSaysAndNothingElse(String what, String then) {
    write(what, desired, writer.create(desired));
    Deployment now = now();
    assertEquals(
        then,
        now == null
            ? "gone"
            : "%s, %s, %s, %s"
                .formatted(
                    now.getSpec().getReplicas(),
                    now.getMetadata().getLabels(),
                    now.getMetadata().getAnnotations(),
                    now.getSpec().getMinReadySeconds()));
  }

  /**
   * Neither a stale cache nor a writer that no longer leads undoes what somebody newer did. The
   * embedded server removes whatever version is named, so it says nothing about deletes.
   */
  @ParameterizedTest
  @ValueSource(strings = {"apply", "patch", "label", "scale", "change"})
  void changesNothingThatIsNewerThanWhatWasRead(String what) {
    Deployment read = writer.create(desired);
    writer.scale(read, 7, Map.of());
    KubernetesClientException refused =
        assertThrows(KubernetesClientException.class, () -> write(what, desired, read));
    assertEquals(409, refused.getCode());
    assertTrue(ClusterWriter.stale(refused));
    assertEquals(7, now().getSpec().getReplicas());
    assertEquals(Map.of("app", "d"), now().getMetadata().getLabels());
  }

  /** Nor does it come back that somebody removed. */
  @ParameterizedTest
  @ValueSource(
      strings = {"patch", "label", "scale", "change", "deleteExactly", "deleteAfterItsOwn"})
  void bringsNothingBackThatIsGone(String what) {
    Deployment read = writer.create(desired);
    writer.delete(read);
    KubernetesClientException refused =
        assertThrows(KubernetesClientException.class, () -> write(what, desired, read));
    assertTrue(ClusterWriter.stale(refused), refused.toString());
    assertNull(now());
  }

  @Test
  void createsNothingOverWhatIsThere() {
    Deployment first = writer.create(desired);
    desired.getSpec().setReplicas(9);
    KubernetesClientException refused =
        assertThrows(KubernetesClientException.class, () -> writer.create(desired));
    assertTrue(ClusterWriter.stale(refused));
    assertEquals(first, now());
  }

  @Test
  void aTrialWritesNothing() {
    writer.tryCreate(desired);
    writer.dryRun(desired);
    assertNull(writer.read(desired));
    Deployment first = writer.create(desired);
    desired.getSpec().setReplicas(9);
    writer.tryCreate(desired);
    writer.dryRun(desired);
    assertEquals(first, now());
  }

  /** The manifest belongs to the caller, who may write it to another cluster. */
  @Test
  void leavesTheManifestAsItWas() {
    Deployment live = writer.create(desired);
    Deployment before = Serialization.clone(desired);
    writer.apply(desired, live);
    writer.dryRun(desired);
    assertEquals(before, desired);
    assertNotEquals(live.getMetadata().getUid(), desired.getMetadata().getUid());
  }

  @ParameterizedTest
  @CsvSource({
    // code, words of the server; whether what was read is stale, whether something refuses it
    "409, the object has been modified, true, false",
    "404, deployments.apps d not found, true, false",
    "403, exceeded quota: small, false, true",
    "422, spec is invalid, false, true",
    "500, etcd is gone, false, false",
  })
  void whatAnAnswerSays(int code, String words, boolean stale, boolean refused) {
    KubernetesClientException answer =
        new KubernetesClientException(
            words, code, new StatusBuilder().withCode(code).withMessage(words).build());
    assertEquals(stale, ClusterWriter.stale(answer));
    if (refused) {
      DeliveryProblem problem = ClusterWriter.refused("the Deployment is not written", answer);
      assertEquals(DeliveryProblem.REFUSED, problem.code());
      assertTrue(
          problem.message().startsWith("the Deployment is not written: "), problem.message());
    } else {
      assertEquals(
          answer,
          assertThrows(KubernetesClientException.class, () -> ClusterWriter.refused("it", answer)));
    }
  }
}
