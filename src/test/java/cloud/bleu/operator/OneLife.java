package cloud.bleu.operator;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;

/** Everything that the operator does for workloads, once: what it needs for that, it asks for. */
final class OneLife {
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final Scene scene;
  private final KubernetesClient client;

  OneLife(Scene scene, KubernetesClient client) {
    this.scene = scene;
    this.client = client;
  }

  void live() {
    scene.provider("acme").zone("acme", "fr-a").zone("acme", "fr-b").zone("acme", "fr-c");
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyPolicy
        metadata: {name: france}
        spec:
          rules:
          - {name: location, rule: data-location, action: Warn, parameters: {countries: [FR]}}
        """);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: SovereigntyWaiver
        metadata: {name: late}
        spec:
          policyRef: france
          rule: location
          workloadRef: {name: web}
          reason: so that its status is written
          notBefore: "2026-01-01T00:00:00Z"
          expirationTime: "2100-01-01T00:00:00Z"
          requestedBy: bleu-admin
        """);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: ResilienceDrill
        metadata: {name: first-zone}
        spec: {scope: {zone: fr-a}}
        """);
    // Classes and volumes of the cluster are read where something names one.
    scene.until("admission has the gate of a governed namespace", this::isClaimAdmitted);
    scene.create(
        """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: elsewhere}
        spec: {ingressClassName: none-such, defaultBackend: {service: {name: none-such, port: {number: 80}}}}
        """);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: MigrationPlan
        metadata: {name: away}
        spec: {target: acme, namespaces: [%s]}
        """
            .formatted(client.getNamespace()));
    deployment();
    statefulSet();
    existingDeployment();
    podOfSomebodyElse();
  }

  /** Let in where it is decided; taken back from there before it starts. */
  private void podOfSomebodyElse() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: others}
        spec:
          dataClasses: [Ordinary]
          workload:
            pods: {selector: {matchLabels: {app: others}}, requests: {cpu: 100m}}
        """);
    scene.until(
        "the pod is let in",
        () -> {
          try {
            scene.create(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: outsider, labels: {app: others}}
                spec:
                  schedulingGates: [{name: placement.bleu.cloud/decision}]
                  nodeSelector: {nowhere: "true"}
                  containers: [{name: main, image: none}]
                """);
            return true;
          } catch (KubernetesClientException e) {
            return false;
          }
        });
    scene.until("it has a zone", () -> !scene.pods("others").isEmpty());
    String zone = scene.assigned("others").keySet().iterator().next();
    state(zone, "Drained");
    scene.until("it is taken back", () -> client.pods().withName("outsider").get() == null);
    state(zone, "Active");
    delete("others");
  }

  /** Placed, scaled, edited, moved, guarded by somebody else's budget, deleted. */
  private void deployment() {
    scene.workload("web", 6, "{spread: [{over: Site, min: 2, maxSkew: 3}]}");
    scene.awaitReady("web");
    for (int replicas : new int[] {3, 6, 3}) {
      scale("web", replicas);
      scene.awaitReady("web");
    }
    edit("web", "deployment");
    scene.until(
        "web rolled",
        () -> scene.children("web").stream().allMatch(d -> edited(d.getSpec().getTemplate())));
    scene.awaitReady("web");
    egress();
    String zone = scene.assigned("web").keySet().iterator().next();
    state(zone, "Drained");
    scene.until(
        "no child of web in " + zone,
        () -> scene.children("web").stream().noneMatch(d -> in(d, zone)));
    scene.awaitReady("web");
    state(zone, "Active");

    scene.until("a budget of ours", () -> budget("web"));
    client
        .resource(
            new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName("theirs")
                .endMetadata()
                .withNewSpec()
                .withNewMaxUnavailable(1)
                .withNewSelector()
                .withMatchLabels(Map.of("app", "web"))
                .endSelector()
                .endSpec()
                .build())
        .create();
    scene.until("our budget gone", () -> !budget("web"));
    delete("web");
  }

  /** Stated, edited by somebody and mended, taken back. */
  private void egress() {
    residency("web", "{\"residency\":{\"egress\":[]}}");
    scene.until("a network policy of ours", () -> networkPolicy() != null);
    client
        .network()
        .v1()
        .networkPolicies()
        .withName("web-egress")
        .patch(MERGE, "{\"spec\":{\"egress\":[{}]}}");
    scene.until(
        "it is mended", () -> !networkPolicy().getSpec().getEgress().get(0).getTo().isEmpty());
    residency("web", "{\"residency\":{\"egress\":null}}");
    scene.until("our network policy gone", () -> networkPolicy() == null);
    scene.awaitReady("web");
  }

  private void residency(String workload, String spec) {
    client.resources(BleuWorkload.class).withName(workload).patch(MERGE, "{\"spec\":" + spec + "}");
  }

  private NetworkPolicy networkPolicy() {
    return client.network().v1().networkPolicies().withName("web-egress").get();
  }

  /** Placed, scaled to nothing, and so without a child in the end. */
  private void statefulSet() {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: base}
        spec:
          replicas: 2
          dataClasses: [Ordinary]
          workload:
            statefulSet:
              serviceName: base
              template:
                metadata: {labels: {app: base}}
                spec:
                  containers:
                  - {name: main, image: none, resources: {requests: {cpu: 500m, memory: 64Mi}}}
        """);
    scene.awaitReady("base");
    edit("base", "statefulSet");
    scene.until(
        "base rolled",
        () ->
            client
                .apps()
                .statefulSets()
                .withLabel("placement.bleu.cloud/workload", "base")
                .list()
                .getItems()
                .stream()
                .allMatch(s -> edited(s.getSpec().getTemplate())));
    scene.awaitReady("base");
    String zone = scene.assigned("base").keySet().iterator().next();
    state(zone, "Drained");
    scene.until("base out of " + zone, () -> !scene.bound("base").containsKey(zone));
    scene.until(
        "no child of base in " + zone,
        () ->
            client
                .apps()
                .statefulSets()
                .withLabel("placement.bleu.cloud/zone", zone)
                .list()
                .getItems()
                .isEmpty());
    state(zone, "Active");
    delete("base");
  }

  /** Taken over from a Deployment that is there, and given back. */
  private void existingDeployment() {
    scene.deployment("legacy", 2);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: legacy-placed}
        spec:
          replicas: 2
          dataClasses: [Ordinary]
          workload:
            deploymentRef: {name: legacy, scaleDown: OnSuccess}
        """);
    scene.awaitReady("legacy-placed");
    scene.until("legacy scaled down", () -> replicas("legacy") == 0);
    // Where the namespace enforces, no pod of it starts any more.
    client
        .apps()
        .deployments()
        .withName("legacy")
        .patch(MERGE, "{\"spec\":{\"progressDeadlineSeconds\":3}}");
    delete("legacy-placed");
    scene.until("legacy given back", () -> replicas("legacy") == 2);
  }

  private void scale(String workload, int replicas) {
    client.resources(BleuWorkload.class).withName(workload).scale(replicas);
  }

  private void edit(String workload, String kind) {
    client
        .resources(BleuWorkload.class)
        .withName(workload)
        .patch(
            MERGE,
            "{\"spec\":{\"workload\":{\"%s\":{\"template\":{\"metadata\":{\"annotations\":{\"edited\":\"yes\"}}}}}}}"
                .formatted(kind));
  }

  private static boolean edited(PodTemplateSpec template) {
    return template.getMetadata().getAnnotations() != null
        && template.getMetadata().getAnnotations().containsKey("edited");
  }

  private void state(String zone, String state) {
    client
        .resources(AvailabilityZone.class)
        .withName(zone)
        .patch(MERGE, "{\"spec\":{\"state\":\"%s\"}}".formatted(state));
  }

  private void delete(String workload) {
    client.resources(BleuWorkload.class).withName(workload).delete();
    scene.until(
        workload + " and its placement gone",
        () ->
            scene.workload(workload) == null
                && client.resources(WorkloadPlacement.class).withName(workload).get() == null);
  }

  private boolean budget(String name) {
    return client.policy().v1().podDisruptionBudget().withName(name).get() != null;
  }

  private int replicas(String deployment) {
    return client.apps().deployments().withName(deployment).get().getSpec().getReplicas();
  }

  private static boolean in(Deployment child, String zone) {
    return zone.equals(child.getMetadata().getLabels().get("placement.bleu.cloud/zone"));
  }

  /** Creates a claim; false while admission has not seen the gate that the operator just wrote. */
  private boolean isClaimAdmitted() {
    try {
      scene.create(
          """
          apiVersion: v1
          kind: PersistentVolumeClaim
          metadata: {name: elsewhere}
          spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}, storageClassName: none-such, volumeName: none-such}
          """);
      return true;
    } catch (KubernetesClientException e) {
      if (String.valueOf(e.getMessage()).contains("no params found for policy binding")) {
        return false;
      }
      throw e;
    }
  }
}
