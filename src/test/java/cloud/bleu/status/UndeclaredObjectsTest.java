package cloud.bleu.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.affinity.ObjectLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a zone says of objects that no workload declares. */
class UndeclaredObjectsTest {

  private static HasMetadata child(String namespace, String workload) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(workload + "-a")
        .addToLabels(ObjectLabels.WORKLOAD, workload)
        .addToLabels(ObjectLabels.HOME, "1b2c")
        .endMetadata()
        .build();
  }

  @Test
  void noneIsSaidOfNone() {
    assertNull(UndeclaredObjects.NONE.condition());
  }

  @Test
  void eachIsNamedWithHowToKeepAndToDeleteIt() {
    DesiredCondition said =
        new UndeclaredObjects(List.of(child("shop", "web"), child("shop", "api"), child("a", "b")))
            .condition();
    assertEquals(
        "UndeclaredObjects True WorkloadNotDeclared",
        said.type() + " " + said.status() + " " + said.reason());
    assertEquals(
        "the cluster of the zone runs objects of this hub that no BleuWorkload declares:"
            + " Deployment a/b-a, Deployment shop/api-a, Deployment shop/web-a. A backup brought"
            + " them back, or they were left there. They are not removed, and their pods take"
            + " room. To keep one, create the BleuWorkload that its label"
            + " placement.bleu.cloud/workload names, in the same namespace. To delete them, run in"
            + " that cluster: kubectl -n a delete"
            + " deployments,statefulsets,poddisruptionbudgets,networkpolicies -l"
            + " 'placement.bleu.cloud/home=1b2c,placement.bleu.cloud/workload in (b)'; kubectl -n"
            + " shop delete deployments,statefulsets,poddisruptionbudgets,networkpolicies -l"
            + " 'placement.bleu.cloud/home=1b2c,placement.bleu.cloud/workload in (api,web)'",
        said.message());
  }

  @Test
  void manyAreCounted() {
    List<HasMetadata> many = IntStream.range(0, 7).mapToObj(i -> child("n" + i, "w")).toList();
    String said = new UndeclaredObjects(many).condition().message();
    assertEquals(2, said.split("and 2 more", -1).length - 1, said);
  }
}
