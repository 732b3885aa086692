package cloud.bleu.translate.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Quantities;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.finding.Problem;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The effective request as the documentation of Kubernetes defines it for init containers, sidecar
 * containers, pod-level resources and pod overhead.
 */
class PodRequestsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          one container                         | {containers: [{resources: {requests: {cpu: 500m, memory: 1Gi}}}]} | 500 | 1073741824
          containers add up                     | {containers: [{resources: {requests: {cpu: 1}}}, {resources: {requests: {cpu: 250m}}}]} | 1250 | 0
          a limit without a request is one      | {containers: [{resources: {limits: {cpu: 2, memory: 1Ki}}}]} | 2000 | 1024
          a request stands above its limit      | {containers: [{resources: {limits: {cpu: 2}, requests: {cpu: 1}}}]} | 1000 | 0
          init containers run one by one        | {initContainers: [{resources: {requests: {cpu: 3}}}, {resources: {requests: {cpu: 2}}}], containers: [{resources: {requests: {cpu: 1}}}]} | 3000 | 0
          init containers below the containers  | {initContainers: [{resources: {requests: {cpu: 1}}}], containers: [{resources: {requests: {cpu: 2}}}]} | 2000 | 0
          a sidecar runs on                     | {initContainers: [{restartPolicy: Always, resources: {requests: {cpu: 1}}}], containers: [{resources: {requests: {cpu: 2}}}]} | 3000 | 0
          init after a sidecar runs beside it   | {initContainers: [{restartPolicy: Always, resources: {requests: {cpu: 1}}}, {resources: {requests: {cpu: 4}}}], containers: [{resources: {requests: {cpu: 2}}}]} | 5000 | 0
          init before a sidecar does not        | {initContainers: [{resources: {requests: {cpu: 4}}}, {restartPolicy: Always, resources: {requests: {cpu: 1}}}], containers: [{resources: {requests: {cpu: 2}}}]} | 4000 | 0
          overhead comes on top                 | {overhead: {cpu: 100m}, containers: [{resources: {requests: {cpu: 2}}}]} | 2100 | 0
          the whole pod stands above its parts  | {resources: {requests: {cpu: 3}}, containers: [{resources: {requests: {cpu: 1, memory: 8}}}]} | 3000 | 8
          nothing is asked                      | {containers: [{name: a}]} | 0 | 0
          fractions are rounded up              | {containers: [{resources: {requests: {cpu: 0.0001, memory: 0.5}}}]} | 1 | 1
          """)
  void effectiveRequest(String name, String spec, long milliCpu, long bytes) {
    List<Problem> problems = new ArrayList<>();
    Findings findings = new Findings(new ObjectRef("BleuWorkload", "a", "b"), problems, problems);
    Map<?, ?> written = Serialization.unmarshal("---\n" + spec, Map.class);
    Quantities fromText = PodRequests.of(written, "spec", findings);
    Quantities fromObject = PodRequests.of(Serialization.unmarshal("---\n" + spec, PodSpec.class));

    assertEquals(List.of(), problems);
    assertEquals(milliCpu, fromText.get("cpu"));
    assertEquals(bytes, fromText.get("memory"));
    assertEquals(1, fromText.get("pods"));
    assertEquals(fromText, fromObject);
  }

  /** Karmada takes of init containers, sidecars included, only one that is above the whole sum. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          containers and overhead | {overhead: {cpu: 100m}, containers: [{resources: {requests: {cpu: 2}}}, {resources: {limits: {cpu: 1}}}]} | 3100
          no init container       | {initContainers: [{resources: {requests: {cpu: 3}}}], containers: [{resources: {requests: {cpu: 1}}}]} | 1000
          no sidecar              | {initContainers: [{restartPolicy: Always, resources: {requests: {cpu: 1}}}], containers: [{resources: {requests: {cpu: 2}}}]} | 2000
          nor that of the pod     | {resources: {requests: {cpu: 3}}, containers: [{resources: {requests: {cpu: 1}}}]} | 1000
          """)
  void whatKarmadaAddsUpAtLeast(String name, String spec, long milliCpu) {
    assertEquals(
        Quantities.of(Map.of("cpu", milliCpu, "pods", 1L)),
        PodRequests.together(Serialization.unmarshal("---\n" + spec, PodSpec.class)));
  }
}
