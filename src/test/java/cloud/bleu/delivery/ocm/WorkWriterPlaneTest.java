package cloud.bleu.delivery.ocm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.controlplane.RealControlPlane;
import cloud.bleu.controlplane.TestNamespace;
import cloud.bleu.delivery.manifest.Labels;
import cloud.bleu.delivery.zone.Ensured;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others add to a work beside its manifests, on a server that notes whose each field is. */
@RealControlPlane(oneWorld = true)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkWriterPlaneTest {

  private static final String HOME = "uid-hub";

  private KubernetesClient client;
  private WorkWriter writer;
  private GenericKubernetesResource asked;

  @BeforeEach
  void start(KubernetesClient client, TestNamespace namespace) {
    this.client = client;
    ManagedClusterCrds.establish(client, ManagedClusterCrds.all());
    writer = new WorkWriter(client);
    asked =
        Serialization.unmarshal(
            """
            apiVersion: work.open-cluster-management.io/v1
            kind: ManifestWork
            metadata:
              name: web
              namespace: %s
              labels: {placement.bleu.cloud/home: uid-hub}
              annotations: {placement.bleu.cloud/template: digest}
            spec:
              deleteOption: {propagationPolicy: Foreground}
              workload: {manifests: [{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}]}
            """
                .formatted(namespace.name()),
            GenericKubernetesResource.class);
    works().delete();
    assertEquals(Ensured.WRITTEN, writer.create(asked, HOME));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "executor: {subject: {type: ServiceAccount, serviceAccount: {namespace: a, name: admin}}}",
        "deleteOption: {selectivelyOrphans: {orphaningRules: [{group: '', resource: configmaps,"
            + " namespace: a, name: c}]}}",
        "deleteOption: {ttlSecondsAfterFinished: 60}",
        "deleteOption: {propagationPolicy: Orphan}",
      })
  void whatSomebodyAddsBesideTheManifestsGoes(String addition) {
    Object before = live().get("spec");
    assertTrue(WorkComparison.isAsAsked(asked, live()));
    edit("kubectl-edit", addition);
    GenericKubernetesResource edited = live();
    assertNotEquals(before, edited.get("spec"));
    assertFalse(WorkComparison.isAsAsked(asked, edited));

    assertEquals(Ensured.WRITTEN, writer.apply(asked, edited));
    assertEquals(before, live().get("spec"));
    assertEquals("digest", ManifestWork.template(live()));
    assertTrue(WorkComparison.isAsAsked(asked, live()));
    assertEquals(Ensured.UNCHANGED, writer.apply(asked, live()));
  }

  /** As if a webhook of the hub had added it to the operator's own write. */
  @Test
  void whatCameWithTheOperatorsOwnWriteStays() {
    edit(
        Labels.MANAGER,
        "executor: {subject: {type: ServiceAccount, serviceAccount: {namespace: a, name: b}}}");
    assertTrue(WorkComparison.isAsAsked(asked, live()));
  }

  @Test
  void newerVersionIsNotWrittenOver() {
    edit("kubectl-edit", "deleteOption: {ttlSecondsAfterFinished: 60}");
    GenericKubernetesResource seen = live();
    edit("kubectl-edit", "deleteOption: {ttlSecondsAfterFinished: 61}");
    assertEquals(Ensured.STALE, writer.apply(asked, seen));
  }

  private Resource<GenericKubernetesResource> works() {
    return client
        .genericKubernetesResources(ManifestWork.KIND)
        .inNamespace(asked.getMetadata().getNamespace())
        .withName("web");
  }

  private GenericKubernetesResource live() {
    return works().get();
  }

  private void edit(String manager, String spec) {
    Object wanted = Serialization.unmarshal("---\nspec: {" + spec + "}", Map.class);
    works()
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.JSON_MERGE)
                .withFieldManager(manager)
                .build(),
            Serialization.asJson(wanted));
  }
}
