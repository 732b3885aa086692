package cloud.bleu.controlplane;

import cloud.bleu.sandbox.FakeNode;
import cloud.bleu.sandbox.FakeNodes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Plain Kubernetes objects that tests of the plane begin with. */
final class PlaneObjects {
  private PlaneObjects() {}

  /** Two nodes in each of fr-a, fr-b and fr-c; returns their names. */
  static Set<String> addSixNodes(FakeNodes nodes) {
    Set<String> names = new TreeSet<>();
    for (String zone : List.of("fr-a", "fr-b", "fr-c")) {
      for (int i = 1; i <= 2; i++) {
        FakeNode node = FakeNode.inZone(zone, zone + "-" + i);
        nodes.add(node);
        names.add(node.name());
      }
    }
    return names;
  }

  /** At most one pod more on a node than on any other; pods leave a lost node after one second. */
  static Deployment deployment(String name, int replicas) {
    Map<String, String> labels = Map.of("app", name);
    PodSpec spec =
        new PodSpecBuilder(podSpec())
            .addNewTopologySpreadConstraint()
            .withMaxSkew(1)
            .withTopologyKey("kubernetes.io/hostname")
            .withWhenUnsatisfiable("DoNotSchedule")
            .withNewLabelSelector()
            .withMatchLabels(labels)
            .endLabelSelector()
            .endTopologySpreadConstraint()
            .addNewToleration("NoExecute", "node.kubernetes.io/unreachable", "Exists", 1L, null)
            .build();
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewSelector()
        .withMatchLabels(labels)
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withSpec(spec)
        .endTemplate()
        .endSpec()
        .build();
  }

  static int readyReplicas(KubernetesClient client, String deployment) {
    Integer ready =
        client.apps().deployments().withName(deployment).get().getStatus().getReadyReplicas();
    return ready == null ? 0 : ready;
  }

  static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withAnnotations(new HashMap<>())
        .endMetadata()
        .withSpec(podSpec())
        .build();
  }

  static ResourceRequirements requests(String resource, String quantity) {
    return new ResourceRequirementsBuilder()
        .addToRequests(resource, new Quantity(quantity))
        .build();
  }

  private static PodSpec podSpec() {
    return new PodSpecBuilder()
        .addNewContainer()
        .withName("main")
        .withImage("none")
        .endContainer()
        .build();
  }
}
