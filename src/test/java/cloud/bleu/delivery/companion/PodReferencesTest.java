package cloud.bleu.delivery.companion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pod spec mentions and cannot do without. */
class PodReferencesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          containers: [{name: c}] | ''
          containers: [{name: c, envFrom: [{configMapRef: {name: a}}]}] | ConfigMap a containers[c].envFrom
          containers: [{name: c, envFrom: [{secretRef: {name: a}}]}] | Secret a containers[c].envFrom
          containers: [{name: c, envFrom: [{secretRef: {name: a, optional: true}}]}] | ''
          containers: [{name: c, envFrom: [{configMapRef: {name: a, optional: true}}]}] | ''
          containers: [{name: c, envFrom: [{configMapRef: {name: a, optional: false}}]}] | ConfigMap a containers[c].envFrom
          containers: [{name: c, env: [{name: E, value: v}]}] | ''
          containers: [{name: c, env: [{name: E, valueFrom: {fieldRef: {fieldPath: p}}}]}] | ''
          containers: [{name: c, env: [{name: E, valueFrom: {configMapKeyRef: {name: a, key: k}}}]}] | ConfigMap a containers[c].env[E]
          containers: [{name: c, env: [{name: E, valueFrom: {secretKeyRef: {name: a, key: k}}}]}] | Secret a containers[c].env[E]
          containers: [{name: c, env: [{name: E, valueFrom: {secretKeyRef: {name: a, key: k, optional: true}}}]}] | ''
          initContainers: [{name: i, envFrom: [{secretRef: {name: a}}]}] | Secret a initContainers[i].envFrom
          volumes: [{name: v, emptyDir: {}}] | ''
          volumes: [{name: v, configMap: {name: a}}] | ConfigMap a volumes[v]
          volumes: [{name: v, configMap: {name: a, optional: true}}] | ''
          volumes: [{name: v, secret: {secretName: a}}] | Secret a volumes[v]
          volumes: [{name: v, secret: {secretName: a, optional: true}}] | ''
          volumes: [{name: v, persistentVolumeClaim: {claimName: a}}] | PersistentVolumeClaim a volumes[v].persistentVolumeClaim
          volumes: [{name: v, csi: {driver: d, nodePublishSecretRef: {name: a}}}] | Secret a volumes[v].csi
          volumes: [{name: v, projected: {sources: [{secret: {name: a}}, {configMap: {name: b}}]}}] | Secret a volumes[v].projected, ConfigMap b volumes[v].projected
          volumes: [{name: v, projected: {sources: [{secret: {name: a, optional: true}}, {serviceAccountToken: {path: p}}]}}] | ''
          imagePullSecrets: [{name: a}] | ''
          serviceAccountName: a | ServiceAccount a serviceAccountName
          serviceAccount: a | ServiceAccount a serviceAccountName
          serviceAccountName: default | ''
          """)
  void mentionsWhatHasToBeThere(String spec, String found) {
    assertEquals(found, references(spec));
  }

  @Test
  void oneThatIsOptionalOnceAndNeededOnceIsNeeded() {
    assertEquals(
        "ConfigMap a volumes[v]",
        references(
            "{containers: [{name: c, envFrom: [{configMapRef: {name: a, optional: true}}]}],"
                + " volumes: [{name: v, configMap: {name: a}}, {name: w, configMap: {name: a}}]}"));
  }

  private static String references(String spec) {
    return PodReferences.of(Serialization.unmarshal("---\n" + spec, PodSpec.class)).stream()
        .map(r -> r.kind() + " " + r.name() + " " + r.where())
        .collect(Collectors.joining(", "));
  }
}
