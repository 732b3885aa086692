package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.OperatorAccount;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who names a PriorityClass may use it: at the decision a workload takes the room of others, of any
 * namespace.
 */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PriorityAdmissionPlaneTest {
  private static final String CRITICAL = "system-cluster-critical";

  private KubernetesClient admin;
  private @Nullable GovernedNamespace shop;
  private @Nullable GrantedUser uma;

  @BeforeEach
  void start(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace, @TempDir Path folder) {
    admin = client;
    if (shop == null) {
      shop = new GovernedNamespace(plane, client, namespace, folder);
      uma =
          new GrantedUser(plane, client, "uma", shop.name())
              .creating("apps", "deployments", "statefulsets")
              .creating("policy", "poddisruptionbudgets");
      uma.grant(
          "classes",
          shop.name(),
          "{apiGroups: [scheduling.k8s.io], resources: [priorityclasses], resourceNames: [vital],"
              + " verbs: [use]}");
      uma.knows(shop.name(), "scheduling.k8s.io", "priorityclasses", "use", "vital");
    }
    shop.level("Enforce");
  }

  @AfterEach
  void clear() {
    admin.resources(BleuWorkload.class).delete();
    admin.apps().deployments().delete();
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      uma.close();
      shop.close();
    }
  }

  private static String refusal(String user, String name, String path, String namespace) {
    return "%s may not use PriorityClass %s, which %s names, in %s: ask for a role there, or of the cluster, with the rule {apiGroups: [scheduling.k8s.io], resources: [priorityclasses], resourceNames: [%s], verbs: [use]}"
        .formatted(user, name, path, namespace, name);
  }

  @Test
  void whoNamesAClassInAWorkloadMayUseIt() {
    String placement = "spec.placement.priorityClassName";
    String template = "spec.workload.%s.template.spec.priorityClassName";
    assertAll(
        Refused.with(
            "a class of the system",
            refusal("alice", CRITICAL, placement, shop.name()),
            () -> shop.create(workload("deployment", "null", CRITICAL))),
        Refused.with(
            "one of others",
            refusal("uma", "other", placement, shop.name()),
            () -> uma.tries(workload("deployment", "null", "other"))),
        Refused.with(
            "in a template",
            refusal("uma", "other", template.formatted("statefulSet"), shop.name()),
            () -> uma.tries(workload("statefulSet", "other", "vital"))),
        Refused.with(
            "in a template alone",
            refusal("alice", "vital", template.formatted("deployment"), shop.name()),
            () -> shop.create(workload("deployment", "vital", null))),
        () -> uma.tries(workload("deployment", "vital", null)),
        () -> uma.tries(workload("statefulSet", "null", "vital")),
        () -> uma.tries(workload("deployment", "''", null)),
        () -> shop.create(workload("deployment", "[1]", null)));
  }

  @Test
  void soDoesWhoChangesIt() {
    admin
        .resource((HasMetadata) Serialization.unmarshal(workload("deployment", "other", "vital")))
        .create();
    assertAll(
        () -> edit(shop.alice(), "{\"layers\":[\"CaaS\"]}"),
        () -> edit(shop.alice(), "{\"placement\":{\"objective\":\"Cost\"}}"),
        Refused.with(
            "another one",
            "alice may not use PriorityClass " + CRITICAL,
            () -> edit(shop.alice(), named("\"" + CRITICAL + "\""))),
        Refused.with(
            "the one of the template, by taking the other away",
            "alice may not use PriorityClass other, which spec.workload.deployment.template",
            () -> edit(shop.alice(), named("null"))),
        Refused.with(
            "everything anew, as kubectl apply sends it",
            "alice may not use PriorityClass mine",
            () ->
                shop.alice()
                    .resource(
                        (HasMetadata)
                            Serialization.unmarshal(workload("deployment", "mine", "vital")))
                    .forceConflicts()
                    .serverSideApply()));
  }

  /** A workload that refers to a Deployment has its class. */
  @Test
  void whoNamesAClassInADeploymentMayUseItWhereTheNamespaceEnforces(OperatorAccount account) {
    String words = refusal("alice", CRITICAL, "spec.template.spec.priorityClassName", shop.name());
    Scene scene = new Scene(admin, null);
    scene.until("it is refused", () -> Refused.is(words, () -> attempt(CRITICAL)));
    assertTrue(shop.lets(deployment(null)), "the class of the cluster is named by nobody");
    admin.resource((HasMetadata) Serialization.unmarshal(deployment("vital"))).create();
    assertAll(
        Refused.with(
            "another one",
            "alice may not use PriorityClass other",
            () -> template("\"priorityClassName\":\"other\"")),
        () -> template("\"terminationGracePeriodSeconds\":5"),
        () -> template("\"priorityClassName\":null"),
        () -> {
          try (KubernetesClient operator = account.client()) {
            operator
                .resource((HasMetadata) Serialization.unmarshal(another(CRITICAL)))
                .inNamespace(shop.name())
                .dryRun()
                .create();
          }
        });
    shop.level("Audit");
    scene.until("Audit warns", () -> shop.lets(another(CRITICAL)));
    shop.level("Enforce");
    scene.until("Enforce refuses", () -> !shop.lets(another(CRITICAL)));
    assertFalse(shop.lets(another("other")));
  }

  private void attempt(String name) {
    shop.alice()
        .resource((HasMetadata) Serialization.unmarshal(deployment(name)))
        .dryRun()
        .create();
  }

  private void template(String spec) {
    shop.alice()
        .apps()
        .deployments()
        .withName("web")
        .patch(MERGE, "{\"spec\":{\"template\":{\"spec\":{" + spec + "}}}}");
  }

  private static String named(String name) {
    return "{\"placement\":{\"priorityClassName\":" + name + "}}";
  }

  private static void edit(KubernetesClient who, String spec) {
    who.resources(BleuWorkload.class).withName("app").patch(MERGE, "{\"spec\":" + spec + "}");
  }

  private static String workload(String kind, String inTemplate, @Nullable String inPlacement) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: app}
        spec:
          dataClasses: [Ordinary]
          %s
          workload:
            %s: {template: {spec: {priorityClassName: %s, containers: [{name: main, image: none}]}}}
        """
        .formatted(
            inPlacement == null ? "" : "placement: {priorityClassName: " + inPlacement + "}",
            kind,
            inTemplate);
  }

  private static String another(String name) {
    return deployment(name).replace("web", "more");
  }

  private static String deployment(@Nullable String name) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 0
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {%scontainers: [{name: main, image: none}]}
        """
        .formatted(name == null ? "" : "priorityClassName: " + name + ", ");
  }
}
