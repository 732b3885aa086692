package cloud.bleu.chart;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The policies are there and the kind of their parameters is not, as in the first seconds of a
 * release or after somebody deleted the CRDs: the API server then refuses all that a policy
 * matches, and that has to be what is governed and nothing else in the cluster.
 */
@RealControlPlane(own = true, kinds = false)
class AdmissionWithoutKindsTest {

  private static final List<String> OBJECTS =
      List.of(
          """
          apiVersion: v1
          kind: Pod
          metadata: {name: some}
          spec: {containers: [{name: main, image: none}]}
          """,
          """
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: some}
          spec:
            replicas: 0
            selector: {matchLabels: {app: some}}
            template:
              metadata: {labels: {app: some}}
              spec: {containers: [{name: main, image: none}]}
          """,
          """
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata: {name: some}
          spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
          """);

  @TempDir Path folder;

  @Test
  void onlyWhatIsGovernedIsRefused(ControlPlane plane) {
    KubernetesClient admin = plane.adminClient();
    namespace(admin, "enforced", Map.of("placement.bleu.cloud/governed", "Enforce"));
    namespace(admin, "free", Map.of());
    for (String name : List.of("enforced", "free", "kube-system")) {
      // Without it no pod is taken, whatever the policies say.
      await("the service account of " + name)
          .atMost(Duration.ofSeconds(60))
          .until(() -> admin.serviceAccounts().inNamespace(name).withName("default").get() != null);
    }
    Helm.offline(folder).objects("-n", "bleu-system").stream()
        .filter(o -> o.getKind().contains("AdmissionPolicy"))
        .forEach(o -> admin.resource(o).serverSideApply());
    for (String object : OBJECTS) {
      await(object)
          .atMost(Duration.ofSeconds(30))
          .until(() -> said(admin, "enforced", object).contains("paramKind"));
    }
    for (String object : OBJECTS) {
      assertEquals("", said(admin, "free", object), object);
      assertEquals("", said(admin, "kube-system", object), object);
    }
  }

  private static void namespace(KubernetesClient admin, String name, Map<String, String> labels) {
    admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
  }

  /** Why the server would not take an object; "" when it would. */
  private static String said(KubernetesClient admin, String namespace, String yaml) {
    HasMetadata object = Serialization.unmarshal(yaml);
    object.getMetadata().setNamespace(namespace);
    try {
      admin.resource(object).dryRun().create();
      return "";
    } catch (KubernetesClientException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
