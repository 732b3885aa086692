package cloud.bleu.operator;

import static cloud.bleu.operator.GovernedNamespace.MERGE;
import static org.junit.jupiter.api.Assertions.assertAll;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the operator writes and reads for a workload is asked of who writes it, on the plane. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkloadRightsPlaneTest {
  private @Nullable GovernedNamespace shop;
  private @Nullable GrantedUser mia;
  private KubernetesClient admin;

  @BeforeEach
  void start(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace, @TempDir Path folder) {
    admin = client;
    if (shop == null) {
      shop = new GovernedNamespace(plane, client, namespace, folder);
      mia =
          new GrantedUser(plane, client, "mia", shop.name())
              .creating("apps", "deployments")
              .creating("policy", "poddisruptionbudgets");
    }
  }

  @AfterEach
  void clear() {
    admin.resources(BleuWorkload.class).delete();
  }

  @AfterAll
  void stop() {
    if (shop != null) {
      mia.close();
      shop.close();
    }
  }

  @Test
  void whoMayNotCreateBudgetsWritesNoNewWorkload(ControlPlane plane) {
    try (GrantedUser ben =
        new GrantedUser(plane, admin, "ben", shop.name()).creating("apps", "deployments")) {
      assertAll(
          Refused.with(
              "a budget by way of a BleuWorkload",
              "ben may not create poddisruptionbudgets in "
                  + shop.name()
                  + ", of which this BleuWorkload would have one: ask for the verb create on"
                  + " policy/poddisruptionbudgets",
              () -> ben.tries(workload("deployment: {template: {}}", ""))),
          () -> ben.tries(workload("external: {kind: VM, requests: {cpu: 1}}", "")),
          () -> {
            shop.create(workload("deployment: {template: {}}", ""));
            ben.client().resources(BleuWorkload.class).withName("app").patch(MERGE, MORE_LAYERS);
          });
    }
  }

  @Test
  void whoMayNotWriteNetworkPoliciesStatesNoEgress(ControlPlane plane) {
    String open = "residency: {egress: [{name: all, to: {cidr: 0.0.0.0/0}}]}";
    String may = "mia may not create networkpolicies in " + shop.name();
    try (GrantedUser nat =
        new GrantedUser(plane, admin, "nat", shop.name())
            .creating("apps", "deployments")
            .creating("policy", "poddisruptionbudgets")
            .creating("networking.k8s.io", "networkpolicies")) {
      assertAll(
          Refused.with(
              "a way out",
              may
                  + ", which this change of spec.residency.egress would: ask for the verb create on"
                  + " networking.k8s.io/networkpolicies",
              () -> mia.tries(workload("deployment: {template: {}}", open))),
          Refused.with(
              "DNS alone",
              may,
              () -> mia.tries(workload("deployment: {template: {}}", "residency: {egress: []}"))),
          () -> mia.tries(workload("external: {kind: VM, requests: {cpu: 1}}", open)),
          () -> mia.tries(workload("deployment: {template: {}}", "residency: {countries: [FR]}")),
          () -> nat.tries(workload("deployment: {template: {}}", open)),
          () -> {
            shop.create(workload("deployment: {template: {}}", open));
            mia.client().resources(BleuWorkload.class).withName("app").patch(MERGE, MORE_LAYERS);
          },
          Refused.with(
              "another way out",
              may,
              () ->
                  edits(mia, "{\"egress\":[{\"name\":\"all\",\"to\":{\"host\":\"a.example\"}}]}")),
          Refused.with(
              "no NetworkPolicy any more",
              "mia may not delete networkpolicies in " + shop.name(),
              () -> edits(mia, "{\"egress\":null}")));
    }
  }

  /** Its selector and its ports stand in the NetworkPolicy for everybody in the namespace. */
  @Test
  void whoMayNotGetAServiceElsewhereLeadsNoEgressThere(ControlPlane plane) {
    try (GrantedUser ines =
        new GrantedUser(plane, admin, "ines", shop.name())
            .creating("apps", "deployments")
            .creating("policy", "poddisruptionbudgets")
            .creating("networking.k8s.io", "networkpolicies")) {
      ines.grant(
          "services",
          "default",
          "{apiGroups: [''], resources: [services], resourceNames: [hsm], verbs: [get]}");
      ines.knows("default", "", "services", "get", "hsm");
      assertAll(
          Refused.with(
              "a Service of another namespace",
              "ines may not get Service other in default, of which spec.residency.egress would show"
                  + " the pods and ports: ask for the verb get on it",
              () -> ines.tries(toServices(List.of("own", "hsm, namespace: default", OTHER)))),
          Refused.with(
              "the eighth of them",
              "ines may not get Service other in default",
              () -> ines.tries(toServices(hsmAnd(7)))),
          Refused.with(
              "more of them than are asked about one by one",
              "spec.residency.egress names 9 Services of other namespaces anew, and ines may not"
                  + " get every Service: add 8 of them at once",
              () -> ines.tries(toServices(hsmAnd(8)))),
          () -> ines.tries(toServices(List.of("own", "hsm, namespace: default"))),
          () -> ines.tries(toServices(List.of("own, namespace: " + shop.name()))),
          () -> ines.tries(workload("deployment: {template: {}}", pods())),
          () -> {
            admin.resource((HasMetadata) Serialization.unmarshal(toServices(hsmAnd(40)))).create();
            ines.client().resources(BleuWorkload.class).withName("app").patch(MERGE, MORE_LAYERS);
          });
    }
  }

  @Test
  void whoMayNotUpdateADeploymentHasKarmadaBringItNowhere() {
    String binding = "karmada: {bindingOf: {kind: Deployment, name: pay}}";
    assertAll(
        Refused.with(
            "a Deployment by way of its binding",
            "mia may not update Deployment pay in "
                + shop.name()
                + ", which this BleuWorkload would bring to other clusters: ask for the verb update"
                + " on it",
            () -> mia.tries(workload(binding, ""))),
        () -> shop.create(workload(binding, "")));
  }

  /** The server allows an expression two questions. */
  @Test
  void whoMayCreateEveryKindOfCompanionNamesAllOfThem(ControlPlane plane) {
    String companions =
        IntStream.range(0, KINDS.size())
            .mapToObj(i -> "{kind: %s, name: c%d}".formatted(KINDS.get(i), i))
            .collect(Collectors.joining(", ", "companions: [", "]"));
    String all = workload("deployment: {template: {}}, " + companions, "");
    try (GrantedUser kim =
        new GrantedUser(plane, admin, "kim", shop.name())
            .creating("apps", "deployments")
            .creating("policy", "poddisruptionbudgets")
            .creating("rbac.authorization.k8s.io", "roles", "rolebindings")
            .creating("networking.k8s.io", "ingresses")
            .creating(
                "",
                "configmaps",
                "secrets",
                "serviceaccounts",
                "services",
                "persistentvolumeclaims")) {
      assertAll(
          () -> kim.tries(all),
          Refused.with(
              "all of them by somebody who may create none",
              "ask for the verb create on configmaps, networking.k8s.io/ingresses,"
                  + " persistentvolumeclaims, rbac.authorization.k8s.io/roles,",
              () -> mia.tries(all)));
    }
  }

  private static final List<String> KINDS =
      List.of(
          "ConfigMap",
          "Secret",
          "ServiceAccount",
          "Service",
          "PersistentVolumeClaim",
          "Role",
          "RoleBinding",
          "Ingress");

  private static final String OTHER = "other, namespace: default";
  private static final String MORE_LAYERS = "{\"spec\":{\"layers\":[\"CaaS\"]}}";

  private static void edits(GrantedUser who, String residency) {
    who.client()
        .resources(BleuWorkload.class)
        .withName("app")
        .patch(MERGE, "{\"spec\":{\"residency\":" + residency + "}}");
  }

  /** One that she may read, so many times, and then one that she may not. */
  private static List<String> hsmAnd(int times) {
    return IntStream.rangeClosed(0, times)
        .mapToObj(i -> i == times ? OTHER : "hsm, namespace: default")
        .toList();
  }

  private static String pods() {
    return "residency: {egress: [{name: a, to: {pods: {namespace: default, selector: {}}}}]}";
  }

  private static String toServices(List<String> services) {
    return workload(
        "deployment: {template: {}}",
        IntStream.range(0, services.size())
            .mapToObj(i -> "{name: s%d, to: {service: {name: %s}}}".formatted(i, services.get(i)))
            .collect(Collectors.joining(", ", "residency: {egress: [", "]}")));
  }

  private static String workload(String run, String more) {
    return """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: app}
        spec:
          dataClasses: [Ordinary]
          workload: {%s}
          %s
        """
        .formatted(run, more);
  }
}
