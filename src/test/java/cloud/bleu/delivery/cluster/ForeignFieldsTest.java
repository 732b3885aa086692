package cloud.bleu.delivery.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import cloud.bleu.delivery.zone.ZoneManifest;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What others have in a child, and how it becomes the operator's to take away. */
class ForeignFieldsTest {

  private static final String OURS =
      "{manager: bleu-workload, operation: Apply, fieldsV1: {'f:spec': {'f:replicas': {},"
          + " 'f:template': {'f:metadata': {'f:labels': {'f:app': {}}}, 'f:spec':"
          + " {'f:nodeSelector': {}, 'f:containers': {'k:{\"name\":\"main\"}': {'.': {}, 'f:name':"
          + " {}, 'f:image': {}, 'f:resources': {'f:requests': {'f:cpu': {}}}}}}}}}}";

  private static <T extends HasMetadata> T child(Class<T> type, String managed) {
    return Serialization.unmarshal(
        "---\n{metadata: {name: web-a, uid: u, generation: 2, managedFields: [" + managed + "]}}",
        type);
  }

  private static String entry(String fields) {
    return "{manager: them, operation: Update, fieldsV1: {'f:spec': " + fields + "}}";
  }

  private static List<String> paths(HasMetadata child) {
    return ForeignFields.of(child).stream().map(ForeignFields.Field::path).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'f:paused': {}} | [spec.paused]",
        "{'f:template': {'f:spec': {'f:hostNetwork': {}}}} | [spec.template.spec.hostNetwork]",
        // a list without keys is one field, a map of one owner too
        "{'f:template': {'f:spec': {'f:tolerations': {}, 'f:nodeSelector': {}}}}"
            + " | [spec.template.spec.tolerations]",
        "{'f:template': {'f:spec': {'f:containers': {'k:{\"name\":\"main\"}': {'f:ports':"
            + " {'k:{\"containerPort\":80,\"protocol\":\"TCP\"}': {'.': {}, 'f:protocol': {}}},"
            + " 'f:resources': {'f:limits': {'f:cpu': {}}}}}}}}"
            + " | [spec.template.spec.containers[main].ports,"
            + " spec.template.spec.containers[main].resources.limits]",
        "{'f:template': {'f:spec': {'f:containers': {'k:{\"name\":\"main\"}': {'.': {}, 'f:name':"
            + " {}, 'f:image': {}}}}}} | []",
        // what others may do
        "{'f:replicas': {}} | []",
        "{'f:template': {'f:metadata': {'f:annotations': {'.': {},"
            + " 'f:kubectl.kubernetes.io/restartedAt': {}}, 'f:labels': {'f:mesh': {}}}}} | []",
        // what no edit can change
        "{'f:selector': {}, 'f:serviceName': {}, 'f:podManagementPolicy': {},"
            + " 'f:volumeClaimTemplates': {}} | []",
      })
  void areThoseThatOthersOwnAlone(String fields, String paths) {
    assertEquals(paths, paths(child(StatefulSet.class, OURS + ", " + entry(fields))).toString());
  }

  @Test
  void neitherOursNorThoseOfASubresource() {
    String paused = entry("{'f:paused': {}}");
    assertEquals(List.of(), paths(child(Deployment.class, OURS)));
    assertEquals(
        List.of(),
        paths(child(Deployment.class, OURS + ", " + paused.replace("them", "bleu-workload"))));
    assertEquals(
        List.of(),
        paths(
            child(
                Deployment.class,
                OURS + ", " + paused.replace("manager:", "subresource: status, manager:"))));
    assertEquals(
        List.of(),
        ForeignFields.of(new Deployment().edit().withNewMetadata().endMetadata().build()));
  }

  /** Also what they own together with the operator: else it would stay once a template loses it. */
  @Test
  void becomeTheOperatorsWithWhatIsOwnedTogether() {
    String theirs =
        entry(
            "{'f:paused': {}, 'f:replicas': {}, 'f:template': {'f:metadata': {'f:annotations':"
                + " {'f:restarted': {}}}, 'f:spec': {'f:nodeSelector': {}}}}");
    List<ManagedFieldsEntry> adopted =
        AppliedFields.adoptForeign(
            child(Deployment.class, OURS + ", " + theirs).getMetadata().getManagedFields(),
            "bleu-workload");
    assertEquals(
        child(
                Deployment.class,
                entry(
                        "{'f:replicas': {}, 'f:template': {'f:metadata': {'f:annotations':"
                            + " {'f:restarted': {}}}}}")
                    + ", "
                    + OURS.replace("'f:replicas': {},", "'f:replicas': {}, 'f:paused': {},"))
            .getMetadata()
            .getManagedFields(),
        adopted);
  }

  @Test
  void nothingMovesWhereNothingIsTheirs() {
    String restarted = entry("{'f:template': {'f:metadata': {'f:annotations': {'f:r': {}}}}}");
    assertNull(
        AppliedFields.adoptForeign(
            child(Deployment.class, OURS + ", " + restarted).getMetadata().getManagedFields(),
            "bleu-workload"));
  }

  @Test
  void aChildWithThemDoesNotHoldItsManifestUntilItIsWritten() {
    Deployment edited = child(Deployment.class, OURS + ", " + entry("{'f:paused': {}}"));
    ZoneManifest manifest = new ZoneManifest("a", "web-a", 1, new Deployment(), "digest");
    AppliedManifests applied = new AppliedManifests();
    assertEquals(false, applied.holds(manifest, "digest", edited));
    applied.applied(manifest, edited, null);
    assertEquals(true, applied.holds(manifest, "digest", edited), "what was answered to our write");
    applied.applied(manifest, edited, StandingEdit.of("a", edited));
    assertEquals(false, applied.holds(manifest, "digest", edited));
    assertEquals("EditKept", applied.kept(manifest, edited).code());
    edited.getMetadata().setGeneration(3L);
    assertNull(applied.kept(manifest, edited), "it was changed: it is worth another write");
  }
}
