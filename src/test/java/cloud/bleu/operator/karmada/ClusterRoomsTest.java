package cloud.bleu.operator.karmada;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.placement.model.Quantities;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The part of a cluster that its ready nodes have. */
class ClusterRoomsTest {

  @ParameterizedTest(name = "{0} of {1} nodes with {2} together: {3}")
  @CsvSource({
    "2, 2, 8000, 8000",
    "1, 2, 8000, 4000",
    // Of what cannot be divided the whole part of the share.
    "2, 3, 8000, 5333",
    "1, 3, 8000, 2666",
    "2, 3, 1, 0",
    // None is ready, more than there are, none at all, or nobody says.
    "0, 2, 8000, 8000",
    "3, 2, 8000, 8000",
    "-1, 2, 8000, 8000",
    "1, 0, 8000, 8000",
    "'', 2, 8000, 8000",
    "1, '', 8000, 8000",
    // As large as a number may be.
    "4999, 5000, 9223372036854775807, 9221527362447404851",
  })
  void asLargeAPartAsThereAreReadyNodes(String ready, String total, long together, long part) {
    GenericKubernetesResource cluster =
        Serialization.unmarshal(
            "apiVersion: cluster.karmada.io/v1alpha1\nkind: Cluster\nmetadata: {name: m}\nstatus: {nodeSummary: {%s%s}}"
                .formatted(
                    ready.isEmpty() ? "" : "readyNum: " + ready + ", ",
                    total.isEmpty() ? "" : "totalNum: " + total),
            GenericKubernetesResource.class);
    Quantities allocatable = Quantities.of(Map.of("cpu", together, "memory", 2 * 3L));
    assertEquals(part, ClusterRooms.ready(cluster, allocatable).get("cpu"));
  }
}
