package cloud.bleu.assess.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.translate.manifest.Manifest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What objects name of their cluster. */
class ReferencesTest {

  /** An annotation comes before the field, as Kubernetes reads a class. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{kind: PersistentVolumeClaim, spec: {storageClassName: new}} | StorageClass default/new",
        "{kind: PersistentVolumeClaim, metadata: {annotations: {volume.beta.kubernetes.io/storage-class: old}}, spec: {storageClassName: new}} | StorageClass default/old",
        "{kind: PersistentVolumeClaim, metadata: {annotations: {other: old}}, spec: {}} | ''",
        "{kind: StatefulSet, spec: {volumeClaimTemplates: [{metadata: {annotations: {volume.beta.kubernetes.io/storage-class: old}}, spec: {}}, {spec: {storageClassName: new}}]}} | StorageClass default/old StorageClass default/new",
        "{kind: Pod, spec: {containers: [], volumes: [{name: v, ephemeral: {volumeClaimTemplate: {metadata: {annotations: {volume.beta.kubernetes.io/storage-class: old}}, spec: {}}}}]}} | StorageClass default/old",
        "{kind: PersistentVolumeClaim, spec: {volumeName: v}} | PersistentVolume default/v",
        "{kind: Ingress, spec: {ingressClassName: i}} | IngressClass default/i",
      })
  void theClassOfAClaimMayBeAnAnnotation(String object, String named) throws IOException {
    ObjectNode json = (ObjectNode) new YAMLMapper().readTree(object);
    json.put("apiVersion", "v1");
    json.withObject("/metadata").put("name", "x");
    List<String> found = References.ofCluster(new SeenObject(Manifest.of(json)));
    assertEquals(named, String.join(" ", found));
  }
}
