package cloud.bleu.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.sandbox.ControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of the guide to upgrade that lists where StatefulSets may have volumes. */
@RealControlPlane
@Tag("people")
class FormerZonesPlaneTest {

  private static final String PLACEMENT =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: WorkloadPlacement
      metadata: {name: NAME, namespace: IN}
      spec:
        workloadRef: {name: NAME, uid: uid-of-NAME}
        assignments: [{zone: b, replicas: 1}]
        FORMER
      """;

  private static final String FORMER =
      "formerOrdinals: [{zone: a, ordinalsStart: 0}, {zone: c, ordinalsStart: 100000}]";

  @TempDir static Path folder;

  @Test
  void zonesThatWereLeftAreListed(
      ControlPlane plane, KubernetesClient client, TestNamespace namespace) throws Exception {
    for (List<String> one :
        List.of(
            List.of("db", FORMER),
            // What is empty is not written.
            List.of("web", ""))) {
      String yaml =
          PLACEMENT
              .replace("NAME", one.get(0))
              .replace("IN", namespace.name())
              .replace("FORMER", one.get(1));
      client.resource(Serialization.<HasMetadata>unmarshal(yaml)).create();
    }
    String listed =
        new DocumentTerminal(plane, folder)
            .does(DocumentedCommands.of(Path.of("docs/how-to/upgrade.md"), "kubectl get wp -A"));
    assertEquals(
        List.of(namespace.name() + "/db a c"),
        listed.lines().filter(line -> line.startsWith(namespace.name() + "/")).toList());
  }
}
