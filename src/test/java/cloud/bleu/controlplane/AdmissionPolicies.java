package cloud.bleu.controlplane;

import static org.awaitility.Awaitility.await;

import cloud.bleu.chart.Helm;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The admission policies of the chart on a plane, for the operator of {@link OperatorAccount}.
 * Their bindings go before the objects of a test, which nobody could delete else. The policies, of
 * which the server compiles every expression, stay for the next test of the class.
 */
public final class AdmissionPolicies implements AutoCloseable {
  /** As which the controller manager of a plane acts. */
  public static final String CONTROLLERS = "admission.controllers={bleu-controller-manager}";

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final AtomicInteger MARKS = new AtomicInteger();

  /** What stands of each policy that was applied and not removed, by its uid. */
  private static final Map<String, Long> APPLIED = new ConcurrentHashMap<>();

  private final KubernetesClient admin;
  private final List<HasMetadata> bindings;

  private AdmissionPolicies(KubernetesClient admin, List<HasMetadata> bindings) {
    this.admin = admin;
    this.bindings = bindings;
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
    Set<String> asApplied = asApplied(admin);
    for (HasMetadata policy : policies) {
      if (!isBinding(policy) && !asApplied.contains(named(policy))) {
        HasMetadata applied = admin.resource(policy).serverSideApply();
        APPLIED.put(applied.getMetadata().getUid(), applied.getMetadata().getGeneration());
      }
    }
    List<HasMetadata> bindings = policies.stream().filter(AdmissionPolicies::isBinding).toList();
    AdmissionPolicies installed = new AdmissionPolicies(admin, bindings);
    installed.bind();
    return installed;
  }

  /** Binds all of them, again where a test took one away, and returns once they refuse. */
  public void bind() {
    bindings.forEach(binding -> admin.resource(binding).serverSideApply());
    taken(admin);
    until(true);
  }

  private static boolean isBinding(HasMetadata object) {
    return object.getKind().endsWith("Binding");
  }

  /** Those that were applied for a test before and are as they were then. */
  private static Set<String> asApplied(KubernetesClient admin) {
    return APPLIED.isEmpty()
        ? Set.of()
        : all(admin).stream()
            .filter(
                policy ->
                    policy
                        .getMetadata()
                        .getGeneration()
                        .equals(APPLIED.get(policy.getMetadata().getUid())))
            .map(AdmissionPolicies::named)
            .collect(Collectors.toSet());
  }

  private static String named(HasMetadata policy) {
    return policy.getKind() + " " + policy.getMetadata().getName();
  }

  private static List<HasMetadata> all(KubernetesClient admin) {
    List<HasMetadata> policies = new ArrayList<>();
    policies.addAll(
        admin.admissionRegistration().v1().validatingAdmissionPolicies().list().getItems());
    policies.addAll(
        admin.admissionRegistration().v1().mutatingAdmissionPolicies().list().getItems());
    return policies;
  }

  /**
   * Removes what {@link #install} left on a plane for the next test; without bindings by then.
   *
   * @param plane asked if there may be any
   */
  static void forget(Supplier<ControlPlane> plane) {
    if (APPLIED.isEmpty()) {
      return;
    }
    try (KubernetesClient admin = plane.get().adminClient()) {
      for (HasMetadata policy : all(admin)) {
        if (APPLIED.containsKey(policy.getMetadata().getUid())) {
          admin.resource(policy).delete();
        }
      }
    }
    APPLIED.clear();
  }

  /** Removes the policies that a release of the chart left on a plane. */
  public static void remove(ControlPlane plane) {
    KubernetesClient admin = plane.adminClient();
    List<HasMetadata> left = new ArrayList<>();
    left.addAll(
        admin
            .admissionRegistration()
            .v1()
            .validatingAdmissionPolicyBindings()
            .withLabel("app.kubernetes.io/name", "bleu")
            .list()
            .getItems());
    try (AdmissionPolicies policies = new AdmissionPolicies(admin, left)) {
      policies.until(true);
    }
  }

  /**
   * Removes what a release left, and returns once the server has taken note: it keeps a policy for
   * a moment after it is deleted, and then nobody could delete a record.
   */
  static void clear(KubernetesClient admin) {
    if (!admin
        .admissionRegistration()
        .v1()
        .validatingAdmissionPolicyBindings()
        .withLabel("app.kubernetes.io/name", "bleu")
        .delete()
        .isEmpty()) {
      taken(admin);
    }
    until(admin, false);
  }

  /**
   * Returns once the server goes by every policy and binding as they are now. It takes note of all
   * at once, every second, and may have done so in the middle of their writes: one that comes after
   * them is in force when they are, or are not any more.
   */
  public static void taken(KubernetesClient admin) {
    String name = "mark-" + MARKS.incrementAndGet();
    List<HasMetadata> mark = new ArrayList<>();
    for (String yaml : MARK.replace("NAME", name).split("---\n", -1)) {
      mark.add(Serialization.unmarshal(yaml));
    }
    HasMetadata probe =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("default")
            .endMetadata()
            .build();
    try {
      mark.forEach(object -> admin.resource(object).create());
      await("the server takes note of its policies")
          .atMost(SOON)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> refused(admin, probe));
    } finally {
      mark.forEach(object -> admin.resource(object).delete());
    }
  }

  private static final String MARK =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: NAME}
      spec:
        matchConstraints:
          resourceRules:
          - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [configmaps], resourceNames: [NAME]}
        validations:
        - {expression: "false", reason: Forbidden}
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: NAME}
      spec: {policyName: NAME, validationActions: [Deny]}
      """;

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
      bindings.forEach(binding -> admin.resource(binding).delete());
      taken(admin);
      until(false);
    }
  }
}
