package cloud.bleu.operator;

import cloud.bleu.delivery.karmada.KarmadaCrds;
import cloud.bleu.delivery.karmada.ResourceBinding;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Everything that the operator does for a workload that Karmada carries out, once, on the kinds of
 * Karmada with nothing behind them: what it needs for that, it asks for.
 */
final class CarriedLife {

  /** As the API server writes instants with microseconds. */
  private final Scene scene;

  private final KubernetesClient client;
  private final String namespace;

  /** Where the provider {@code acme} is there, as after {@link OneLife}. */
  CarriedLife(Scene scene, KubernetesClient client, String namespace) {
    this.scene = scene;
    this.client = client;
    this.namespace = namespace;
  }

  void live() {
    KarmadaCrds.all().forEach(crd -> client.resource(crd).create());
    KarmadaCrds.all()
        .forEach(
            crd ->
                client
                    .resource(crd)
                    .waitUntilCondition(
                        one ->
                            one != null
                                && one.getStatus() != null
                                && one.getStatus().getConditions().stream()
                                    .anyMatch(
                                        c ->
                                            c.getType().equals("Established")
                                                && c.getStatus().equals("True")),
                        Scene.SOON.toSeconds(),
                        TimeUnit.SECONDS));
    scene.create("---\n{apiVersion: v1, kind: Namespace, metadata: {name: karmada-system}}");
    scene.create(
        """
        apiVersion: coordination.k8s.io/v1
        kind: Lease
        metadata: {name: karmada-controller-manager, namespace: karmada-system}
        spec: {holderIdentity: nobody, leaseDurationSeconds: 3600, renewTime: "%s"}
        """
            .formatted(MicroTime.now()));
    GenericKubernetesResource cluster =
        (GenericKubernetesResource)
            scene.create(
                "---\n{apiVersion: cluster.karmada.io/v1alpha1, kind: Cluster, metadata: {name: one}}");
    cluster.setAdditionalProperty(
        "status", Map.of("conditions", List.of(Map.of("type", "Ready", "status", "True"))));
    client.resource(cluster).updateStatus();
    // In one that is not reached something of the workload may stand.
    scene.create(
        "---\n{apiVersion: cluster.karmada.io/v1alpha1, kind: Cluster, metadata: {name: away}}");
    zone("away", "away", "Cordoned");
    zone("carried", "one", "Active");
    workload();
    scene.until(
        "the binding is scheduled",
        () -> {
          GenericKubernetesResource binding =
              client
                  .genericKubernetesResources(ResourceBinding.KIND)
                  .inNamespace(namespace)
                  .withName("carried-deployment")
                  .get();
          return binding.get("status", "schedulerObservedGeneration") != null
              && "one".equals(binding.get("spec", "clusters", 0, "name"));
        });
  }

  private void zone(String name, String cluster, String state) {
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: AvailabilityZone
        metadata: {name: %1$s}
        spec:
          provider: acme
          offerings: [base]
          region: north
          site: %1$s
          state: %3$s
          location: {country: FR}
          capacity: {cpu: "8", memory: 32Gi, largestNode: {cpu: "4", memory: 16Gi}}
          target: {karmada: {cluster: %2$s}}
        """
            .formatted(name, cluster, state));
  }

  private void workload() {
    scene.create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: carried}
        spec:
          replicas: 0
          selector: {matchLabels: {app: carried}}
          template:
            metadata: {labels: {app: carried}}
            spec:
              containers:
              - {name: main, image: none, resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """);
    scene.create(
        """
        apiVersion: work.karmada.io/v1alpha2
        kind: ResourceBinding
        metadata: {name: carried-deployment}
        spec:
          resource: {apiVersion: apps/v1, kind: Deployment, name: carried}
          schedulerName: bleu
        """);
    scene.create(
        """
        apiVersion: placement.bleu.cloud/v1alpha1
        kind: BleuWorkload
        metadata: {name: carried}
        spec:
          replicas: 1
          dataClasses: [Ordinary]
          workload: {karmada: {bindingOf: {kind: Deployment, name: carried}}}
        """);
  }
}
