package cloud.bleu.controlplane;

import static org.awaitility.Awaitility.await;

import cloud.bleu.chart.Helm;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The admission policies of the chart on a plane, for the operator of {@link OperatorAccount}. They
 * go before the objects of a test, which nobody could delete else.
 *
 * <p>The server takes note of all that there is, once a second. Whether it has is asked of the
 * policy of records, which comes and goes last: so all the others have come, or gone, as well.
 */
public final class AdmissionPolicies implements AutoCloseable {
  /** As which the controller manager of a plane acts. */
  public static final String CONTROLLERS = "admission.controllers={bleu-controller-manager}";

  private static final Duration SOON = Duration.ofSeconds(120);

  private final KubernetesClient admin;
  private final List<HasMetadata> policies;

  private AdmissionPolicies(KubernetesClient admin, List<? extends HasMetadata> policies) {
    this.admin = admin;
    this.policies = recordsLast(policies);
  }

  private static List<HasMetadata> recordsLast(List<? extends HasMetadata> policies) {
    List<HasMetadata> sorted = new ArrayList<>(policies);
    sorted.sort(Comparator.comparing(p -> p.getMetadata().getName().contains("records.")));
    return sorted;
  }

  /** Installs them, and returns once they refuse. */
  public static AdmissionPolicies install(ControlPlane plane, Path folder) {
    KubernetesClient admin = plane.adminClient();
    List<HasMetadata> policies =
        Helm.offline(folder)
            .objectsOf(
                OperatorAccount.RELEASE, "-n", OperatorAccount.NAMESPACE, "--set", CONTROLLERS)
            .stream()
            .filter(o -> o.getKind().contains("AdmissionPolicy"))
            .toList();
    AdmissionPolicies installed = new AdmissionPolicies(admin, policies);
    installed.policies.forEach(p -> admin.resource(p).serverSideApply());
    installed.until(true);
    return installed;
  }

  /** Removes the policies that a release of the chart left on a plane. */
  public static void remove(ControlPlane plane) {
    KubernetesClient admin = plane.adminClient();
    try (AdmissionPolicies policies = new AdmissionPolicies(admin, bindings(admin))) {
      policies.until(true);
    }
  }

  private static List<? extends HasMetadata> bindings(KubernetesClient admin) {
    return admin
        .admissionRegistration()
        .v1()
        .validatingAdmissionPolicyBindings()
        .withLabel("app.kubernetes.io/name", "bleu")
        .list()
        .getItems();
  }

  /**
   * Removes what a release left, and returns once the server has taken note: it keeps a policy for
   * a moment after it is deleted, and then nobody could delete a record.
   */
  static void clear(KubernetesClient admin) {
    recordsLast(bindings(admin)).forEach(binding -> admin.resource(binding).delete());
    until(admin, false);
  }

  private void until(boolean refused) {
    until(admin, refused);
  }

  /** Whether the server would refuse a record that the operator did not write. */
  private static void until(KubernetesClient admin, boolean refused) {
    HasMetadata ledger =
        Serialization.unmarshal(
            """
            apiVersion: placement.bleu.cloud/v1alpha1
            kind: DecisionLedger
            metadata: {name: probe}
            spec: {sequence: 1}
            """);
    await("the policies " + (refused ? "refuse" : "are gone"))
        .atMost(SOON)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> refused == refused(admin, ledger));
  }

  private static boolean refused(KubernetesClient admin, HasMetadata object) {
    try {
      admin.resource(object).dryRun().create();
      return false;
    } catch (KubernetesClientException e) {
      return e.getCode() == 403;
    }
  }

  @Override
  public void close() {
    try (admin) {
      policies.forEach(p -> admin.resource(p).delete());
      until(false);
    }
  }
}
